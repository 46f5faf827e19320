package io.tenterhook.testing;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.PollingPayload;
import io.tenterhook.testing.PollingQueue.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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

  private final EngineSession session;
  private final Loop loop;
  private final PollingQueue queue = new PollingQueue();
  private @Nullable HttpExchange poll;
  private @Nullable HttpExchange post;

  /** The POST has come whole, and will be answered whatever becomes of the session. */
  private boolean postRead;

  /** What has come during a stall. */
  private final List<Runnable> stalled = new ArrayList<>();

  private int stalls;

  /** What a POST has made due, and would end that POST: it comes when the POST is answered. */
  private final List<Runnable> afterPost = new ArrayList<>();

  /** The waiting GET has been given half of its answer. */
  private boolean halfAnswered;

  private boolean halfClosed;
  private boolean closing;
  private boolean silent;

  /** What becomes of further requests; null for an answer. */
  private @Nullable Consumer<HttpExchange> ending;

  PollingWire(EngineSession session, Loop loop) {
    this.session = session;
    this.loop = loop;
  }

  // ---- GET

  void polled(HttpExchange exchange) {
    if (silent) {
      return;
    }
    if (ending != null) {
      ending.accept(exchange);
      return;
    }
    if (halfClosed) {
      exchange.halfClose();
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
    if (waiting == null || queue.isEmpty() || isHeldBack()) {
      return;
    }
    List<Waiting> leaving = queue.takeLeaving();
    Waiting last = leaving.get(leaving.size() - 1);
    byte[] body = PollingQueue.body(leaving);
    if (last.half()) {
      halfAnswered = true;
      waiting.answerPart(HttpAnswer.PAYLOAD, body, body.length - (last.length() + 1) / 2);
    } else {
      poll = null;
      waiting.answer(HttpAnswer.PAYLOAD, body);
    }
    if (closing && queue.isEmpty()) {
      session.gone();
    }
    if (last.then() != null && post != null) {
      afterPost.add(last.then());
    } else if (last.then() != null) {
      last.then().run();
    }
  }

  private boolean isHeldBack() {
    return stalls > 0 || halfAnswered || !afterPost.isEmpty();
  }

  private void postIsOver() {
    post = null;
    postRead = false;
    List<Runnable> due = List.copyOf(afterPost);
    afterPost.clear();
    due.forEach(Runnable::run);
    answerPoll();
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
    if (ending != null) {
      ending.accept(exchange);
    } else if (post != null) {
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
      postIsOver();
      session.failed(new IOException("a POST was given up by the client"));
    }
  }

  /** Its body is no HTTP. */
  void postBroken(HttpExchange exchange) {
    postAbandoned(exchange);
  }

  /** Its body is too large, and the session goes on. */
  void postRefused(HttpExchange exchange) {
    if (post == exchange) {
      postIsOver();
    }
  }

  /** Nonsense ends the session, and is answered by "ok" as the reference server does. */
  void posted(HttpExchange exchange, byte[] body) {
    if (post != exchange || silent) {
      return;
    }
    if (stalls > 0) {
      stalled.add(() -> posted(exchange, body));
      return;
    }
    postRead = true;
    try {
      byte[] payload = unwrapped(body);
      PollingPayload.decode(payload, 0, payload.length, Integer.MAX_VALUE, this::received);
    } catch (ProtocolException e) {
      session.violated(e);
    }
    if (post == exchange) {
      if (halfClosed) {
        exchange.halfClose();
      } else {
        exchange.answer(HttpAnswer.OK);
      }
      postIsOver();
    }
  }

  /**
   * Without line ends: the official Java client wraps its base64, and Node reads over them. In JSON
   * they are white space, for inside of strings they are escaped.
   */
  private static byte[] unwrapped(byte[] body) {
    byte[] kept = new byte[body.length];
    int length = 0;
    for (byte b : body) {
      if (b != '\n' && b != '\r') {
        kept[length++] = b;
      }
    }
    return length == body.length ? body : Arrays.copyOf(kept, length);
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
      queue.add(new Waiting(array, start, binary, false, null));
    }
  }

  @Override
  public void writeHalf(byte[] array, int start, boolean binary) {
    if (!silent && !closing) {
      queue.add(new Waiting(array, start, binary, true, null));
    }
  }

  private void write(EnginePacketType packet) {
    write(new byte[] {packet.code()}, 0, false);
  }

  @Override
  public void writeBytes(byte[] bytes) {
    if (poll != null) {
      poll.writeBytes(bytes);
    }
  }

  @Override
  public void flush() {
    answerPoll();
  }

  @Override
  public void whenLeft(Runnable then) {
    if (queue.isEmpty()) {
      then.run();
    } else {
      queue.whenLastLeft(then);
      answerPoll();
    }
  }

  @Override
  public long queuedBytes() {
    return queue.bytes();
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
    if (stalls > 0) {
      stalled.add(() -> close(code, reason));
      return;
    }
    if (post != null && !postRead) {
      post.destroy(false);
      post = null;
    }
    if (poll == null) {
      write(EnginePacketType.NOOP);
    }
    write(EnginePacketType.CLOSE);
    closing = true;
    if (poll == null || halfAnswered) {
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

  /** Breaks the requests that are there and those that come, by whatever TCP connection. */
  private void end(boolean reset) {
    if (ending == null) {
      session.later(CLOSE_GRACE, session::gone);
    }
    closing = true;
    ending = exchange -> exchange.destroy(reset);
    HttpExchange waiting = poll;
    HttpExchange posting = post;
    poll = null;
    post = null;
    if (waiting != null) {
      waiting.destroy(reset);
    }
    if (posting != null) {
      posting.destroy(reset);
    }
  }

  /** No request is answered any more: each sees the end of the stream. */
  @Override
  public void halfClose() {
    halfClosed = true;
    if (poll != null) {
      HttpExchange waiting = poll;
      poll = null;
      waiting.halfClose();
    }
  }

  @Override
  public void stall(Duration time) {
    stalls++;
    session.later(
        time,
        () -> {
          stalls--;
          if (stalls == 0) {
            List<Runnable> due = List.copyOf(stalled);
            stalled.clear();
            due.forEach(Runnable::run);
            answerPoll();
          }
        });
  }

  @Override
  public void goSilent() {
    silent = true;
  }

  /** The session goes on by another wire, and what waits with it. */
  void moveTo(Wire other) {
    for (Waiting packet : queue.takeAll()) {
      if (packet.half()) {
        other.writeHalf(packet.array(), packet.start(), packet.binary());
      } else {
        other.write(packet.array(), packet.start(), packet.binary());
      }
      if (packet.then() != null) {
        other.whenLeft(packet.then());
      }
    }
    if (poll != null) {
      write(EnginePacketType.CLOSE);
      answerPoll();
    }
    closing = true;
  }
}
