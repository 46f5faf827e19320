package io.tenterhook.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;

/** Writes ticks as fast as the client reads: about 64 KiB of frames, made once, again and again. */
final class Flood implements Runnable {
  private static final int FRAMES = 600;
  private static final int BATCHES_PER_TURN = 16;
  private static final int TEXT = 0x81;

  private final Channel channel;
  private final ByteBuf batch;
  private final int frameBytes;
  private long remaining;

  Flood(Channel channel, long events) {
    this.channel = channel;
    this.remaining = events;
    byte[] tick = ("42[\"tick\"," + Script.ARGUMENT + "]").getBytes(StandardCharsets.US_ASCII);
    frameBytes = 2 + tick.length;
    batch = channel.alloc().directBuffer(FRAMES * frameBytes);
    for (int i = 0; i < FRAMES; i++) {
      batch.writeByte(TEXT).writeByte(tick.length).writeBytes(tick);
    }
  }

  /** Goes on until the channel is full; to be called again when it is not. */
  @Override
  public void run() {
    for (int turn = 0; turn < BATCHES_PER_TURN && remaining > 0 && channel.isWritable(); turn++) {
      int frames = (int) Math.min(remaining, FRAMES);
      remaining -= frames;
      // Decided beforehand: a write can end in another run from inside.
      boolean last = remaining == 0;
      var unused =
          channel.writeAndFlush(batch.retainedSlice(0, frames * frameBytes), channel.voidPromise());
      if (last) {
        batch.release();
        return;
      }
    }
    if (remaining > 0 && channel.isWritable()) {
      channel.eventLoop().execute(this);
    }
  }

  void stop() {
    if (remaining > 0) {
      remaining = 0;
      batch.release();
    }
  }
}
