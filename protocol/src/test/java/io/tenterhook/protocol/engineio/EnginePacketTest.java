package io.tenterhook.protocol.engineio;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePacketTest {
  /** Engine.IO v4, "Protocol": the list of packet types. */
  @ParameterizedTest
  @CsvSource({
    "0,OPEN",
    "1,CLOSE",
    "2,PING",
    "3,PONG",
    "4,MESSAGE",
    "5,UPGRADE",
    "6,NOOP",
  })
  void hasTheTypesOfTheSpecification(char code, EnginePacketType type) {
    assertThat(EnginePacketType.of((byte) code)).isEqualTo(type);
    assertThat(type.code()).isEqualTo((byte) code);
  }

  @ParameterizedTest
  @EnumSource(EnginePacketType.class)
  void findsEveryTypeByItsCode(EnginePacketType type) {
    assertThat(EnginePacketType.of(type.code())).isEqualTo(type);
  }

  @Test
  void refusesEveryOtherFirstByte() {
    for (int code = Byte.MIN_VALUE; code <= Byte.MAX_VALUE; code++) {
      byte other = (byte) code;
      if (other < '0' || other > '6') {
        assertThat(brokenRule(() -> EnginePacketType.of(other)))
            .isEqualTo(ProtocolRule.UNKNOWN_ENGINE_PACKET);
      }
    }
  }

  /** Engine.IO v4, "WebSocket", "Heartbeat", "Upgrade". */
  @ParameterizedTest
  @CsvSource({
    "4hello,MESSAGE,hello",
    "2,PING,''",
    "3,PONG,''",
    "2probe,PING,probe",
    "3probe,PONG,probe",
    "5,UPGRADE,''",
    "6,NOOP,''",
    "1,CLOSE,''",
  })
  void readsTheExamplesOfTheSpecification(String wire, EnginePacketType type, String data) {
    EnginePacket packet = EnginePacket.text(utf8(wire), 0, wire.length());

    assertThat(packet.type()).isEqualTo(type);
    assertThat(Wire.text(packet.array(), packet.start(), packet.end())).isEqualTo(data);
    assertThat(packet.binary()).isFalse();
  }

  @Test
  void takesABinaryMessageAsItIs() {
    EnginePacket packet = EnginePacket.binary(new byte[] {1, 2, 3, 4});

    assertThat(packet.type()).isEqualTo(EnginePacketType.MESSAGE);
    assertThat(packet.binary()).isTrue();
    assertThat(packet.length()).isEqualTo(4);
  }

  @Test
  void refusesAnEmptyTextMessage() {
    assertThat(brokenRule(() -> EnginePacket.text(utf8("4"), 1, 1)))
        .isEqualTo(ProtocolRule.EMPTY_PACKET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "b", "x", "-", " 4", "\u0664"})
  void refusesAnUnknownType(String wire) {
    assertThat(brokenRule(() -> EnginePacket.text(utf8(wire), 0, utf8(wire).length)))
        .isEqualTo(ProtocolRule.UNKNOWN_ENGINE_PACKET);
  }

  @Test
  void isEqualByContent() {
    EnginePacket packet = EnginePacket.text(utf8("4hi"), 0, 3);

    assertThat(packet)
        .isEqualTo(EnginePacket.text(utf8("xx4hi"), 2, 5))
        .hasSameHashCodeAs(EnginePacket.text(utf8("xx4hi"), 2, 5))
        .isNotEqualTo(EnginePacket.text(utf8("4ho"), 0, 3))
        .isNotEqualTo(EnginePacket.text(utf8("2hi"), 0, 3))
        .isNotEqualTo(EnginePacket.binary(utf8("hi")));
  }

  @Test
  void keepsItsDataOutOfLogs() {
    assertThat(EnginePacket.text(utf8("4secret"), 0, 7)).hasToString("MESSAGE[6 bytes]");
    assertThat(EnginePacket.binary(new byte[3])).hasToString("MESSAGE[binary, 3 bytes]");
  }
}
