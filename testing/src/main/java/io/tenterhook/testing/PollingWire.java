package io.tenterhook.testing;

import io.netty.buffer.Unpooled;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.PollingPayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection over HTTP long-polling: what is written waits for the client's GET, what comes is in
 * its POSTs. Engine.IO v4, "HTTP long-polling"; where it is silent, {@code transports/polling.ts}
 * of the reference server.
 *
 * <pre>
 *   GET                 is answered by what waits, or as soon as something does
 *   a second GET        the session ends: the first gets CLOSE, the second 400
 *   a GET or POST cut   the session ends
 *   POST                is answered "ok" when its packets have been handled
 *   a second POST       the session ends, and the first is cut off
 * </pre>
 *
 * <p>Used by its loop alone.
 */
final class PollingWire implements Wire {
  /** How long a client may take to fetch the CLOSE packet. */
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(30);

  private static final byte SEPARATOR = 0x1e;

  private final EngineSession session;
  private final Loop loop;
  private final List<Written> queue = new ArrayList<>();
  private long queuedBytes;
  private @Nullable HttpExchange poll;
  private @Nullable HttpExchange post;
  private boolean closing;
  private boolean silent;

  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  private record Written(byte[] array, int start, boolean binary) {
    int length() {
      return array.length - start;
    }
  }

  PollingWire(EngineSession session, Loop loop) {
    this.session = session;
    this.loop = loop;
  }

  // ---- GET

  void polled(HttpExchange exchange) {
    if (silent) {
      return;
    }
    if (poll != null) {
      session.failed(new IOException("a second GET while one was waiting"));
      exchange.answer(HttpAnswer.MISUSED);
      return;
    }
    poll = exchange;
    exchange.whenAbandoned(() -> onLoop(() -> pollAbandoned(exchange)));
    answerPoll();
  }

  private void pollAbandoned(HttpExchange exchange) {
    if (poll == exchange) {
      poll = null;
      session.failed(new IOException("a GET was given up by the client"));
    }
  }

  private void answerPoll() {
    HttpExchange waiting = poll;
    if (waiting != null && !queue.isEmpty()) {
      poll = null;
      byte[] body = body();
      queue.clear();
      queuedBytes = 0;
      waiting.answer(HttpAnswer.PAYLOAD, body);
      if (closing) {
        session.gone();
      }
    }
  }

  /** Unlike a client's, it may hold nonsense: tests write it on purpose. */
  private byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Written packet : queue) {
      if (body.size() > 0) {
        body.write(SEPARATOR);
      }
      if (packet.binary()) {
        body.write('b');
        body.writeBytes(Base64.getEncoder().encode(packet.array()));
      } else {
        body.write(packet.array(), packet.start(), packet.length());
      }
    }
    return body.toByteArray();
  }

  /** Ends a waiting GET, so that the client can go on by WebSocket. */
  void releasePoll() {
    if (poll != null) {
      write(EnginePacketType.NOOP);
      answerPoll();
    }
  }

  // ---- POST

  void postBegins(HttpExchange exchange) {
    if (post != null) {
      session.failed(new IOException("a second POST while one was under way"));
      exchange.answer(HttpAnswer.MISUSED);
    } else if ("application/octet-stream".equals(exchange.head().headers().get("content-type"))) {
      session.failed(new IOException("a POST of application/octet-stream"));
      exchange.answer(HttpAnswer.MISUSED);
    } else {
      post = exchange;
      exchange.whenAbandoned(() -> onLoop(() -> postAbandoned(exchange)));
    }
  }

  private void postAbandoned(HttpExchange exchange) {
    if (post == exchange) {
      post = null;
      session.failed(new IOException("a POST was given up by the client"));
    }
  }

  /** Its body is too large, and the session goes on. */
  void postRefused(HttpExchange exchange) {
    if (post == exchange) {
      post = null;
    }
  }

  /** Nonsense ends the session, and is answered by "ok" as the reference server does. */
  void posted(HttpExchange exchange, byte[] body) {
    if (post != exchange || silent) {
      return;
    }
    post = null;
    try {
      PollingPayload.decode(body, 0, body.length, Integer.MAX_VALUE, this::received);
    } catch (ProtocolException e) {
      session.violated(e);
    }
    exchange.answer(HttpAnswer.OK);
  }

  private void received(EnginePacket packet) {
    if (packet.binary()) {
      session.binary(packet.array());
    } else {
      byte[] text = new byte[1 + packet.length()];
      text[0] = packet.type().code();
      System.arraycopy(packet.array(), packet.start(), text, 1, packet.length());
      session.text(text);
    }
  }

  // ---- Wire

  @Override
  public String transport() {
    return "polling";
  }

  @Override
  public Loop loop() {
    return loop;
  }

  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(session.noted(task));
    }
  }

  @Override
  public void write(byte[] array, int start, boolean binary) {
    if (!silent && !closing) {
      Written packet = new Written(array, start, binary);
      queue.add(packet);
      queuedBytes += packet.length();
    }
  }

  private void write(EnginePacketType packet) {
    write(new byte[] {packet.code()}, 0, false);
  }

  @Override
  public void writeBytes(byte[] bytes) {
    if (poll != null) {
      var unused = poll.channel().writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }
  }

  @Override
  public void flush() {
    answerPoll();
  }

  @Override
  public long queuedBytes() {
    return queuedBytes;
  }

  @Override
  public boolean isWritable() {
    return poll != null;
  }

  @Override
  public void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    done.completeExceptionally(
        new IllegalStateException("a flood needs a WebSocket, and this client goes by polling"));
  }

  /** What waits, and the CLOSE packet, are for the GET that waits or the next one. */
  @Override
  public void close(int code, String reason) {
    if (closing) {
      return;
    }
    if (post != null) {
      post.destroy(false);
      post = null;
    }
    if (poll == null) {
      write(EnginePacketType.NOOP);
    }
    write(EnginePacketType.CLOSE);
    closing = true;
    if (poll == null) {
      session.later(CLOSE_GRACE, session::gone);
    } else {
      answerPoll();
    }
  }

  @Override
  public void closeForClient() {
    releasePoll();
    closing = true;
    session.gone();
  }

  @Override
  public void finish() {
    end(false);
  }

  @Override
  public void reset() {
    end(true);
  }

  private void end(boolean reset) {
    closing = true;
    for (HttpExchange exchange : new HttpExchange[] {poll, post}) {
      if (exchange != null) {
        exchange.destroy(reset);
      }
    }
    poll = null;
    post = null;
    session.gone();
  }

  @Override
  public void goSilent() {
    silent = true;
  }

  /** The session goes on by another wire, and what waits with it. */
  void moveTo(Wire other) {
    for (Written packet : queue) {
      other.write(packet.array(), packet.start(), packet.binary());
    }
    queue.clear();
    queuedBytes = 0;
    if (poll != null) {
      write(EnginePacketType.CLOSE);
      answerPoll();
    }
    closing = true;
  }
}
