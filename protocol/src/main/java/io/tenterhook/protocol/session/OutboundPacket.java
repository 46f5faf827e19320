package io.tenterhook.protocol.session;

import io.tenterhook.protocol.engineio.PollingPayload;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.util.List;

/**
 * An EVENT on its way out: its payload, with room in front for the header. In the JSON format:
 *
 * <pre>
 * array  | headroom … | ["name",arg,…]  | unused |
 *                       ^ payloadStart    ^ end
 * </pre>
 *
 * <p>The headroom is at least {@link Parser#headroom}; what the payload looks like in another
 * format, {@link Parser#payload} tells. Callers extend the class by what they must know when its
 * fate is reported. Made on any thread, then owned by the session's.
 */
public abstract class OutboundPacket {
  final Namespace namespace;
  final byte[] array;
  final int payloadStart;
  final int end;
  final List<byte[]> attachments;
  final Delivery delivery;

  /**
   * Makes a packet; all arrays are given away.
   *
   * @param namespace where to
   * @param array headroom and payload
   * @param payloadStart index of the payload's first byte
   * @param end index after its last byte
   * @param attachments that are sent in messages of their own, in the order of their placeholders'
   *     numbers
   * @param delivery what shall become of it
   */
  protected OutboundPacket(
      Namespace namespace,
      byte[] array,
      int payloadStart,
      int end,
      List<byte[]> attachments,
      Delivery delivery) {
    this.namespace = namespace;
    this.array = array;
    this.payloadStart = payloadStart;
    this.end = end;
    this.attachments = attachments;
    this.delivery = delivery;
  }

  /**
   * Where the packet goes.
   *
   * @return its namespace
   */
  public final Namespace namespace() {
    return namespace;
  }

  /**
   * Whether the server is asked for an ack.
   *
   * @return true if {@link SessionOutput#acked} or {@link SessionOutput#failed} will follow
   */
  public final boolean wantsAck() {
    return delivery.ackTimeoutNanos() > 0;
  }

  /**
   * How long the ack is awaited.
   *
   * @return nanoseconds; 0 if none is wanted
   */
  public final long ackTimeoutNanos() {
    return delivery.ackTimeoutNanos();
  }

  /**
   * The largest of the messages that the packet is sent in.
   *
   * @param parser the wire format
   * @param polling whether attachments go as base64, which counts (Engine.IO v4, "HTTP
   *     long-polling")
   * @return bytes, an ack id not counted
   */
  public final long largestMessageBytes(Parser parser, boolean polling) {
    long largest = (long) parser.headerBytes(namespace) + end - payloadStart;
    // By index, here and below: an iterator for each packet would be made for nothing.
    for (int i = 0; i < attachments.size(); i++) {
      int bytes = attachments.get(i).length;
      largest = Math.max(largest, polling ? PollingPayload.binaryLength(bytes) : bytes);
    }
    return largest;
  }

  /**
   * What the packet occupies, for limits on queues.
   *
   * @return bytes of payload and attachments
   */
  public final long sizeBytes() {
    long size = (long) end - payloadStart;
    for (int i = 0; i < attachments.size(); i++) {
      size += attachments.get(i).length;
    }
    return size;
  }
}
