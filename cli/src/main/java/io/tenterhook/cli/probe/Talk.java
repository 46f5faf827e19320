package io.tenterhook.cli.probe;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One WebSocket (RFC 6455), or the refusal of one.
 *
 * <pre>
 * FIN+opcode  MASK+length  [length: 2 or 8 bytes]  [mask: 4 bytes]  payload
 * </pre>
 */
final class Talk implements Closeable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int CONTINUATION = 0;
  private static final int MAX_MESSAGE = 1 << 20;

  private final Line line;
  private final Answer answer;
  private final boolean accepted;

  /**
   * @param accepted whether the answer fits the question
   */
  Talk(Line line, Answer answer, boolean accepted) {
    this.line = line;
    this.answer = answer;
    this.accepted = accepted;
  }

  /** What the server says. */
  static final class Message {
    private final int opcode;
    private final byte[] bytes;

    Message(int opcode, byte[] bytes) {
      this.opcode = opcode;
      this.bytes = bytes;
    }

    int opcode() {
      return opcode;
    }

    byte[] bytes() {
      return bytes;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The code of a close frame; 1005 if it has none. */
    int closeCode() {
      return bytes.length < 2 ? 1005 : ByteBuffer.wrap(bytes).getShort() & 0xffff;
    }
  }

  Answer answer() {
    return answer;
  }

  boolean isOpen() {
    return answer.status() == 101 && accepted;
  }

  void send(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param payload fewer than 65,536 bytes
   */
  void send(int opcode, byte[] payload) throws IOException {
    boolean small = payload.length < 126;
    ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
    frame.put((byte) (0x80 | opcode));
    if (small) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i & 3]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    line.send(bytes);
  }

  /** The next text, binary or close; pings are answered meanwhile. */
  Message next() throws IOException {
    while (true) {
      Message message = any();
      if (message.opcode() == PING) {
        send(PONG, message.bytes());
      } else if (message.opcode() != PONG) {
        return message;
      }
    }
  }

  /** The next message of whatever kind. */
  Message any() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int kind = CONTINUATION;
    while (true) {
      int first = octet();
      int opcode = first & 0x0f;
      byte[] payload = payload(octet());
      if (opcode >= CLOSE) {
        return new Message(opcode, payload);
      }
      kind = opcode == CONTINUATION ? kind : opcode;
      whole.write(payload);
      if (whole.size() > MAX_MESSAGE) {
        throw new IOException("a message of more than " + MAX_MESSAGE + " bytes");
      }
      if ((first & 0x80) != 0) {
        return new Message(kind, whole.toByteArray());
      }
    }
  }

  private byte[] payload(int second) throws IOException {
    long length = second & 0x7f;
    if (length >= 126) {
      int bytes = length == 126 ? 2 : 8;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | octet();
      }
    }
    if ((second & 0x80) != 0 || length < 0 || length > MAX_MESSAGE) {
      throw new IOException("a frame that is masked, or of " + length + " bytes");
    }
    InputStream in = line.in();
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new EOFException("the server closed the connection within a frame");
    }
    return payload;
  }

  private int octet() throws IOException {
    int octet = line.in().read();
    if (octet < 0) {
      throw new EOFException("the server closed the connection");
    }
    return octet;
  }

  @Override
  public void close() {
    line.close();
  }
}
