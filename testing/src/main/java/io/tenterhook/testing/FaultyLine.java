package io.tenterhook.testing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.tenterhook.testing.LineFaults.Rate;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A bad network: it holds back the bytes of one TCP connection, in both directions, and never
 * changes their order. It stands next to the socket, so that every protocol above it, HTTP and
 * WebSocket alike, meets the same network.
 *
 * <p>Used by the loop of its channel alone.
 */
final class FaultyLine extends ChannelDuplexHandler {
  /** What is held back in one direction before its sender is told to wait. */
  private static final long HIGH_WATER_BYTES = 256 << 10;

  private static final long LOW_WATER_BYTES = 128 << 10;

  /** The first of the flags that Netty leaves to handlers. */
  private static final int WRITABILITY_FLAG = 1;

  private final Timers timers;
  private final Channel channel;
  private final Direction toClient = new Direction();
  private final Direction fromClient = new Direction();
  private LineFaults faults = new LineFaults();
  private boolean stalled;
  private long stalledUntilNanos;
  private boolean pausedReading;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ChannelPromise closing;

  private record Held(ByteBuf bytes, @Nullable ChannelPromise promise, long arrivesNanos) {}

  /** What is held back one way. */
  private final class Direction {
    private final Deque<Held> queue = new ArrayDeque<>();
    private long bytes;
    private long lastArrivalNanos;
    private long freeAtNanos;
    private boolean timed;

    /** Nothing is held back. */
    boolean isStraight() {
      return queue.isEmpty() && !faults.areThere() && !stalled;
    }

    void add(ByteBuf message, @Nullable ChannelPromise promise) {
      long now = timers.nanoTime();
      long arrives = now + faults.nextDelayNanos();
      if (!queue.isEmpty()) {
        arrives = Math.max(arrives - now, lastArrivalNanos - now) + now;
      }
      lastArrivalNanos = arrives;
      bytes += message.readableBytes();
      queue.add(new Held(message, promise, arrives));
    }

    /** How long until the first in the queue is due; 0 or less if it is. */
    private long waitNanos(Held first, long now) {
      long wait = first.arrivesNanos() - now;
      if (freeAtNanos != 0) {
        wait = Math.max(wait, freeAtNanos - now);
      }
      return stalled ? Math.max(wait, stalledUntilNanos - now) : wait;
    }
  }

  private FaultyLine(Timers timers, Channel channel) {
    this.timers = timers;
    this.channel = channel;
  }

  /** The line of a channel; null if nothing was ever wrong with it. */
  static @Nullable FaultyLine of(Channel channel) {
    return channel.pipeline().get(FaultyLine.class);
  }

  private static FaultyLine make(Timers timers, Channel channel) {
    FaultyLine line = of(channel);
    if (line == null) {
      line = new FaultyLine(timers, channel);
      channel.pipeline().addFirst(line);
    }
    return line;
  }

  /** From now on {@code faults} are those of the channel. */
  static void shape(Timers timers, Channel channel, LineFaults faults) {
    if (faults.areThere() || of(channel) != null) {
      make(timers, channel).faults = faults;
    }
  }

  /** Nothing comes or goes for a time, and then all that was held back. */
  static FaultyLine stall(Timers timers, Channel channel, Duration time) {
    FaultyLine line = make(timers, channel);
    line.stalled = true;
    line.stalledUntilNanos = timers.nanoTime() + time.toNanos();
    line.after(time.toNanos(), line::move);
    return line;
  }

  /** What waits to be sent. */
  long queuedBytes() {
    return toClient.bytes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes && !toClient.isStraight()) {
      toClient.add(bytes, promise.unvoid());
    } else {
      var unused = context.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    moveOut(context);
    context.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && !fromClient.isStraight()) {
      fromClient.add(bytes, null);
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    moveIn(context);
    context.fireChannelReadComplete();
  }

  /** Moves what is due, in both directions. */
  private void move() {
    ChannelHandlerContext here = context;
    if (here == null || here.isRemoved()) {
      return;
    }
    if (!here.executor().inEventLoop()) {
      // A WebSocket has moved to the loop of its session since the timer was set.
      here.executor().execute(this::move);
      return;
    }
    if (stalled && stalledUntilNanos - timers.nanoTime() <= 0) {
      stalled = false;
    }
    moveOut(here);
    moveIn(here);
  }

