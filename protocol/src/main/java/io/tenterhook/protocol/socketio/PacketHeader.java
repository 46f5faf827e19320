package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.ProtocolException.unexpected;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;

/**
 * What stands in front of the JSON of a packet: {@code <type>[<attachments>-][<namespace>,][<ack
 * id>]}. Socket.IO v5, "Format".
 *
 * <p>One object per decoder, read into again for each packet, so that a header costs no allocation.
 */
final class PacketHeader {
  /** Far above any sensible limit, and no overflow: more digits are refused unread. */
  private static final int MAX_COUNT_DIGITS = 9;

  private final NamespaceCache namespaces = new NamespaceCache();
  private final PacketRules rules;

  /** The type's digit. */
  byte type;

  /** How many attachments are announced; 0 for types that have none. */
  int attachments;

  Namespace namespace = Namespace.ROOT;

  /** The ack id, or -1. */
  long ackId;

  /** Where the JSON starts; the end if there is none. */
  int payloadStart;

  PacketHeader(PacketRules rules) {
    this.rules = rules;
  }

  void read(byte[] array, int start, int end) {
    if (start >= end) {
      throw new ProtocolException(
          ProtocolRule.EMPTY_MESSAGE, "expected a packet type, found nothing");
    }
    type = array[start];
    if (type < '0' || type > '6') {
      throw unexpected(
          ProtocolRule.UNKNOWN_PACKET_TYPE, "a packet type from 0 to 6", array, start, end);
    }
    int at = start + 1;
    attachments = 0;
    if (type >= '5') {
      at = readAttachments(array, at, end);
    }
    at = readNamespace(array, at, end);
    payloadStart = readAckId(array, at, end);
  }

  private int readAttachments(byte[] array, int start, int end) {
    int at = start;
    while (at < end && isDigit(array[at]) && at - start < MAX_COUNT_DIGITS) {
      attachments = attachments * 10 + array[at] - '0';
      at++;
    }
    if (at == start || at == end || array[at] != '-') {
      throw unexpected(
          ProtocolRule.INVALID_ATTACHMENT_COUNT,
          "1 to " + MAX_COUNT_DIGITS + " digits and '-'",
          array,
          start,
          end);
    }
    rules.checkAttachmentCount(attachments);
    return at + 1;
  }

  private int readNamespace(byte[] array, int start, int end) {
    if (start == end || array[start] != '/') {
      namespace = Namespace.ROOT;
      return start;
    }
    int comma = start;
    while (comma < end && array[comma] != ',') {
      comma++;
    }
    namespace = namespaces.resolve(array, start, comma);
    return Math.min(comma + 1, end);
  }

  private int readAckId(byte[] array, int start, int end) {
    ackId = -1;
    int at = start;
    long id = 0;
    while (at < end && isDigit(array[at])) {
      id = id * 10 + array[at] - '0';
      if (id > PacketEncoder.MAX_ACK_ID) {
        throw unexpected(
            ProtocolRule.ACK_ID_OUT_OF_RANGE,
            "an ack id up to " + PacketEncoder.MAX_ACK_ID,
            array,
            start,
            end);
      }
      at++;
    }
    if (at > start) {
      ackId = id;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
