package io.tenterhook.protocol.engineio;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;

/** The type of an Engine.IO packet, on the wire one ASCII digit. Engine.IO v4, "Protocol". */
public enum EnginePacketType {
  /** The server's handshake. */
  OPEN,
  /** The transport can be closed. */
  CLOSE,
  /** The server's heartbeat; a client sends it only as the probe of an upgrade. */
  PING,
  /** The answer to a ping. */
  PONG,
  /** Carries a Socket.IO packet. */
  MESSAGE,
  /** Ends a successful upgrade. */
  UPGRADE,
  /** Frees a waiting poll during an upgrade. */
  NOOP;

  private static final EnginePacketType[] BY_CODE = values();

  /**
   * The type's digit.
   *
   * @return {@code '0'} to {@code '6'}
   */
  public byte code() {
    return (byte) ('0' + ordinal());
  }

  /**
   * The type with a digit.
   *
   * @param code the first byte of a packet
   * @return its type
   * @throws ProtocolException UNKNOWN_ENGINE_PACKET if {@code code} is not a digit from 0 to 6
   */
  public static EnginePacketType of(byte code) {
    int index = code - '0';
    if (index < 0 || index >= BY_CODE.length) {
      throw ProtocolException.unexpected(
          ProtocolRule.UNKNOWN_ENGINE_PACKET, "a packet type from 0 to 6", new byte[] {code}, 0, 1);
    }
    return BY_CODE[index];
  }
}
