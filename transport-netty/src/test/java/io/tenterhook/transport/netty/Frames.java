package io.tenterhook.transport.netty;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** WebSocket frames, byte by byte, right and wrong ones (RFC 6455, 5.2). */
final class Frames {

  static final int FIN = 0x80;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private Frames() {}

  static byte[] text(String text) {
    return frame(FIN | TEXT, utf8(text));
  }

  static byte[] binary(byte... payload) {
    return frame(FIN | BINARY, payload);
  }

  static byte[] ping(String payload) {
    return frame(FIN | PING, utf8(payload));
  }

  static byte[] close(int code, String reason) {
    byte[] text = utf8(reason);
    return frame(
        FIN | CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /** An unmasked frame, as servers send it. */
  static byte[] frame(int firstByte, byte... payload) {
    byte[] head = head(firstByte, payload.length);
    return join(head, payload);
  }

  /** The first bytes of a frame that promises so much. */
  static byte[] head(int firstByte, long length) {
    ByteBuffer head = ByteBuffer.allocate(10).put((byte) firstByte);
    if (length < 126) {
      head.put((byte) length);
    } else if (length < 65_536) {
      head.put((byte) 126).putShort((short) length);
    } else {
      head.put((byte) 127).putLong(length);
    }
    return java.util.Arrays.copyOf(head.array(), head.position());
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A frame of the client's, unmasked. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Received(int firstByte, boolean masked, byte[] payload) {

    int opcode() {
      return firstByte & 0x0F;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int closeCode() {
      return payload.length == 0 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }
  }

  /** Reads one frame, null at the end of the stream. */
  static @Nullable Received read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int second = in.readUnsignedByte();
    long length = second & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    boolean masked = (second & 0x80) != 0;
    byte[] mask = masked ? in.readNBytes(4) : new byte[4];
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new EOFException("Frame of " + length + " bytes ended after " + payload.length);
    }
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Received(first, masked, payload);
  }
}
