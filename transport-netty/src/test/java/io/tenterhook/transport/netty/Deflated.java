package io.tenterhook.transport.netty;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A server's own permessage-deflate: raw DEFLATE without its last four bytes (RFC 7692, 7.2). */
final class Deflated {

  /** The first byte of a compressed frame, besides opcode and FIN. */
  static final int RSV1 = 0x40;

  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
  private final Inflater inflater = new Inflater(true);

  /** Compresses with what was compressed before in its window. */
  byte[] deflate(byte[] payload) {
    if (payload.length == 0) {
      return new byte[] {0};
    }
    byte[] flushed = flush(payload);
    return Arrays.copyOf(flushed, flushed.length - TAIL.length);
  }

  /** The same with the tail, as it ends a fragment that is not the last. */
  byte[] flush(byte[] payload) {
    byte[] room = new byte[payload.length + payload.length / 1_000 + 100];
    deflater.setInput(payload);
    return Arrays.copyOf(room, deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH));
  }

  byte[] inflate(byte[] payload, int length) throws DataFormatException {
    byte[] inflated = new byte[length];
    inflater.setInput(Frames.join(payload, TAIL));
    return Arrays.copyOf(inflated, inflater.inflate(inflated));
  }

  void forget() {
    deflater.reset();
    inflater.reset();
  }
}
