package io.tenterhook.protocol.socketio;

import io.tenterhook.protocol.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wire format of Socket.IO packets. Both sides must use the same; the handshake does not tell.
 *
 * <p>Whatever the format, all above it sees arguments as JSON with placeholders, and attachments
 * beside it: see {@link Placeholder}. What holds for packets in every format is in {@link
 * PacketRules}, which decoders share.
 *
 * <p>A parser has no state and is safe for threads; what a connection has half read is in its
 * {@link Decoder}.
 */
public interface Parser {
  /**
   * The default format: JSON in text messages, attachments in binary messages behind. Socket.IO v5,
   * "Packet encoding".
   *
   * @return the parser
   */
  static Parser json() {
    return JsonParser.INSTANCE;
  }

  /**
   * Makes what reads the packets of one connection.
   *
   * @param limits what it accepts at most
   * @return a new decoder
   */
  Decoder decoder(DecoderLimits limits);

  /**
   * Says in which kind of message a packet is sent.
   *
   * @return true for binary; false for text, which starts with the {@code '4'} of an Engine.IO
   *     message
   */
  boolean binary();

  /**
   * How many bytes any header for a namespace may need.
   *
   * @param namespace the namespace
   * @return bytes to leave free in front of the payload
   */
  int headroom(Namespace namespace);

  /**
   * How many bytes the header of an EVENT that asks for no ack may need.
   *
   * @param namespace the namespace
   * @return bytes to leave free in front of its payload, not more than {@link #headroom}
   */
  default int headroomWithoutAck(Namespace namespace) {
    return headroom(namespace);
  }

  /**
   * How many bytes a header for a namespace has without an ack id and attachments.
   *
   * @param namespace the namespace
   * @return what a message is larger than its payload
   */
  int headerBytes(Namespace namespace);

  /**
   * Writes the arguments of an EVENT or ACK as the format has them. Called before the packet has an
   * ack id, on the thread of whoever sends it.
   *
   * @param json holds a valid array; is not changed
   * @param start where it starts
   * @param end where it ends
   * @param attachments what its placeholders stand for
   * @param headroom how many bytes to leave free in front
   * @return the headroom and then the payload with the attachments in it; null if the JSON itself
   *     is sent, and the attachments in messages of their own
   * @throws IllegalArgumentException if the format cannot say this
   */
  byte @Nullable [] payload(
      byte[] json, int start, int end, List<byte[]> attachments, int headroom);

  /**
   * Writes the header of an EVENT in front of its payload.
   *
   * @param frame holds the payload, with {@link #headroom} bytes in front of it, or without an ack
   *     id {@link #headroomWithoutAck}
   * @param payloadStart where the payload starts
   * @param namespace the namespace
   * @param ackId the id under which an answer is expected, or -1
   * @param attachments how many binary messages will follow
   * @return where the packet starts
   */
  int eventHeader(byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments);

  /**
   * Writes the header of an ACK in front of its payload.
   *
   * @param frame holds the payload, with {@link #headroom} bytes in front of it
   * @param payloadStart where the payload starts
   * @param namespace the namespace
   * @param ackId the id of the event that is answered
   * @param attachments how many binary messages will follow
   * @return where the packet starts
   */
  int ackHeader(byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments);

  /**
   * A client's CONNECT, and a server's answer to it.
   *
   * @param namespace the namespace
   * @param json a JSON object, or null for no payload
   * @return a new array
   * @throws IllegalArgumentException if the format cannot say this
   */
  byte[] connect(Namespace namespace, byte @Nullable [] json);

  /**
   * A server's refusal of a CONNECT.
   *
   * @param namespace the namespace
   * @param json a JSON object
   * @return a new array
   * @throws IllegalArgumentException if the format cannot say this
   */
  byte[] connectError(Namespace namespace, byte[] json);

  /**
   * A DISCONNECT.
   *
   * @param namespace the namespace
   * @return a new array
   */
  byte[] disconnect(Namespace namespace);

  /**
   * Reads the packets of one connection. One thread. After a {@link ProtocolException} it must not
   * be used again: its connection is over.
   */
  interface Decoder {
    /**
     * Takes the content of a text message, without the Engine.IO type.
     *
     * @param array holds the content; belongs to the packet from now on
     * @param start where the content starts
     * @param end where the content ends
     * @return the packet, or null while more messages belong to it
     * @throws ProtocolException if the content breaks any rule of the format
     */
    @Nullable Packet text(byte[] array, int start, int end);

    /**
     * Takes a binary message.
     *
     * @param message belongs to the packet from now on
     * @return the packet, or null while more messages belong to it
     * @throws ProtocolException if the content breaks any rule of the format
     */
    @Nullable Packet binary(byte[] message);
  }
}
