package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.ProtocolException.unexpected;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.json.JsonScanner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the Socket.IO packets of one connection and puts binary ones together again. Socket.IO
 * v5, "Packet encoding".
 *
 * <pre>
 *   &lt;type&gt;[&lt;attachments&gt;-][&lt;namespace&gt;,][&lt;ack id&gt;][&lt;JSON&gt;]
 *
 *   2["hi"]     51-/chat,7["file",{"_placeholder":true,"num":0}]  + one binary message
 * </pre>
 *
 * <p>All of the JSON is validated here, so that nobody behind has to expect less. It follows the
 * header at once: JavaScript counts white space there to the ack id, so that {@code 2 ["hi"]} would
 * mean one thing there and another here. White space after it is accepted.
 *
 * <p>One thread. After a {@link ProtocolException} the decoder must not be used again: its
 * connection is over.
 */
public final class PacketDecoder {
  private final DecoderLimits limits;
  private final PacketHeader header;

  // The binary packet that is under way. It sees the list, and gets out when the list is full.
  private @Nullable Packet incomplete;
  private List<byte[]> received = List.of();
  private int due;
  private long bytesLeft;

  /**
   * A decoder for a new connection.
   *
   * @param limits what is accepted at most
   */
  public PacketDecoder(DecoderLimits limits) {
    this.limits = limits;
    this.header = new PacketHeader(limits.maxAttachments());
  }

  /**
   * Takes the content of an Engine.IO message packet, without its type.
   *
   * @param array holds the content; belongs to the packet from now on
   * @param start where the content starts
   * @param end where the content ends
   * @return the packet, or null while attachments are still due
   * @throws ProtocolException if the content breaks any rule of the format
   */
  public @Nullable Packet text(byte[] array, int start, int end) {
    if (incomplete != null) {
      throw unexpected(
          ProtocolRule.TEXT_BETWEEN_ATTACHMENTS, due + " more attachments", array, start, end);
    }
    header.read(array, start, end);
    return switch (header.type) {
      case '0' -> connect(array, end);
      case '1' -> disconnect(array, end);
      case '2' -> event(array, end, List.of());
      case '3' -> ack(array, end, List.of());
      case '4' -> connectError(array, end);
      case '5' -> await(event(array, end, expectAttachments()));
      default -> await(ack(array, end, expectAttachments()));
    };
  }

  /**
   * Takes an attachment.
   *
   * @param attachment belongs to the packet from now on
   * @return the packet, or null while further attachments are due
   * @throws ProtocolException UNEXPECTED_BINARY or ATTACHMENTS_TOO_LARGE
   */
  public @Nullable Packet binary(byte[] attachment) {
    Packet packet = incomplete;
    if (packet == null) {
      throw new ProtocolException(
          ProtocolRule.UNEXPECTED_BINARY,
          "expected no binary message without a binary packet in front, found one of "
              + attachment.length
              + " bytes");
    }
    bytesLeft -= attachment.length;
    if (bytesLeft < 0) {
      throw new ProtocolException(
          ProtocolRule.ATTACHMENTS_TOO_LARGE,
          "expected at most "
              + limits.maxAttachmentBytes()
              + " bytes of attachments, found "
              + (limits.maxAttachmentBytes() - bytesLeft)
              + " with "
              + due
              + " attachments still due or in hand");
    }
    received.add(attachment);
    if (--due > 0) {
      return null;
    }
    incomplete = null;
    received = List.of();
    return packet;
  }

  /**
   * Says whether a packet is still incomplete.
   *
   * @return whether the next message must be binary
   */
  public boolean awaitsAttachments() {
    return incomplete != null;
  }

  private Packet connect(byte[] array, int end) {
    refuseAckId(array, end);
    JsonRange payload = payload(array, end);
    if (payload != null && array[payload.start()] != '{') {
      throw unexpected(
          ProtocolRule.INVALID_CONNECT_PAYLOAD, "an object", array, payload.start(), end);
    }
    return new Packet.Connect(header.namespace, payload);
  }

  private Packet connectError(byte[] array, int end) {
    refuseAckId(array, end);
    JsonRange payload = payload(array, end);
    if (payload != null && array[payload.start()] != '{' && array[payload.start()] != '"') {
      throw unexpected(
          ProtocolRule.INVALID_CONNECT_ERROR_PAYLOAD,
          "an object or a string",
          array,
          payload.start(),
          end);
    }
    return new Packet.ConnectError(header.namespace, payload);
  }

