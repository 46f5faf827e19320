package io.tenterhook.benchmarks.server;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes events at a steady rate, on a thread of its own: the loop's clock counts milliseconds, in
 * which fifty events would become one burst.
 */
final class Pace implements Runnable {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Channel channel;
  private final Batch batch;
  private final long events;
  private final long perSecond;

  Pace(Channel channel, Batch batch, long events, long perSecond) {
    this.channel = channel;
    this.batch = batch;
    this.events = events;
    this.perSecond = perSecond;
  }

  void start() {
    Thread thread = new Thread(this, "flood-pace");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    long sent = 0;
    while (sent < events && channel.isActive()) {
      long due = Math.min(events, (System.nanoTime() - start) * perSecond / SECOND_NANOS + 1);
      int frames = (int) Math.min(due - sent, batch.frames());
      if (frames > 0 && channel.isWritable()) {
        sent += frames;
        var unused = channel.writeAndFlush(batch.take(frames), channel.voidPromise());
      }
      LockSupport.parkNanos(SECOND_NANOS / perSecond);
    }
  }
}
