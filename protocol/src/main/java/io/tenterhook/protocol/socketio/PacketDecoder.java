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
public final class PacketDecoder implements Parser.Decoder {
  private final PacketRules rules;
  private final PacketHeader header;

  // The binary packet that is under way. It sees the list, and gets out when the list is full.
  private @Nullable Packet incomplete;
  private List<byte[]> received = List.of();
  private int due;
  private long bytes;

  /**
   * A decoder for a new connection.
   *
   * @param limits what is accepted at most
   */
  public PacketDecoder(DecoderLimits limits) {
    this.rules = new PacketRules(limits);
    this.header = new PacketHeader(rules);
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
  @Override
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
  @Override
  public @Nullable Packet binary(byte[] attachment) {
    Packet packet = incomplete;
    if (packet == null) {
      throw new ProtocolException(
          ProtocolRule.UNEXPECTED_BINARY,
          "expected no binary message without a binary packet in front, found one of "
              + attachment.length
              + " bytes; does the server use another parser?");
    }
    bytes += attachment.length;
    rules.checkAttachmentBytes(bytes);
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
    rules.refuseAckId(header.ackId, header.type);
    return rules.connect(header.namespace, payload(array, end));
  }

  private Packet connectError(byte[] array, int end) {
    rules.refuseAckId(header.ackId, header.type);
    return rules.connectError(header.namespace, payload(array, end));
  }

  private Packet disconnect(byte[] array, int end) {
    rules.refuseAckId(header.ackId, header.type);
    if (header.payloadStart < end) {
      throw unexpected(
          ProtocolRule.INVALID_DISCONNECT_PAYLOAD, "no payload", array, header.payloadStart, end);
    }
    return new Packet.Disconnect(header.namespace);
  }

  private Packet event(byte[] array, int end, List<byte[]> attachments) {
    int start = arrayStart(ProtocolRule.INVALID_EVENT_PAYLOAD, array, end);
    int after = arrayEnd(array, start, end);
    return rules.event(header.namespace, header.ackId, array, start, after, attachments);
  }

  private Packet ack(byte[] array, int end, List<byte[]> attachments) {
    rules.requireAckId(header.ackId);
    int start = arrayStart(ProtocolRule.INVALID_ACK_PAYLOAD, array, end);
    int after = arrayEnd(array, start, end);
    return rules.ack(header.namespace, header.ackId, array, start, after, attachments);
  }

  private int arrayStart(ProtocolRule rule, byte[] array, int end) {
    int start = header.payloadStart;
    if (start == end || array[start] != '[') {
      throw unexpected(rule, "an array", array, start, end);
    }
    return start;
  }

  private int arrayEnd(byte[] array, int start, int end) {
    int after = JsonScanner.skipValue(array, start, end, rules.limits().maxJsonDepth());
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
    int after = JsonScanner.skipValue(array, start, end, rules.limits().maxJsonDepth());
    refuseTrailing(array, after, end);
    return new JsonRange(array, start, after);
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
    bytes = 0;
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
