package io.tenterhook.msgpack;

import static io.tenterhook.msgpack.Bytes.argument;
import static io.tenterhook.msgpack.Bytes.decode;
import static io.tenterhook.msgpack.Bytes.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server may send, and what it must not. */
class MessagePackDecoderTest {
  private static final String ROOT = "a3'nsp' a1'/'";

  private static void assertRefused(ProtocolRule rule, String literal) {
    assertRefused(rule, Bytes.of(literal));
  }

  private static void assertRefused(ProtocolRule rule, byte[] message) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> decode(message))
        .satisfies(refused -> assertThat(refused.rule()).as(refused.getMessage()).isEqualTo(rule))
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(300));
  }

  private static void assertArgumentRefused(ProtocolRule rule, String literal) {
    assertRefused(rule, "83 a4'type' 02" + ROOT + "a4'data' 92 a1'e'" + literal);
  }

  private static String text(JsonRange range) {
    return new String(range.array(), range.start(), range.end() - range.start(), UTF_8);
  }

  // ---- packets

  @Test
  void readsTheAnswerToConnect() {
    Packet.Connect connect =
        (Packet.Connect)
            decode(Bytes.of("83 a4'type' 00 a4'data' 82 a3'sid' a1's' a3'pid' d4 00 00" + ROOT));

    assertThat(connect.namespace().name()).isEqualTo("/");
    // undefined: the reference server writes it so when it does not recover
    assertThat(text(connect.payload())).isEqualTo("{\"sid\":\"s\"}");
  }

  @Test
  void readsConnectErrorAndDisconnect() {
    Packet.ConnectError error =
        (Packet.ConnectError)
            decode(Bytes.of("83 a4'type' 04 a4'data' 81 a7'message' a2'no' a3'nsp' a5'/chat'"));
    assertThat(error.namespace().name()).isEqualTo("/chat");
    assertThat(text(error.payload())).isEqualTo("{\"message\":\"no\"}");
    assertThat(decode(Bytes.of("82 a4'type' 01" + ROOT))).isInstanceOf(Packet.Disconnect.class);
  }

  @Test
  void readsEventsInAnyOrderOfMembers() {
    Packet.Event event =
        (Packet.Event)
            decode(
                Bytes.of(
                    "85 a2'id' cd 01 00 a4'data' 92 a2'hi' c4 02 01 02 a7'options' 81 a1'c' c3 "
                        + ROOT
                        + "a4'type' 02"));

    assertThat(event.ackId()).isEqualTo(256);
    assertThat(event.name()).isEqualTo("hi");
    assertThat(json(event)).isEqualTo("[\"hi\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(event.attachments()).containsExactly(new byte[] {1, 2});
  }

  @Test
  void readsAcks() {
    Packet.Ack ack =
        (Packet.Ack) decode(Bytes.of("84 a4'type' 03 a2'id' 00 a4'data' 91 c0" + ROOT));

    assertThat(ack.id()).isZero();
    assertThat(new String(ack.array(), ack.start(), ack.end() - ack.start(), UTF_8))
        .isEqualTo("[null]");
  }

  @Test
  void takesNilForAbsentAsPythonWritesIt() {
    assertThat(decode(Bytes.of("84 a4'type' 01 a4'data' c0 a2'id' c0" + ROOT)))
        .isInstanceOf(Packet.Disconnect.class);
    assertThat(decode(Bytes.of("83 a4'type' 00 a4'data' d4 00 00" + ROOT)))
        .isEqualTo(new Packet.Connect(Namespace.ROOT, null));
  }

  @Test
  void refusesWhatIsNoPacket() {
    assertRefused(ProtocolRule.EMPTY_MESSAGE, "");
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "93 02 a1'/' 90");
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "80");
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "81" + ROOT);
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "81 a4'type' 01");
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "83 a4'type' 01" + ROOT + ROOT);
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "83 a4'type' 01 a1'x' 01" + ROOT);
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "82 a4'type' 01 a3'nsp' 01");
    assertRefused(ProtocolRule.INVALID_NAMESPACE, "82 a4'type' 01 a3'nsp' a0");
    assertRefused(ProtocolRule.INVALID_NAMESPACE, "82 a4'type' 01 a3'nsp' a1'x'");
    assertRefused(ProtocolRule.INVALID_NAMESPACE, "82 a4'type' 01 a3'nsp' a2'/' ff");
    assertRefused(ProtocolRule.INVALID_MESSAGE_PACK, "82 a4'type' 01" + ROOT + "00");
    assertRefused(ProtocolRule.INVALID_MESSAGE_PACK, "82 01 01" + ROOT);
  }

  @ParameterizedTest
  @CsvSource({
    "05",
    "06",
    "ff",
    "cc 05",
    "a1'2'",
    "c0",
    "cb 40 00 00 00 00 00 00 00",
    "cf ff ff ff ff ff ff ff ff"
  })
  void refusesUnknownTypes(String type) {
    assertRefused(ProtocolRule.UNKNOWN_PACKET_TYPE, "82 a4'type' " + type + ROOT);
  }

  @Test
  void refusesPayloadsThatDoNotFitTheType() {
    assertRefused(ProtocolRule.INVALID_CONNECT_PAYLOAD, "83 a4'type' 00 a4'data' 90" + ROOT);
    assertRefused(
        ProtocolRule.INVALID_CONNECT_PAYLOAD, "83 a4'type' 00 a4'data' 81 a3'sid' c4 00" + ROOT);
    assertRefused(ProtocolRule.INVALID_DISCONNECT_PAYLOAD, "83 a4'type' 01 a4'data' 80" + ROOT);
    assertRefused(ProtocolRule.INVALID_EVENT_PAYLOAD, "82 a4'type' 02" + ROOT);
    assertRefused(ProtocolRule.INVALID_EVENT_PAYLOAD, "83 a4'type' 02 a4'data' a1'x'" + ROOT);
    assertRefused(ProtocolRule.INVALID_EVENT_PAYLOAD, "83 a4'type' 02 a4'data' 90" + ROOT);
    assertRefused(ProtocolRule.INVALID_EVENT_PAYLOAD, "83 a4'type' 02 a4'data' 91 c3" + ROOT);
    assertRefused(ProtocolRule.INVALID_ACK_PAYLOAD, "83 a4'type' 03 a2'id' 01" + ROOT);
    assertRefused(ProtocolRule.INVALID_CONNECT_ERROR_PAYLOAD, "83 a4'type' 04 a4'data' 90" + ROOT);
  }

  @Test
  void refusesAckIdsWhereTheyDoNotBelongAndOutOfRange() {
    String event = " a4'type' 02 a4'data' 91 a1'e'" + ROOT;
    assertRefused(ProtocolRule.MISSING_ACK_ID, "83 a4'type' 03 a4'data' 90" + ROOT);
    assertRefused(ProtocolRule.UNEXPECTED_ACK_ID, "83 a4'type' 01 a2'id' 01" + ROOT);
    assertRefused(ProtocolRule.ACK_ID_OUT_OF_RANGE, "84 a2'id' ff" + event);
    assertRefused(ProtocolRule.ACK_ID_OUT_OF_RANGE, "84 a2'id' cf 00 20 00 00 00 00 00 00" + event);
    assertRefused(ProtocolRule.ACK_ID_OUT_OF_RANGE, "84 a2'id' cf ff ff ff ff ff ff ff ff" + event);
    assertRefused(
        ProtocolRule.INVALID_PACKET_FIELD, "84 a2'id' cb 3f f0 00 00 00 00 00 00" + event);
    assertRefused(ProtocolRule.INVALID_PACKET_FIELD, "84 a2'id' a1'1'" + event);
  }

  @Test
  void keepsTheRulesOfTheDefaultParser() {
    String event = "83 a4'type' 02" + ROOT + "a4'data' 91";
    assertRefused(ProtocolRule.RESERVED_EVENT, event + "a7'connect'");
    assertRefused(ProtocolRule.EVENT_NAME_TOO_LONG, event + "da 04 01 '" + "x".repeat(1025) + "'");
    assertArgumentRefused(ProtocolRule.TOO_MANY_ATTACHMENTS, "dc 00 41" + " c4 00".repeat(65));
  }

  @Test
  void refusesMoreBytesOfAttachmentsThanTheLimit() {
    Parser.Decoder small = MessagePackParser.create().decoder(new DecoderLimits(2, 3, 8, 8));
    String event = "83 a4'type' 02" + ROOT + "a4'data' 93 a1'e' c4 02 00 00";

    assertThat(small.binary(Bytes.of(event + "c4 01 00"))).isNotNull();
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> small.binary(Bytes.of(event + "c4 02 00 00")))
        .satisfies(e -> assertThat(e.rule()).isEqualTo(ProtocolRule.ATTACHMENTS_TOO_LARGE));
  }

  @Test
  void refusesTextAndSaysWhatItMayMean() {
    byte[] packet = "40{\"sid\":\"s\"}".getBytes(UTF_8);

    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(
            () ->
                MessagePackParser.create()
                    .decoder(DecoderLimits.DEFAULT)
                    .text(packet, 1, packet.length))
        .withMessageContaining("does the server use the default parser?")
        .satisfies(e -> assertThat(e.rule()).isEqualTo(ProtocolRule.UNEXPECTED_TEXT));
  }

  // ---- values

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          00                         | 0
          7f                         | 127
          e0                         | -32
          cc ff                      | 255
          cd ff ff                   | 65535
          ce ff ff ff ff             | 4294967295
          cf ff ff ff ff ff ff ff ff | 18446744073709551615
          d0 80                      | -128
          d1 80 00                   | -32768
          d2 80 00 00 00             | -2147483648
          d3 80 00 00 00 00 00 00 00 | -9223372036854775808
          ca 3f c0 00 00             | 1.5
          cb 3f f8 00 00 00 00 00 00 | 1.5
          cb 44 4b 1a e4 d6 e2 ef 50 | 1.0E21
          cb 80 00 00 00 00 00 00 00 | -0.0
          c0                         | null
          c2                         | false
          c3                         | true
          a0                         | ""
          d9 01 'x'                  | "x"
          da 00 01 'x'               | "x"
          db 00 00 00 01 'x'         | "x"
          a4 'é' 22 0a               | "é\\"\\n"
          a1 01                      | "\\u0001"
          90                         | []
          80                         | {}
          dc 00 01 c0                | [null]
          dd 00 00 00 01 c0          | [null]
          de 00 01 a1'a' 80          | {"a":{}}
          df 00 00 00 01 a1'a' 91 90 | {"a":[[]]}
          82 a1'a' 01 a1'a' 02       | {"a":1,"a":2}
          d4 00 00                   | null
          83 a1'a' d4 00 00 a1'b' 01 a1'c' d4 00 00 | {"b":1}
          81 a1'a' d4 00 00          | {}
          93 d4 00 00 01 d4 00 00    | [null,1,null]
          d7 00 00 00 01 6f 5e 66 e8 00 | "2020-01-01T00:00:00.000Z"
          d7 00 ff ff ff ff ff ff ff ff | "1969-12-31T23:59:59.999Z"
          d7 00 00 1e b2 08 c2 dc 00 00 | "+275760-09-13T00:00:00.000Z"
          """)
  void readsEveryKindOfValue(String bytes, String json) {
    assertThat(argument(bytes)).isEqualTo(json);
  }

  @Test
  void readsBinaryOfEachForm() {
    byte[] two = {1, 2};
    for (String form :
        new String[] {
          "c4 02", "c5 00 02", "c6 00 00 00 02", "c7 02 00", "c8 00 02 00", "c9 00 00 00 02 00"
        }) {
      Packet.Event event = Bytes.decodeArgument(Bytes.of(form + "01 02"));
      assertThat(json(event)).isEqualTo("[\"e\",{\"_placeholder\":true,\"num\":0}]");
      assertThat(event.attachments()).containsExactly(two);
    }
  }

  @Test
  void aMapThatLooksLikeAPlaceholderIsNone() {
    String map = "82 ac'_placeholder' c3 a3'num' 00";

    assertThat(argument("92 c4 01 07" + map))
        .isEqualTo("[{\"_placeholder\":true,\"num\":0},{\"\\u005fplaceholder\":true,\"num\":0}]");
    assertThat(argument("81 ac'_placeholder' c2")).isEqualTo("{\"_placeholder\":false}");
  }

  @Test
  void refusesMalformedValues() {
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "c1");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "a2'x'");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "cd 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "d4 00");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "81 a1'a' d4 00");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "d7 00 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "c4 02 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "c7 02 00 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "92 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "81 01 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "81 c0 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "81 c4 01'a' 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "d4");
    assertArgumentRefused(ProtocolRule.INVALID_UTF8, "a1 ff");
    assertArgumentRefused(ProtocolRule.INVALID_UTF8, "a3 ed a0 80");
    assertArgumentRefused(ProtocolRule.NUMBER_NOT_FINITE, "cb 7f f0 00 00 00 00 00 00");
    assertArgumentRefused(ProtocolRule.NUMBER_NOT_FINITE, "cb 7f f8 00 00 00 00 00 00");
    assertArgumentRefused(ProtocolRule.NUMBER_NOT_FINITE, "ca ff 80 00 00");
  }

  @Test
  void refusesOtherExtensions() {
    assertArgumentRefused(ProtocolRule.UNKNOWN_EXTENSION, "d4 01 00");
    assertArgumentRefused(ProtocolRule.UNKNOWN_EXTENSION, "d6 ff 00 00 00 00");
    assertArgumentRefused(ProtocolRule.UNKNOWN_EXTENSION, "d7 ff 00 00 00 00 00 00 00 00");
    assertArgumentRefused(ProtocolRule.UNKNOWN_EXTENSION, "c7 01 05 00");
    assertArgumentRefused(ProtocolRule.UNKNOWN_EXTENSION, "d7 00 7f ff ff ff ff ff ff ff");
  }

  @Test
  void comparesDeclaredLengthsWithWhatIsThereBeforeAllocating() {
    for (String form : new String[] {"db", "c6", "dd", "df"}) {
      assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, form + "ff ff ff ff 01");
      assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, form + "7f ff ff ff 01");
    }
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "c9 ff ff ff ff 00 01");
    assertArgumentRefused(ProtocolRule.INVALID_MESSAGE_PACK, "c9 7f ff ff ff 00 01");
    assertRefused(ProtocolRule.INVALID_MESSAGE_PACK, "df ff ff ff ff a4'type' 02");
  }

  @Test
  void depthIsLimitedAndCostsNoStack() {
    assertThat(argument("91".repeat(510) + "90")).startsWith("[[[");
    assertArgumentRefused(ProtocolRule.JSON_TOO_DEEP, "91".repeat(511) + "90");
    assertArgumentRefused(ProtocolRule.JSON_TOO_DEEP, "91".repeat(100_000) + "90");
    assertArgumentRefused(ProtocolRule.JSON_TOO_DEEP, "81 a1'a'".repeat(100_000) + "90");
  }
}
