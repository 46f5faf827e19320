package io.tenterhook.protocol;

/**
 * A rule of the protocols that a peer can break.
 *
 * <p>Some are the specifications' own, some are limits of ours that stand where the specifications
 * are silent; {@link #source()} tells which.
 */
public enum ProtocolRule {
  /** An Engine.IO packet has at least its type: an empty text message or polling packet is none. */
  EMPTY_PACKET("Engine.IO v4, \"Protocol\""),
  /** The type of an Engine.IO packet is one of the digits 0 to 6. */
  UNKNOWN_ENGINE_PACKET("Engine.IO v4, \"Protocol\""),
  /** An Engine.IO packet comes only in the states, and in the direction, that allow its type. */
  UNEXPECTED_ENGINE_PACKET("Engine.IO v4, \"Protocol\""),
  /** The open packet carries a session id and sane heartbeat intervals. */
  INVALID_HANDSHAKE("Engine.IO v4, \"Handshake\""),
  /** The peer speaks version 4 of Engine.IO, not 3. */
  ENGINE_IO_3("Engine.IO v4, \"From v3 to v4\""),
  /** Binary in a polling payload is {@code b} and then padded base64 without line breaks. */
  INVALID_BASE64("Engine.IO v4, \"HTTP long-polling\""),
  /** A polling payload holds no more packets than our limit. */
  TOO_MANY_PACKETS_IN_PAYLOAD("Tenterhook limit: packets per polling payload"),

  /** A payload is one JSON value, and nothing but it. */
  INVALID_JSON("RFC 8259"),
  /** Text is well-formed UTF-8. */
  INVALID_UTF8("RFC 3629"),
  /** JSON is nested no deeper than our limit. */
  JSON_TOO_DEEP("Tenterhook limit: JSON depth"),

  /** A Socket.IO packet has at least its type. */
  EMPTY_MESSAGE("Socket.IO v5, \"Format\""),
  /** The type of a Socket.IO packet is one of the digits 0 to 6. */
  UNKNOWN_PACKET_TYPE("Socket.IO v5, \"Exchange protocol\""),
  /** The name of a namespace is well-formed text without control characters. */
  INVALID_NAMESPACE("Socket.IO v5, \"Format\""),
  /** An ack id is at most 2^53-1, the largest integer that JavaScript counts to exactly. */
  ACK_ID_OUT_OF_RANGE("Socket.IO v5, \"Acknowledgement\""),
  /** An ACK says which event it answers. */
  MISSING_ACK_ID("Socket.IO v5, \"Acknowledgement\""),
  /** Only an EVENT asks for an acknowledgement and only an ACK gives one. */
  UNEXPECTED_ACK_ID("Socket.IO v5, \"Acknowledgement\""),
  /** The payload of an EVENT is a non-empty array that starts with the event's name. */
  INVALID_EVENT_PAYLOAD("Socket.IO v5, \"Sending and receiving data\""),
  /** The payload of an ACK is an array. */
  INVALID_ACK_PAYLOAD("Socket.IO v5, \"Acknowledgement\""),
  /** The payload of a CONNECT is an object, or there is none. */
  INVALID_CONNECT_PAYLOAD("Socket.IO v5, \"Connection to a namespace\""),
  /**
   * The payload of a CONNECT_ERROR is an object, or a string as version 4 had it, or there is none.
   */
  INVALID_CONNECT_ERROR_PAYLOAD("Socket.IO v5, \"Connection to a namespace\""),
  /** A DISCONNECT has no payload. */
  INVALID_DISCONNECT_PAYLOAD("Socket.IO v5, \"Disconnection from a namespace\""),
  /** The answer to CONNECT carries the socket's id; one without comes from Socket.IO 2. */
  CONNECT_WITHOUT_SID("Socket.IO v5, \"Connection to a namespace\""),
  /** A CONNECT is answered once. */
  SECOND_CONNECT("Socket.IO v5, \"Connection to a namespace\""),
  /** A CONNECT that was accepted is not refused afterwards. */
  CONNECT_ERROR_AFTER_CONNECT("Socket.IO v5, \"Connection to a namespace\""),
  /** Events that come before the CONNECT answer are held up to our limit. */
  EARLY_EVENTS_TOO_LARGE("Tenterhook limit: bytes of early events"),
  /** The names of life-cycle events never travel on the wire. */
  RESERVED_EVENT("socket.io-parser, RESERVED_EVENTS"),
  /** The name of an event is no longer than our limit. */
  EVENT_NAME_TOO_LONG("Tenterhook limit: event name bytes"),

  /** A binary packet says in decimal digits, then {@code -}, how many attachments follow. */
  INVALID_ATTACHMENT_COUNT("Socket.IO v5, \"Format\""),
  /** A packet has no more attachments than our limit. */
  TOO_MANY_ATTACHMENTS("Tenterhook limit: attachments per packet"),
  /** The attachments of a packet are, in sum, no larger than our limit. */
  ATTACHMENTS_TOO_LARGE("Tenterhook limit: attachment bytes per packet"),
  /** A placeholder in a binary packet names an attachment that the packet has. */
  INVALID_PLACEHOLDER("Socket.IO v5, \"Format\""),
  /** Attachments follow their packet at once, with no other Socket.IO packet between. */
  TEXT_BETWEEN_ATTACHMENTS("Socket.IO v5, \"Format\""),
  /** Binary comes only after a packet that announced it. */
  UNEXPECTED_BINARY("Socket.IO v5, \"Format\""),

  /** Packets of a binary parser come in binary messages. */
  UNEXPECTED_TEXT("socket.io-msgpack-parser, Encoder"),
  /** A MessagePack packet is one well-formed value, and nothing but it; keys are strings. */
  INVALID_MESSAGE_PACK("MessagePack specification"),
  /** Extensions are those with which the reference encoder writes JavaScript's own types. */
  UNKNOWN_EXTENSION("notepack.io, \"Custom types\""),
  /** A number is neither infinite nor NaN: JSON cannot say it. */
  NUMBER_NOT_FINITE("RFC 8259, \"Numbers\""),
  /** A MessagePack packet is a map with type and nsp, perhaps data, id and options, each once. */
  INVALID_PACKET_FIELD("socket.io-msgpack-parser, checkPacket");

  private final String source;

  ProtocolRule(String source) {
    this.source = source;
  }

  /**
   * Where the rule is written.
   *
   * @return the specification and its section, or the name of our limit
   */
  public String source() {
    return source;
  }
}
