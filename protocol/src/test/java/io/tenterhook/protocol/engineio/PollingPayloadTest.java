package io.tenterhook.protocol.engineio;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.hex;
import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.Wire;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingPayloadTest {
  private static final int MAX_PACKETS = 1_000;

  /** Engine.IO v4, "Packet encoding", "HTTP long-polling", first example. */
  @Test
  void readsAndWritesTextPackets() {
    List<EnginePacket> packets = List.of(text("4hello"), text("2"), text("4world"));

    assertThat(decode(utf8("4hello\u001e2\u001e4world"))).isEqualTo(packets);
    assertThat(PollingPayload.encode(packets)).isEqualTo(utf8("4hello\u001e2\u001e4world"));
  }

  /** Engine.IO v4, "Packet encoding", "HTTP long-polling", second example. */
  @Test
  void readsAndWritesBinaryPackets() {
    List<EnginePacket> packets = List.of(text("4hello"), EnginePacket.binary(hex("01020304")));

    assertThat(decode(utf8("4hello\u001ebAQIDBA=="))).isEqualTo(packets);
    assertThat(PollingPayload.encode(packets)).isEqualTo(utf8("4hello\u001ebAQIDBA=="));
  }

  /** Socket.IO v5, "Sample session", request 5. */
  @Test
  void readsTheSampleSession() {
    assertThat(decode(utf8("42[\"hello\"]\u001e42[\"world\"]")))
        .containsExactly(text("42[\"hello\"]"), text("42[\"world\"]"));
  }

  @Test
  void readsPacketsThatFollowTheOpenPacket() {
    assertThat(decode(utf8("0{\"sid\":\"a\"}\u001e40\u001e1")))
        .containsExactly(text("0{\"sid\":\"a\"}"), text("40"), text("1"));
  }

  @Test
  void readsARangeOfTheBodyOnly() {
    byte[] body = utf8("xx42\u001ebAQ==yy");
    List<EnginePacket> packets = new ArrayList<>();

    PollingPayload.decode(body, 2, body.length - 2, 2, packets::add);

    assertThat(packets).containsExactly(text("42"), EnginePacket.binary(new byte[] {1}));
  }

  @Test
  void readsAnEmptyAttachment() {
    assertThat(decode(utf8("b"))).containsExactly(EnginePacket.binary(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001e", "42\u001e", "\u001e42", "42\u001e\u001e42"})
  void refusesEmptyPackets(String body) {
    assertThat(brokenRule(() -> decode(utf8(body)))).isEqualTo(ProtocolRule.EMPTY_PACKET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bA",
        "bAQ",
        "bAQ=",
        "bAQI",
        "bAQID=",
        "bAQ==AQ==",
        "bAQID\nBAU",
        "bAQ\r\n",
        "b====",
        "b=",
        "bAQ-_",
        "bAQ.=",
        "bAQ==\n",
        "b QID",
        "bAQé=",
        "bA===",
        "b=AQI"
      })
  void refusesLooseBase64(String body) {
    assertThat(brokenRule(() -> decode(utf8(body)))).isEqualTo(ProtocolRule.INVALID_BASE64);
  }

  @Test
  void refusesUnknownTypes() {
    assertThat(brokenRule(() -> decode(utf8("42\u001e9"))))
        .isEqualTo(ProtocolRule.UNKNOWN_ENGINE_PACKET);
  }

  @Test
  void acceptsAsManyPacketsAsTheLimitAndNoMore() {
    List<EnginePacket> packets = new ArrayList<>();
    byte[] body = utf8("6" + "\u001e6".repeat(4));

    PollingPayload.decode(body, 0, body.length, 5, packets::add);

    assertThat(packets).hasSize(5);
    packets.clear();
    assertThat(brokenRule(() -> PollingPayload.decode(body, 0, body.length, 4, packets::add)))
        .isEqualTo(ProtocolRule.TOO_MANY_PACKETS_IN_PAYLOAD);
    assertThat(packets).hasSize(4);
  }

  @Test
  void recognisesEngineIo3() {
    byte[] text = utf8("96:0{\"sid\":\"a\",\"upgrades\":[],\"pingInterval\":25000}2:40");
    byte[] binary = hex("00 09 06 ff 30 7b 22");

    assertThat(catchThrowable(() -> decode(text)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("ENGINE_IO_3")
        .hasMessageContaining("server speaks Engine.IO 3 (Socket.IO 2.x)?");
    assertThat(brokenRule(() -> decode(binary))).isEqualTo(ProtocolRule.ENGINE_IO_3);
  }

  @Test
  void takesNoMessageOfVersion4ForEngineIo3() {
    assertThat(decode(utf8("4:1"))).containsExactly(text("4:1"));
    assertThat(decode(utf8("42:"))).containsExactly(text("42:"));
  }

  @Test
  void refusesToWriteTextThatWouldFallApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PollingPayload.encode(List.of(text("4a\u001eb"))))
        .withMessageContaining("0x1E");
  }

  @Test
  void refusesToWriteNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> PollingPayload.encode(List.of()));
  }

  @Test
  void countsBase64GrowthInBytes() {
    assertThat(PollingPayload.encodedLength(text("4é"))).isEqualTo(3);
    assertThat(PollingPayload.encodedLength(EnginePacket.binary(new byte[0]))).isEqualTo(1);
    assertThat(PollingPayload.encodedLength(EnginePacket.binary(new byte[1]))).isEqualTo(5);
    assertThat(PollingPayload.encodedLength(EnginePacket.binary(new byte[3]))).isEqualTo(5);
    assertThat(PollingPayload.encodedLength(EnginePacket.binary(new byte[4]))).isEqualTo(9);
  }

  @Test
  void readsWhatItWrites() {
    Random random = new Random(Wire.seed());
    for (int round = 0; round < 20_000; round++) {
      List<EnginePacket> packets = packets(random);
      byte[] body = PollingPayload.encode(packets);
      long counted = packets.stream().mapToLong(PollingPayload::encodedLength).sum();

      assertThat(decode(body)).as("seed %d, round %d", Wire.seed(), round).isEqualTo(packets);
      assertThat(body).hasSize((int) counted + packets.size() - 1);
    }
  }

  @Test
  void anySplitIntoPayloadsGivesTheSamePackets() {
    Random random = new Random(Wire.seed());
    for (int round = 0; round < 2_000; round++) {
      List<EnginePacket> packets = packets(random);
      for (int split = 1; split < packets.size(); split++) {
        List<EnginePacket> decoded = decode(PollingPayload.encode(packets.subList(0, split)));
        decoded.addAll(decode(PollingPayload.encode(packets.subList(split, packets.size()))));
        assertThat(decoded).as("seed %d, round %d", Wire.seed(), round).isEqualTo(packets);
      }
    }
  }

  @Test
  void randomBytesBreakARuleOrAreRead() {
    Random random = new Random(Wire.seed());
    byte[][] words = {
      hex("1e"),
      hex("1e"),
      utf8("4"),
      utf8("2probe"),
      utf8("b"),
      utf8("AQID"),
      utf8("=="),
      hex("00"),
      utf8("96:0{"),
      hex("ff"),
      utf8("42[\"a\"]"),
      utf8("0{}")
    };
    int read = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] body = Wire.noise(random, words);
      try {
        decode(body);
        read++;
      } catch (ProtocolException expected) {
        assertThat(expected.getMessage()).hasSizeLessThan(500);
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + Wire.seed() + ", round " + round + ": " + HexFormat.of().formatHex(body), e);
      }
    }
    assertThat(read).isPositive();
  }

  private static List<EnginePacket> packets(Random random) {
    List<EnginePacket> packets = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      if (random.nextBoolean()) {
        byte[] data = new byte[random.nextInt(20)];
        random.nextBytes(data);
        packets.add(EnginePacket.binary(data));
      } else {
        packets.add(text("0123456".charAt(random.nextInt(7)) + "é:b".repeat(random.nextInt(4))));
      }
    }
    return packets;
  }

  private static EnginePacket text(String packet) {
    byte[] array = utf8(packet);
    return EnginePacket.text(array, 0, array.length);
  }

  private static List<EnginePacket> decode(byte[] body) {
    List<EnginePacket> packets = new ArrayList<>();
    PollingPayload.decode(body, 0, body.length, MAX_PACKETS, packets::add);
    return packets;
  }
}
