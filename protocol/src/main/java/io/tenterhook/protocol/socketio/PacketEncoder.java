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

  private PacketEncoder() {}

  /**
   * How many bytes any header for a namespace may need.
   *
   * @param namespace the namespace
   * @return bytes to leave free in front of the payload
   */
  public static int headroom(Namespace namespace) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the header of an EVENT, or with attachments of a BINARY_EVENT.
   *
   * @param frame holds the payload, with {@link #headroom} bytes in front of it
   * @param payloadStart where the payload starts
   * @param namespace the namespace
   * @param ackId the id under which an answer is expected, or -1
   * @param attachments how many binary messages will follow
   * @return where the packet starts
   */
  public static int eventHeader(
      byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /**
   * A CONNECT: the client's request or the server's answer.
   *
   * @param namespace the namespace
   * @param json a JSON object, or null for no payload
   * @return a new array
   */
  public static byte[] connect(Namespace namespace, byte @Nullable [] json) {
    throw new UnsupportedOperationException();
  }

  /**
   * A CONNECT_ERROR.
   *
   * @param namespace the namespace
   * @param json a JSON object
   * @return a new array
   */
  public static byte[] connectError(Namespace namespace, byte[] json) {
    throw new UnsupportedOperationException();
  }

  /**
   * A DISCONNECT.
   *
   * @param namespace the namespace
   * @return a new array
   */
  public static byte[] disconnect(Namespace namespace) {
    throw new UnsupportedOperationException();
  }
}
