package io.tenterhook.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Frames of one kind of event, made once for all connections.
 *
 * @param bytes never written to and never released again
 * @param frames how many events that is
 */
record Batch(ByteBuf bytes, int frames) {
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  /** Of small events, to make about 64 KiB. */
  private static final int SMALL_FRAMES = 600;

  private static final Batch TICKS = ofText("tick", Script.ARGUMENT, SMALL_FRAMES);
  private static final Batch ORDERS = ofText("order", Script.ARGUMENT, SMALL_FRAMES);
  private static final Batch LONGS =
      ofText(
          "long",
          "["
              + (Script.ARGUMENT + ",").repeat(Script.LONG_BYTES / (Script.ARGUMENT.length() + 1))
              + "0]",
          1);
  private static final Batch BLOBS = ofBlob();

  static Batch of(String event) {
    return switch (event) {
      case "tick" -> TICKS;
      case "order" -> ORDERS;
      case "long" -> LONGS;
      case "blob" -> BLOBS;
      default -> throw new IllegalArgumentException("no flood of " + event);
    };
  }

  private static Batch ofText(String event, String argument, int frames) {
    byte[] packet = ("42[\"" + event + "\"," + argument + "]").getBytes(StandardCharsets.US_ASCII);
    ByteBuf bytes = Unpooled.directBuffer();
    for (int i = 0; i < frames; i++) {
      frame(bytes, TEXT, packet);
    }
    return new Batch(bytes, frames);
  }

  private static Batch ofBlob() {
    ByteBuf bytes = Unpooled.directBuffer();
    frame(bytes, TEXT, Script.BLOB.getBytes(StandardCharsets.US_ASCII));
    frame(bytes, BINARY, new byte[Script.BLOB_BYTES]);
    return new Batch(bytes, 1);
  }

  /** RFC 6455, 5.2: the length in 7 bits, or in 2 bytes, or in 8. */
  private static void frame(ByteBuf into, int type, byte[] payload) {
    into.writeByte(type);
    if (payload.length < TWO_BYTES) {
      into.writeByte(payload.length);
    } else if (payload.length < 1 << 16) {
      into.writeByte(TWO_BYTES).writeShort(payload.length);
    } else {
      into.writeByte(EIGHT_BYTES).writeLong(payload.length);
    }
    into.writeBytes(payload);
  }

  /** The first so many frames, to be written once. */
  ByteBuf take(int count) {
    return bytes.retainedSlice(0, bytes.readableBytes() / frames * count);
  }
}
