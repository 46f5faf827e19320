package io.tenterhook.benchmarks.server;

import io.netty.channel.Channel;

/** Writes events of one kind as fast as the client reads. On the loop. */
final class Flood implements Runnable {
  private static final int BATCHES_PER_TURN = 16;

  private final Channel channel;
  private final Batch batch;
  private long remaining;

  Flood(Channel channel, Batch batch, long events) {
    this.channel = channel;
    this.batch = batch;
    this.remaining = events;
  }

  /** Goes on until the channel is full; to be called again when it is not. */
  @Override
  public void run() {
    for (int turn = 0; turn < BATCHES_PER_TURN && remaining > 0 && channel.isWritable(); turn++) {
      int frames = (int) Math.min(remaining, batch.frames());
      // Counted beforehand: a write can end in another run from inside.
      remaining -= frames;
      var unused = channel.writeAndFlush(batch.take(frames), channel.voidPromise());
    }
    if (remaining > 0 && channel.isWritable()) {
      channel.eventLoop().execute(this);
    }
  }

  void stop() {
    remaining = 0;
  }
}