  private Packet disconnect(byte[] array, int end) {
    refuseAckId(array, end);
    if (header.payloadStart < end) {
      throw unexpected(
          ProtocolRule.INVALID_DISCONNECT_PAYLOAD, "no payload", array, header.payloadStart, end);
    }
    return new Packet.Disconnect(header.namespace);
  }

  private Packet event(byte[] array, int end, List<byte[]> attachments) {
    int start = arrayStart(ProtocolRule.INVALID_EVENT_PAYLOAD, array, end);
    int after = arrayEnd(array, start, end);
    int name = JsonScanner.skipWhitespace(array, start + 1, after);
    byte first = array[name];
    if (first != '"' && first != '-' && (first < '0' || first > '9')) {
      throw unexpected(
          ProtocolRule.INVALID_EVENT_PAYLOAD,
          "a string or a number as the event's name",
          array,
          name,
          end);
    }
    int nameEnd = JsonScanner.skipValue(array, name, after, 0);
    int nameBytes = first == '"' ? nameEnd - name - 2 : nameEnd - name;
    if (nameBytes > limits.maxEventNameBytes()) {
      throw new ProtocolException(
          ProtocolRule.EVENT_NAME_TOO_LONG,
          "expected a name of at most "
              + limits.maxEventNameBytes()
              + " bytes, found "
              + nameBytes);
    }
    boolean escaped = JsonScanner.hasEscapes(array, name, nameEnd);
    if (first == '"' && ReservedEvents.contains(array, name, nameEnd, escaped)) {
      throw unexpected(
          ProtocolRule.RESERVED_EVENT, "no name of a life-cycle event", array, name, nameEnd);
    }
    return new Packet.Event(
        header.namespace, header.ackId, array, start, after, name, nameEnd, escaped, attachments);
  }

  private Packet ack(byte[] array, int end, List<byte[]> attachments) {
    if (header.ackId < 0) {
      throw unexpected(ProtocolRule.MISSING_ACK_ID, "an ack id", array, header.payloadStart, end);
    }
    int start = arrayStart(ProtocolRule.INVALID_ACK_PAYLOAD, array, end);
    int after = arrayEnd(array, start, end);
    return new Packet.Ack(header.namespace, header.ackId, array, start, after, attachments);
  }

  private int arrayStart(ProtocolRule rule, byte[] array, int end) {
    int start = header.payloadStart;
    if (start == end || array[start] != '[') {
      throw unexpected(rule, "an array", array, start, end);
    }
    return start;
  }

  private int arrayEnd(byte[] array, int start, int end) {
    int after = JsonScanner.skipValue(array, start, end, limits.maxJsonDepth());
    refuseTrailing(array, after, end);
    if (header.type >= '5') {
      Placeholder.checkAll(array, start, after, header.attachments);
    }
    return after;
  }

  private @Nullable JsonRange payload(byte[] array, int end) {
    int start = header.payloadStart;
    if (start == end) {
      return null;
    }
    int after = JsonScanner.skipValue(array, start, end, limits.maxJsonDepth());
    refuseTrailing(array, after, end);
    return new JsonRange(array, start, after);
  }

  private void refuseAckId(byte[] array, int end) {
    if (header.ackId >= 0) {
      throw unexpected(
          ProtocolRule.UNEXPECTED_ACK_ID,
          "no ack id " + header.ackId + " in a packet of type " + (char) header.type,
          array,
          header.payloadStart,
          end);
    }
  }

  private static void refuseTrailing(byte[] array, int after, int end) {
    int trailing = JsonScanner.skipWhitespace(array, after, end);
    if (trailing < end) {
      throw unexpected(
          ProtocolRule.INVALID_JSON, "nothing after the payload", array, trailing, end);
    }
  }

  /** The list that the attachments of the packet in the header will go to. */
  private List<byte[]> expectAttachments() {
    due = header.attachments;
    bytesLeft = limits.maxAttachmentBytes();
    if (due == 0) {
      return List.of();
    }
    received = new ArrayList<>(due);
    return Collections.unmodifiableList(received);
  }

  private @Nullable Packet await(Packet packet) {
    if (due == 0) {
      return packet;
    }
    incomplete = packet;
    return null;
  }
}
