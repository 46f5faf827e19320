package io.tenterhook.protocol.socketio;

import org.jspecify.annotations.Nullable;

/**
 * Writes Socket.IO packets, each with the {@code '4'} of the Engine.IO message around it. Socket.IO
 * v5, "Packet encoding".
 *
 * <p>The header of an event or ack is written right-aligned in front of a payload that is already
 * there, so that a packet is one contiguous array:
 *
 * <pre>
 *   | headroom          | payload       |
 *   |      42/chat,7    | ["hi",…]      |
 *          ^ returned     ^ payloadStart
 * </pre>
 */
public final class PacketEncoder {
  /** The largest ack id, 2^53-1: what JavaScript counts to exactly. */
  public static final long MAX_ACK_ID = (1L << 53) - 1;

  /** No count of attachments has more digits. */
  private static final int MAX_COUNT_DIGITS = 10;

  private static final int MAX_ID_DIGITS = 16;

  private static final byte[] NO_JSON = {};

  private PacketEncoder() {}

  /**
   * How many bytes any header for a namespace may need.
   *
   * @param namespace the namespace
   * @return bytes to leave free in front of the payload
   */
  public static int headroom(Namespace namespace) {
    return headroomWithoutAck(namespace) + MAX_ID_DIGITS;
  }

  /**
   * How many bytes a header without an ack id may need.
   *
   * @param namespace the namespace
   * @return bytes to leave free in front of the payload
   */
  public static int headroomWithoutAck(Namespace namespace) {
    return 2 + MAX_COUNT_DIGITS + 1 + namespace.wireLength();
  }

  /**
   * Writes the header of an EVENT, or with attachments of a BINARY_EVENT.
   *
   * @param frame holds the payload, with {@link #headroom} bytes in front of it, or without an ack
   *     id {@link #headroomWithoutAck}
   * @param payloadStart where the payload starts
   * @param namespace the namespace
   * @param ackId the id under which an answer is expected, or -1
   * @param attachments how many binary messages will follow
   * @return where the packet starts
   */
  public static int eventHeader(
      byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments) {
    if (ackId < -1) {
      throw invalidAckId(ackId, "-1 (none)");
    }
    return header(frame, payloadStart, '2', namespace, ackId, attachments);
  }

  /**
   * Writes the header of an ACK, or with attachments of a BINARY_ACK.
   *
   * @param frame holds the payload, with {@link #headroom} bytes in front of it
   * @param payloadStart where the payload starts
   * @param namespace the namespace
   * @param ackId the id of the event that is answered
   * @param attachments how many binary messages will follow
   * @return where the packet starts
   */
  public static int ackHeader(
      byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments) {
    if (ackId < 0) {
      throw invalidAckId(ackId, "0");
    }
    return header(frame, payloadStart, '3', namespace, ackId, attachments);
  }

  /**
   * A CONNECT: the client's request or the server's answer.
   *
   * @param namespace the namespace
   * @param json a JSON object, or null for no payload
   * @return a new array
   */
  public static byte[] connect(Namespace namespace, byte @Nullable [] json) {
    return packet('0', namespace, json == null ? NO_JSON : json);
  }

  /**
   * A CONNECT_ERROR.
   *
   * @param namespace the namespace
   * @param json a JSON object
   * @return a new array
   */
  public static byte[] connectError(Namespace namespace, byte[] json) {
    return packet('4', namespace, json);
  }

  /**
   * A DISCONNECT.
   *
   * @param namespace the namespace
   * @return a new array
   */
  public static byte[] disconnect(Namespace namespace) {
    return packet('1', namespace, NO_JSON);
  }

  private static int header(
      byte[] frame, int payloadStart, char type, Namespace namespace, long id, int attachments) {
    if (id > MAX_ACK_ID) {
      throw invalidAckId(id, "0");
    }
    if (attachments < 0) {
      throw new IllegalArgumentException("attachments is " + attachments + ", must be 0 or more");
    }
    int at = payloadStart;
    if (id >= 0) {
      at = writeDigits(frame, at, id);
    }
    at -= namespace.wireLength();
    namespace.writeTo(frame, at);
    if (attachments > 0) {
      frame[--at] = '-';
      at = writeDigits(frame, at, attachments);
    }
    // BINARY_EVENT and BINARY_ACK are three above EVENT and ACK.
    frame[--at] = (byte) (attachments > 0 ? type + 3 : type);
    frame[--at] = '4';
    return at;
  }

  /** Writes a number so that it ends before {@code end}; returns where it starts. */
  private static int writeDigits(byte[] frame, int end, long number) {
    int at = end;
    long rest = number;
    do {
      frame[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return at;
  }

  private static byte[] packet(char type, Namespace namespace, byte[] json) {
    byte[] packet = new byte[2 + namespace.wireLength() + json.length];
    packet[0] = '4';
    packet[1] = (byte) type;
    int at = namespace.writeTo(packet, 2);
    System.arraycopy(json, 0, packet, at, json.length);
    return packet;
  }

  private static IllegalArgumentException invalidAckId(long id, String least) {
    return new IllegalArgumentException(
        "ackId is " + id + ", must be from " + least + " to " + MAX_ACK_ID + " (2^53-1)");
  }
}
