package io.tenterhook.protocol.engineio;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import java.util.Arrays;

/**
 * One Engine.IO packet: a packet of a polling payload or one WebSocket message. Equal when type,
 * kind and the bytes of the data are.
 *
 * @param type the type; binary is always {@link EnginePacketType#MESSAGE}
 * @param array holds the data; shared, not copied
 * @param start where the data starts, after the type's digit
 * @param end where the data ends
 * @param binary whether the data is an attachment, not text
 */
@SuppressWarnings("ArrayRecordComponent") // a range must not be copied; equals compares content
public record EnginePacket(
    EnginePacketType type, byte[] array, int start, int end, boolean binary) {

  /**
   * Reads a text packet: {@code <type>[<data>]}.
   *
   * @param array holds the packet; the result refers to it
   * @param start the index of the type's digit
   * @param end where the packet ends
   * @return the packet
   */
  public static EnginePacket text(byte[] array, int start, int end) {
    if (start >= end) {
      throw new ProtocolException(
          ProtocolRule.EMPTY_PACKET, "expected a packet type, found nothing");
    }
    return new EnginePacket(EnginePacketType.of(array[start]), array, start + 1, end, false);
  }

  /**
   * A binary packet, as in one binary WebSocket message.
   *
   * @param data the message; the result refers to it
   * @return the packet
   */
  public static EnginePacket binary(byte[] data) {
    return new EnginePacket(EnginePacketType.MESSAGE, data, 0, data.length, true);
  }

  /**
   * The size of the data.
   *
   * @return bytes, without the type's digit
   */
  public int length() {
    return end - start;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EnginePacket that
        && type == that.type
        && binary == that.binary
        && Arrays.equals(array, start, end, that.array, that.start, that.end);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + length();
  }

  @Override
  public String toString() {
    return type + (binary ? "[binary, " : "[") + length() + " bytes]";
  }
}
