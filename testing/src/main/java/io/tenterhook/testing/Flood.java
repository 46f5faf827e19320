package io.tenterhook.testing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;

/**
 * Writes one text packet many times, as fast as the client reads and not faster.
 *
 * <p>The frame is made once, by hand, and repeated in a batch of about 64 KiB, which is written
 * again and again without a copy: Netty's frame encoder costs more for each frame than the whole
 * journey of a small event may take. Used by the loop of the channel alone.
 */
final class Flood implements Runnable {
  /** The first bytes of final frames. */
  static final byte TEXT = (byte) 0x81;

  static final byte BINARY = (byte) 0x82;

  private static final int BATCH_BYTES = 64 << 10;

  /** Batches after which other connections of the loop have their turn. */
  private static final int BATCHES_PER_TURN = 16;

  private final Channel channel;
  private final CompletableFuture<Void> done;
  private final int frameBytes;
  private final int framesPerBatch;
  private final ByteBuf batch;
  private long remaining;
  private boolean over;

  Flood(Channel channel, OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    this.channel = channel;
    this.remaining = times;
    this.done = done;
    byte[] header = header(TEXT, packet.length());
    frameBytes = header.length + packet.length();
    framesPerBatch = (int) Math.max(1, Math.min(times, BATCH_BYTES / frameBytes));
    batch = channel.alloc().buffer(frameBytes * framesPerBatch);
    for (int i = 0; i < framesPerBatch; i++) {
      batch.writeBytes(header).writeBytes(packet.array(), packet.start(), packet.length());
    }
  }

  /**
   * The header of one final, unmasked frame. RFC 6455, section 5.2.
   *
   * <pre>
   *   81 | 7 bits of length                      up to 125; 82 for binary
   *   81 | 7E | length, 2 bytes, big endian      up to 65535
   *   81 | 7F | length, 8 bytes, big endian
   * </pre>
   */
  static byte[] header(byte first, int length) {
    if (length < 126) {
      return new byte[] {first, (byte) length};
    }
    if (length < 1 << 16) {
      return new byte[] {first, 126, (byte) (length >> 8), (byte) length};
    }
    return new byte[] {
      first,
      127,
      0,
      0,
      0,
      0,
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }

  boolean isOver() {
    return over;
  }

  /** Goes on until the channel is full; to be called again when it is not. */
  @Override
  public void run() {
    if (over) {
      return;
    }
    for (int turn = 0; turn < BATCHES_PER_TURN && remaining > 0 && channel.isWritable(); turn++) {
      int frames = (int) Math.min(remaining, framesPerBatch);
      remaining -= frames;
      var unused =
          channel.writeAndFlush(batch.retainedSlice(0, frames * frameBytes), channel.voidPromise());
    }
    if (remaining == 0) {
      over = true;
      batch.release();
      done.complete(null);
    } else if (channel.isWritable()) {
      channel.eventLoop().execute(this);
    }
  }

  /** The connection is over: the rest is not written. */
  void stop() {
    if (!over) {
      over = true;
      batch.release();
      done.completeExceptionally(
          new PeerGoneException(
              "a flood with " + remaining + " events to go", DisconnectReason.TRANSPORT_CLOSE));
    }
  }
}
