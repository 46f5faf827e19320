package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.ProtocolException.unexpected;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.json.JsonScanner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the packets of every wire format, and the limits: the decoder of each {@link
 * Parser} has its packets made here, from JSON that it has validated or written itself.
 */
public final class PacketRules {
  private final DecoderLimits limits;

  /**
   * Rules with limits.
   *
   * @param limits what is accepted at most
   */
  public PacketRules(DecoderLimits limits) {
    this.limits = limits;
  }

  /**
   * The limits.
   *
   * @return what is accepted at most
   */
  public DecoderLimits limits() {
    return limits;
  }

  /**
   * Makes a CONNECT.
   *
   * @param namespace the namespace
   * @param payload must be an object, if there is one
   * @return the packet
   */
  public Packet connect(Namespace namespace, @Nullable JsonRange payload) {
    if (payload != null && first(payload) != '{') {
      throw invalid(ProtocolRule.INVALID_CONNECT_PAYLOAD, "an object", payload);
    }
    return new Packet.Connect(namespace, payload);
  }

  /**
   * Makes a CONNECT_ERROR.
   *
   * @param namespace the namespace
   * @param payload must be an object or a string, if there is one
   * @return the packet
   */
  public Packet connectError(Namespace namespace, @Nullable JsonRange payload) {
    if (payload != null && first(payload) != '{' && first(payload) != '"') {
      throw invalid(ProtocolRule.INVALID_CONNECT_ERROR_PAYLOAD, "an object or a string", payload);
    }
    return new Packet.ConnectError(namespace, payload);
  }

  /**
   * Makes an EVENT.
   *
   * @param namespace the namespace
   * @param ackId the id that the answer must carry, or -1
   * @param array holds the payload; belongs to the packet from now on
   * @param start the index of the payload's opening bracket
   * @param end the index just after its closing bracket
   * @param attachments what the payload's placeholders refer to; unmodifiable
   * @return the packet
   */
  public Packet event(
      Namespace namespace, long ackId, byte[] array, int start, int end, List<byte[]> attachments) {
    int name = JsonScanner.skipWhitespace(array, start + 1, end);
    byte first = array[name];
    if (first != '"' && first != '-' && (first < '0' || first > '9')) {
      throw unexpected(
          ProtocolRule.INVALID_EVENT_PAYLOAD,
          "a string or a number as the event's name",
          array,
          name,
          end);
    }
    int nameEnd = JsonScanner.skipValue(array, name, end, 0);
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
        namespace, ackId, array, start, end, name, nameEnd, escaped, attachments);
  }

  /**
   * Makes an ACK.
   *
   * @param namespace the namespace
   * @param id the id of the event that is answered
   * @param array holds the payload; belongs to the packet from now on
   * @param start the index of the payload's opening bracket
   * @param end the index just after its closing bracket
   * @param attachments what the payload's placeholders refer to; unmodifiable
   * @return the packet
   */
  public Packet ack(
      Namespace namespace, long id, byte[] array, int start, int end, List<byte[]> attachments) {
    return new Packet.Ack(namespace, id, array, start, end, attachments);
  }

  /**
   * Checks that a packet of a type that has no ack id has none.
   *
   * @param ackId the id, or -1
   * @param type the digit of the packet's type
   */
  public void refuseAckId(long ackId, int type) {
    if (ackId >= 0) {
      throw new ProtocolException(
          ProtocolRule.UNEXPECTED_ACK_ID,
          "expected no ack id in a packet of type " + (char) type + ", found " + ackId);
    }
  }

  /**
   * Checks that an ACK has an ack id.
   *
   * @param ackId the id, or -1
   */
  public void requireAckId(long ackId) {
    if (ackId < 0) {
      throw new ProtocolException(
          ProtocolRule.MISSING_ACK_ID, "expected an ack id in an ACK, found none");
    }
  }

  /**
   * Checks an ack id that is there.
   *
   * @param ackId the id
   */
  public void checkAckId(long ackId) {
    if (ackId < 0 || ackId > PacketEncoder.MAX_ACK_ID) {
      throw new ProtocolException(
          ProtocolRule.ACK_ID_OUT_OF_RANGE,
          "expected an ack id from 0 to " + PacketEncoder.MAX_ACK_ID + ", found " + ackId);
    }
  }

  /**
   * Checks how many attachments a packet has.
   *
   * @param count how many there are, or will be
   */
  public void checkAttachmentCount(int count) {
    if (count > limits.maxAttachments()) {
      throw new ProtocolException(
          ProtocolRule.TOO_MANY_ATTACHMENTS,
          "expected at most " + limits.maxAttachments() + " attachments, found " + count);
    }
  }

  /**
   * Checks how large the attachments of a packet are together.
   *
   * @param bytes the sum so far
   */
  public void checkAttachmentBytes(long bytes) {
    if (bytes > limits.maxAttachmentBytes()) {
      throw new ProtocolException(
          ProtocolRule.ATTACHMENTS_TOO_LARGE,
          "expected at most "
              + limits.maxAttachmentBytes()
              + " bytes of attachments, found "
              + bytes
              + " or more");
    }
  }

  private static byte first(JsonRange payload) {
    return payload.array()[payload.start()];
  }

  private static ProtocolException invalid(ProtocolRule rule, String expected, JsonRange payload) {
    return unexpected(rule, expected, payload.array(), payload.start(), payload.end());
  }
}
