package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.client.spi.LinkRequest;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the client holds of one WebSocket.
 *
 * <pre>
 * OPENING → OPEN → CLOSING → GONE      CLOSING: close() was called, the server's answer is awaited
 *     └───────┴───────┴────────↑       any failure, abort(), a close frame of the server
 * </pre>
 *
 * The step to GONE happens once, in {@link #goneWith}; it queues the listener's {@code closed}, so
 * that it never comes from inside a call of the client's, and after everything already reported.
 * Queued messages have told their fate by then: they fail when the channel closes, before that task
 * runs. All fields belong to the loop's thread.
 */
final class NettyLink implements Link, Opening.Claimant {

  private enum State {
    OPENING,
    OPEN,
    CLOSING,
    GONE
  }

  /** How long {@link #close} waits for what is queued to be written and for the server's answer. */
  static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /**
   * How long TCP stays open after the last close frame, for the server to close it (RFC 6455,
   * 7.1.1). Closing at once, with input unread, would be a reset, which destroys our close frame on
   * its way.
   */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final NettyEventLoop loop;
  private final String target;
  private final boolean secure;
  private final LinkListener listener;
  private State state = State.OPENING;
  private @Nullable Opening opening;
  private @Nullable Channel channel;
  private @Nullable MessageWriter writer;
  private EventLoop.@Nullable Timer patience;
  private boolean reading = true;
  private boolean inBurst;
  private int pingsSent;
  private int pingsAnswered;

  NettyLink(NettyEventLoop loop, LinkRequest request, LinkListener listener) {
    this.loop = loop;
    // What a connection of months holds: of its request no more than this.
    this.target = RequestHead.target(request);
    this.secure = request.secure();
    this.listener = listener;
  }

  // ---- Opening

  void open(LinkRequest request) {
    opening = new Opening(loop, this, request);
    opening.start();
  }

  /** Host and port, for messages. */
  String target() {
    return target;
  }

  /** Whether the WebSocket handshake is still going on. */
  boolean opening() {
    return state == State.OPENING;
  }

  @Override
  public void attempt(Channel attempted) {
    channel = attempted;
  }

  @Override
  public void install(ChannelPipeline pipeline, LinkRequest request, @Nullable SslHandler tls) {
    UpgradeHandler.install(pipeline, loop, this, request, tls);
  }

  /** The handshake has an answer, whatever it says. */
  void answered(List<Map.Entry<String, String>> headers) {
    guarded(() -> listener.answered(headers));
  }

  /** The handshake is done. */
  void opened(Channel connected, MessageWriter messages) {
    state = State.OPEN;
    opening = null;
    writer = messages;
    connected.config().setAutoRead(reading);
    guarded(listener::opened);
  }

  // ---- Receiving

  /** Whether messages are still wanted. */
  boolean receiving() {
    return state == State.OPEN;
  }

  void message(byte[] message, boolean binary) {
    if (state != State.OPEN) {
      return;
    }
    inBurst = true;
    // Not guarded(…): this is the hot path.
    try {
      if (binary) {
        listener.binary(message);
      } else {
        listener.text(message);
      }
    } catch (RuntimeException | Error e) {
      defect(e);
    }
  }

  void readComplete() {
    if (inBurst) {
      inBurst = false;
      guarded(listener::readComplete);
    }
  }

  void writabilityChanged() {
    if (state == State.OPEN) {
      guarded(listener::writabilityChanged);
    }
  }

  void pong(byte[] payload) {
    if (payload.length == Integer.BYTES) {
      int number = ByteBuffer.wrap(payload).getInt();
      // A pong answers all earlier pings too. Others are legal and mean nothing (RFC 6455, 5.5.3).
      if (number > pingsAnswered && number <= pingsSent) {
        pingsAnswered = number;
        guarded(listener::controlPong);
      }
    }
  }

  private void guarded(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException | Error e) {
      defect(e);
    }
  }

  /** The listener threw. That is a bug of ours, and must neither be silent nor kill the loop. */
  private void defect(Throwable e) {
    inBurst = false;
    end(Kind.IO, "The listener of " + target() + " failed: " + e.getClass().getName(), e);
  }

  // ---- Sending

  @Override
  public void send(
      byte[] array, int start, int end, boolean binary, @Nullable WriteListener written) {
    if (state == State.OPEN && writer != null) {
      writer.write(array, start, end, binary, written);
    } else if (written != null) {
      written.completed(false);
    }
  }

  /** For a write of messages: who waits is told, and a failure ends the link. */
  ChannelPromise promise(Channel open, @Nullable WriteListener written) {
    if (written == null && !secure) {
      // Allocates nothing; a failure comes as an exception to the pipeline's end.
      return open.voidPromise();
    }
    // TLS loses the failures of void promises.
    return open.newPromise().addListener(teller(written));
  }

  GenericFutureListener<Future<Void>> teller(@Nullable WriteListener listening) {
    return write -> written(write, listening);
  }

  private void written(Future<?> write, @Nullable WriteListener listening) {
    written(write);
    if (listening != null) {
      guarded(() -> listening.completed(write.isSuccess()));
    }
  }

  /** A write is over. If it failed the link ends. */
  void written(Future<?> write) {
    Throwable failure = write.cause();
    if (failure != null) {
      failed(failure);
    }
  }

  /** Reading or writing has failed. Whoever hears it first ends the link. */
  void failed(Throwable failure) {
    // A closed channel is a consequence: the reason is reported by whoever closed it.
    if (!(failure instanceof ClosedChannelException)) {
      end(IoFailure.closure(target(), failure));
    }
  }

  @Override
  public void flush() {
    if (state == State.OPEN && channel != null) {
      handOver();
      channel.flush();
    }
  }

  private void handOver() {
    if (writer != null) {
      writer.handOver();
    }
  }

  @Override
  public void controlPing() {
    if (state == State.OPEN && channel != null) {
      pingsSent++;
      ByteBuf number = Unpooled.buffer(Integer.BYTES).writeInt(pingsSent);
      channel.writeAndFlush(new PingWebSocketFrame(number)).addListener(this::written);
    }
  }

  @Override
  public void setReading(boolean reading) {
    this.reading = reading;
    if (state == State.OPEN && channel != null) {
      channel.config().setAutoRead(reading);
    }
  }

  @Override
  public long queuedBytes() {
    return queuedBytes(channel) + (writer == null ? 0 : writer.collectedBytes());
  }

  /** Netty counts a message until its last byte has left; what has left of it is seen here. */
  static long queuedBytes(@Nullable Channel channel) {
    ChannelOutboundBuffer queue = channel == null ? null : channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
  }

  // ---- Ending

  @Override
  public void close(int code) {
    if (state == State.OPENING) {
      abort();
    } else if (state == State.OPEN && channel != null) {
      CloseWebSocketFrame frame = new CloseWebSocketFrame(code, "");
      state = State.CLOSING;
      patience = loop.schedule(CLOSE_NANOS, () -> end(local("no answer to our close frame came")));
      // The answer must be seen even if the caller had stopped reading.
      channel.config().setAutoRead(true);
      handOver();
      channel.writeAndFlush(frame).addListener(this::written);
    }
  }

  @Override
  public void abort() {
    if (state == State.GONE) {
      // TCP may still linger; at the end of the loop it must not.
      kill();
    } else {
      end(local("aborted"));
    }
  }

  private LinkClosure local(String how) {
    return new LinkClosure(Kind.LOCAL, 0, "Closed by this client: " + how, "", /* cause= */ null);
  }

  void end(Kind kind, String message, @Nullable Throwable cause) {
    end(new LinkClosure(kind, 0, message, "", cause));
  }

  /** Ends the link, TCP included, now. */
  @Override
  public void end(LinkClosure closure) {
    if (state != State.GONE) {
      if (state == State.CLOSING && closure.kind() != Kind.LOCAL) {
        goneWith(local("in order"), this::hangUp);
      } else {
        goneWith(closure, this::kill);
      }
    }
  }

  /**
   * Ends the link with a last frame: the answer to the server's close frame, or a complaint.
   *
   * @param farewell sent if the link is open; given up in any case
   */
  void leave(LinkClosure closure, CloseWebSocketFrame farewell) {
    if (state == State.OPEN && channel != null) {
      Channel open = channel;
      goneWith(closure, () -> linger(open, farewell));
    } else {
      farewell.release();
      end(closure);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
  private void linger(Channel open, CloseWebSocketFrame farewell) {
    if (queuedBytes() > 0) {
      // The server does not read: nothing of ours can reach it in time, the messages before
      // neither.
      farewell.release();
      kill();
      return;
    }
    open.writeAndFlush(farewell);
    open.config().setAutoRead(true);
    EventLoop.Timer limit = loop.schedule(LINGER_NANOS, this::hangUp);
    open.closeFuture().addListener(future -> limit.cancel());
  }

  private void goneWith(LinkClosure closure, Runnable ending) {
    state = State.GONE;
    if (channel == null) {
      loop.forget(this);
    } else {
      channel.closeFuture().addListener(future -> loop.forget(this));
    }
    if (patience != null) {
      patience.cancel();
    }
    if (opening != null) {
      opening.cancel();
      opening = null;
    }
    // What was collected shares the fate of what is queued.
    handOver();
    ending.run();
    Runnable report = () -> listener.closed(closure);
    if (channel != null && queuedBytes() > 0) {
      // By io_uring a channel closes only when the kernel has let go of what it was writing; until
      // then the fate of these messages is open.
      channel.closeFuture().addListener(future -> loop.execute(report));
    } else {
      loop.execute(report);
    }
  }

  /** Closes TCP after TLS has said goodbye too, if it can do so at once. */
  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
  private void hangUp() {
    if (channel != null) {
      channel.close();
    }
    kill();
  }

  /** Closes TCP. From the pipeline's first handler on: TLS would wait for its own farewell. */
  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
  private void kill() {
    if (channel != null) {
      ChannelHandlerContext first = channel.pipeline().firstContext();
      if (first == null) {
        channel.close();
      } else {
        first.close();
      }
    }
  }
}