  private void moveOut(ChannelHandlerContext here) {
    moveDue(toClient, faults.toClient, (part, promise) -> write(here, part, promise));
    ChannelPromise due = closing;
    if (due != null && toClient.queue.isEmpty()) {
      closing = null;
      var unused = here.close(due);
    }
  }

  private static void write(
      ChannelHandlerContext here, ByteBuf part, @Nullable ChannelPromise promise) {
    var unused = here.writeAndFlush(part, promise == null ? here.newPromise() : promise);
  }

  private void moveIn(ChannelHandlerContext here) {
    if (fromClient.queue.isEmpty()) {
      return;
    }
    moveDue(fromClient, faults.fromClient, (part, promise) -> here.fireChannelRead(part));
    here.fireChannelReadComplete();
  }

  private interface Delivery {
    void accept(ByteBuf part, @Nullable ChannelPromise promise);
  }

  private void moveDue(Direction way, @Nullable Rate rate, Delivery delivery) {
    Held first = way.queue.peek();
    while (first != null) {
      long now = timers.nanoTime();
      long wait = way.waitNanos(first, now);
      if (wait > 0) {
        if (!way.timed) {
          way.timed = true;
          after(
              wait,
              () -> {
                way.timed = false;
                move();
              });
        }
        break;
      }
      ByteBuf bytes = first.bytes();
      int chunk = rate == null ? bytes.readableBytes() : rate.chunkBytes();
      boolean whole = chunk >= bytes.readableBytes();
      way.bytes -= Math.min(chunk, bytes.readableBytes());
      way.freeAtNanos = rate == null ? 0 : now + rate.nanosPerChunk();
      if (whole) {
        way.queue.remove();
        delivery.accept(bytes, first.promise());
      } else {
        delivery.accept(bytes.readRetainedSlice(chunk), null);
      }
      first = way.queue.peek();
    }
    tellSenders();
  }

  /** More than a little held back: the server's side is told not to write, the client's waits. */
  private void tellSenders() {
    var outbound = channel.unsafe().outboundBuffer();
    if (outbound != null) {
      if (toClient.bytes > HIGH_WATER_BYTES) {
        outbound.setUserDefinedWritability(WRITABILITY_FLAG, false);
      } else if (toClient.bytes < LOW_WATER_BYTES) {
        outbound.setUserDefinedWritability(WRITABILITY_FLAG, true);
      }
    }
    if (fromClient.bytes > HIGH_WATER_BYTES) {
      pausedReading |= channel.config().isAutoRead();
      channel.config().setAutoRead(false);
    } else if (pausedReading && fromClient.bytes < LOW_WATER_BYTES) {
      pausedReading = false;
      channel.config().setAutoRead(true);
    }
  }

  private void after(long nanos, Runnable task) {
    var unused = timers.after(new NettyLoop(channel.eventLoop()), Duration.ofNanos(nanos), task);
  }

  /** An orderly end comes after what was written; a reset, and a second call, come at once. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    boolean reset = ((SocketChannel) channel).config().getSoLinger() == 0;
    if (toClient.queue.isEmpty() || reset || closing != null) {
      discard(toClient);
      ChannelPromise earlier = closing;
      closing = null;
      var unused = context.close(promise);
      if (earlier != null) {
        earlier.trySuccess();
      }
    } else {
      closing = promise;
    }
  }

  /** The end of the stream comes after what was read. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    discard(toClient);
    Held held;
    while ((held = fromClient.queue.poll()) != null) {
      context.fireChannelRead(held.bytes());
    }
    fromClient.bytes = 0;
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    discard(toClient);
    discard(fromClient);
  }

  /** What is under way to the client is lost. */
  void discardOutgoing() {
    discard(toClient);
  }

  private static void discard(Direction way) {
    Held held;
    while ((held = way.queue.poll()) != null) {
      held.bytes().release();
      if (held.promise() != null) {
        held.promise().tryFailure(new ClosedChannelException());
      }
    }
    way.bytes = 0;
  }
}
