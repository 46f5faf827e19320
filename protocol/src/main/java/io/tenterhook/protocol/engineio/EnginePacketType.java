package io.tenterhook.protocol.engineio;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;

/** The type of an Engine.IO packet, on the wire one ASCII digit. Engine.IO v4, "Protocol". */
public enum EnginePacketType {
  /** The server's handshake. */
  OPEN('0'),
  /** The transport can be closed. */
  CLOSE('1'),
  /** The server's heartbeat; a client sends it only as the probe of an upgrade. */
  PING('2'),
  /** The answer to a ping. */
  PONG('3'),
  /** Carries a Socket.IO packet. */
  MESSAGE('4'),
  /** Ends a successful upgrade. */
  UPGRADE('5'),
  /** Frees a waiting poll during an upgrade. */
  NOOP('6');

  /** Declared in the order of their digits. */
  private static final EnginePacketType[] BY_CODE = values();

  private final byte code;

  EnginePacketType(char code) {
    this.code = (byte) code;
  }

  /**
   * The type's digit.
   *
   * @return {@code '0'} to {@code '6'}
   */
  public byte code() {
    return code;
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
