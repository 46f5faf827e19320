package io.tenterhook.transport.netty;

import static io.tenterhook.transport.netty.FrameException.violation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server's frames in what is read, wherever the reads cut them. Without extensions. RFC
 * 6455, 5.2.
 *
 * <pre>
 *   FIN RSV1-3 opcode | 0 length   | payload         up to 125 bytes
 *   FIN RSV1-3 opcode | 0 126 | length, 2 bytes | payload      up to 65,535
 *   FIN RSV1-3 opcode | 0 127 | length, 8 bytes | payload
 * </pre>
 *
 * Beside Netty's decoder because of what that costs: an event of 100 bytes took a third less CPU
 * time, and 36 bytes less, when its frame was found here.
 *
 * <p>Pure; one thread. After a {@link FrameException} or a close frame it ignores whatever comes.
 */
final class FrameDecoder {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int LENGTH = 0x7F;
  private static final int TWO_BYTES_MORE = 126;
  private static final int EIGHT_BYTES_MORE = 127;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MAX_HEAD_BYTES = 10;
  private static final byte[] NONE = {};

  /** Takes the frames. */
  interface Receiver {
    /**
     * One whole frame, its place among the fragments of a message checked.
     *
     * @param opcode one of the six above
     * @param last whether it ends a message
     * @param payload a right-sized array that belongs to the receiver
     */
    void frame(int opcode, boolean last, byte[] payload);
  }

  private final int maxPayloadBytes;
  private final Receiver receiver;

  /** Of a head that a read has cut; made when one is. */
  private byte[] head = NONE;

  private int headBytes;

  // The frame whose payload is being read.
  private int opcode;
  private boolean last;
  private byte @Nullable [] payload;
  private int payloadBytes;

  private boolean inMessage;
  private boolean over;

  FrameDecoder(int maxPayloadBytes, Receiver receiver) {
    this.maxPayloadBytes = maxPayloadBytes;
    this.receiver = receiver;
  }

  /**
   * Takes what was read; keeps nothing of the array.
   *
   * @throws FrameException if it breaks a rule or exceeds the limit; what came before it has been
   *     received
   */
  void read(byte[] bytes, int start, int end) {
    int at = start;
    try {
      while (at < end && !over) {
        at = payload == null ? readHead(bytes, at, end) : readPayload(payload, bytes, at, end);
      }
    } catch (FrameException refused) {
      over = true;
      throw refused;
    }
  }

  private int readHead(byte[] bytes, int start, int end) {
    if (headBytes == 0 && end - start >= MAX_HEAD_BYTES) {
      check(bytes[start], bytes[start + 1]);
      return begin(lengthOf(bytes, start), bytes, start + sizeOfHead(bytes[start + 1]), end);
    }
    // Byte by byte where a read ends, so that no frame waits for more than its own bytes.
    if (head.length == 0) {
      head = new byte[MAX_HEAD_BYTES];
    }
    head[headBytes++] = bytes[start];
    if (headBytes == 2) {
      check(head[0], head[1]);
    }
    if (headBytes < 2 || headBytes < sizeOfHead(head[1])) {
      return start + 1;
    }
    headBytes = 0;
    return begin(lengthOf(head, 0), bytes, start + 1, end);
  }

  private static int sizeOfHead(byte second) {
    return switch (second & LENGTH) {
      case TWO_BYTES_MORE -> 4;
      case EIGHT_BYTES_MORE -> MAX_HEAD_BYTES;
      default -> 2;
    };
  }

  private void check(byte first, byte second) {
    if ((first & RESERVED) != 0) {
      throw violation("reserved bits " + ((first & RESERVED) >> 4) + " without an extension");
    }
    if (second < 0) {
      throw violation("a server's frame that is masked");
    }
    opcode = first & OPCODE;
    last = (first & FIN) != 0;
    if ((opcode & CONTROL) != 0) {
      checkControl(second);
    } else if (opcode > BINARY) {
      throw violation("unknown opcode " + opcode);
    } else if (inMessage != (opcode == CONTINUATION)) {
      throw violation(
          inMessage ? "a message inside the fragments of another" : "a continuation of nothing");
    } else {
      inMessage = !last;
    }
  }

  private void checkControl(int length) {
    if (opcode > PONG) {
      throw violation("unknown opcode " + opcode);
    }
    if (!last) {
      throw violation("a control frame in fragments");
    }
    if (length > MAX_CONTROL_BYTES) {
      throw violation("a control frame of more than " + MAX_CONTROL_BYTES + " bytes");
    }
  }

  private int lengthOf(byte[] frame, int start) {
    int length = frame[start + 1] & LENGTH;
    return length < TWO_BYTES_MORE ? checked(length, 0) : longLengthOf(frame, start, length);
  }

  private int longLengthOf(byte[] frame, int start, int form) {
    int size = form == TWO_BYTES_MORE ? 2 : 8;
    long length = 0;
    for (int i = 0; i < size; i++) {
      length = (length << 8) | (frame[start + 2 + i] & 0xFF);
    }
    return checked(length, size == 2 ? TWO_BYTES_MORE : 1 << 16);
  }

  /** Before anything of the payload is awaited. */
  private int checked(long length, int least) {
    if (length < least) {
      throw violation(
          length < 0 ? "a length above 2^63" : "a length that is not in its shortest form");
    }
    // The limit is for messages; control frames have their own.
    if (length > maxPayloadBytes && (opcode & CONTROL) == 0) {
      throw FrameException.tooLarge("one frame has " + Excerpt.bytes(length));
    }
    return (int) length;
  }

  /** Nearly all frames are in one read: their payload is copied once, into its own array. */
  private int begin(int length, byte[] bytes, int start, int end) {
    if (length <= end - start) {
      deliver(Arrays.copyOfRange(bytes, start, start + length));
      return start + length;
    }
    // All of it at once, though it may never come: the server can have us hold as much by sending
    // all but the last byte, and what grows is copied again and again.
    byte[] begun = new byte[length];
    payload = begun;
    payloadBytes = 0;
    return readPayload(begun, bytes, start, end);
  }

  private int readPayload(byte[] begun, byte[] bytes, int start, int end) {
    int more = Math.min(end - start, begun.length - payloadBytes);
    System.arraycopy(bytes, start, begun, payloadBytes, more);
    payloadBytes += more;
    if (payloadBytes == begun.length) {
      payload = null;
      deliver(begun);
    }
    return start + more;
  }

  private void deliver(byte[] whole) {
    over = opcode == CLOSE;
    receiver.frame(opcode, last, whole);
  }
}
