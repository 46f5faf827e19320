package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.hex;
import static io.tenterhook.protocol.Wire.utf8;
import static io.tenterhook.protocol.socketio.Packets.decode;
import static io.tenterhook.protocol.socketio.Packets.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderTest {
  /** Socket.IO v5, "Packet encoding", "Examples"; binary ones stand in BinaryPacketsTest. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 | CONNECT /",
        "0/admin,{\"sid\":\"oSO0OpakMV_3jnilAAAA\"} | CONNECT /admin {\"sid\":\"oSO0OpakMV_3jnilAAAA\"}",
        "4{\"message\":\"Not authorized\"} | CONNECT_ERROR / {\"message\":\"Not authorized\"}",
        "2[\"foo\"] | EVENT / [\"foo\"]",
        "2/admin,[\"bar\"] | EVENT /admin [\"bar\"]",
        "212[\"foo\"] | EVENT / 12 [\"foo\"]",
        "3/admin,13[\"bar\"] | ACK /admin 13 [\"bar\"]",
        "1 | DISCONNECT /",
        "1/admin, | DISCONNECT /admin",
      })
  void readsTheExamplesOfTheSpecification(String wire, String packet) {
    assertThat(show(decode(wire))).isEqualTo(packet);
  }

  /** Socket.IO v5, "Sample session", requests 2 to 6 without the Engine.IO type. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0{\"sid\":\"wZX3oN0bSVIhsaknAAAI\"} | CONNECT / {\"sid\":\"wZX3oN0bSVIhsaknAAAI\"}",
        "2[\"hey\",\"Jude\"] | EVENT / [\"hey\",\"Jude\"]",
        "2[\"hello\"] | EVENT / [\"hello\"]",
        "2[\"world\"] | EVENT / [\"world\"]",
        "0/admin, | CONNECT /admin",
        "0/admin,{\"sid\":\"-G5j-67EZFp-q59rADQM\"} | CONNECT /admin {\"sid\":\"-G5j-67EZFp-q59rADQM\"}",
        "2/admin,1[\"tellme\"] | EVENT /admin 1 [\"tellme\"]",
      })
  void readsTheSampleSession(String wire, String packet) {
    assertThat(show(decode(wire))).isEqualTo(packet);
  }

  /** Socket.IO v5, "Acknowledgement": the payload of an ACK may be empty. */
  @Test
  void acceptsAnAckWithoutArguments() {
    assertThat(show(decode("312[]"))).isEqualTo("ACK / 12 []");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1/custom | DISCONNECT /custom", // the end may stand for the comma
        "0/random | CONNECT /random",
        "0/, | CONNECT /", // what Swift sends
        "0/ | CONNECT /",
        "2/,[\"a\"] | EVENT / [\"a\"]",
        "0/a?x=1, | CONNECT /a?x=1", // no query in version 4
        "2/é/日本,[\"a\"] | EVENT /é/日本 [\"a\"]",
        "2/1,2[\"a\"] | EVENT /1 2 [\"a\"]",
      })
  void findsTheNamespace(String wire, String packet) {
    assertThat(show(decode(wire))).isEqualTo(packet);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "20[\"a\"] | EVENT / 0 [\"a\"]",
        "2007[\"a\"] | EVENT / 7 [\"a\"]",
        "29007199254740991[\"a\"] | EVENT / 9007199254740991 [\"a\"]",
        "20000000000000000000000000000001[\"a\"] | EVENT / 1 [\"a\"]",
        "39007199254740991[] | ACK / 9007199254740991 []",
      })
  void readsAckIdsUpToTwoToThe53(String wire, String packet) {
    assertThat(show(decode(wire))).isEqualTo(packet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "29007199254740992[\"a\"]",
        "399999999999999999999[]",
        "212345678901234567890[\"a\"]"
      })
  void refusesLargerAckIds(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.ACK_ID_OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2１２[\"a\"]", "2٣[\"a\"]", "2-1[\"a\"]", "2+1[\"a\"]", "2a[\"a\"]", "21.5[\"a\"]"})
  void refusesAckIdsThatAreNoAsciiDigits(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.INVALID_EVENT_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3[]", "3/a,[]", "3"})
  void refusesAnAckWithoutId(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.MISSING_ACK_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "0/a,1{}", "11", "41", "412{\"message\":\"a\"}"})
  void refusesAnAckIdWhereNothingIsAcknowledged(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.UNEXPECTED_ACK_ID);
  }

  @Test
  void refusesAnEmptyMessage() {
    assertThat(rule("")).isEqualTo(ProtocolRule.EMPTY_MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "9[\"a\"]", "a", " 2[\"a\"]", "-", "[\"a\"]", "é", "٢[\"a\"]"})
  void refusesUnknownTypes(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.UNKNOWN_PACKET_TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2",
        "2/a",
        "2/a,",
        "212",
        "2/a,12",
        "2[]",
        "2{}",
        "2\"a\"",
        "2null",
        "2true",
        "2[null]",
        "2[true]",
        "2[[\"a\"]]",
        "2[{\"a\":1}]",
        "2 ",
        "2/a[\"a\"]",
        "50-[{\"_placeholder\":true}]",
      })
  void refusesEventsWithoutAName(String wire) {
    assertThat(rule(wire))
        .isIn(ProtocolRule.INVALID_EVENT_PAYLOAD, ProtocolRule.INVALID_PLACEHOLDER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"31", "3/a,1", "31{}", "31\"a\"", "31null", "31 "})
  void refusesAcksWithoutAnArray(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.INVALID_ACK_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0[]", "0\"a\"", "0null", "0true", "0/a,[]"})
  void refusesConnectWithoutAnObject(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.INVALID_CONNECT_PAYLOAD);
  }

  /** Version 4 of Socket.IO had a string there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "4 | CONNECT_ERROR /",
        "4/a, | CONNECT_ERROR /a",
        "4\"Invalid namespace\" | CONNECT_ERROR / \"Invalid namespace\"",
        "4/a,{\"message\":\"no\",\"data\":[1]} | CONNECT_ERROR /a {\"message\":\"no\",\"data\":[1]}",
      })
  void acceptsConnectErrorWithObjectStringOrNothing(String wire, String packet) {
    assertThat(show(decode(wire))).isEqualTo(packet);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4[]", "4null", "4true", "4/a,false"})
  void refusesConnectErrorWithAnythingElse(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.INVALID_CONNECT_ERROR_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1{}", "1/a,[]", "1\"a\"", "1null", "1 "})
  void refusesDisconnectWithPayload(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.INVALID_DISCONNECT_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2[\"a\"]x",
        "2[\"a\"][\"b\"]",
        "2[\"a\"]\u0000",
        "2[\"a\",]",
        "2[\"a\"",
        "2[\"a",
        "2[",
        "2['a']",
        "2[\"a\",01]",
        "2[\"a\",NaN]",
        "0{",
        "0{\"a\"}",
        "0{}{}",
        "31[1,]",
        "31[]]",
        "4\"a",
        "4{}x",
        "0x",
        "2[\"a\",/**/1]"
      })
  void refusesLenientJsonAndTrailingBytes(String wire) {
    assertThat(rule(wire)).isEqualTo(ProtocolRule.INVALID_JSON);
  }

  @Test
  void acceptsWhiteSpaceInAndAfterThePayload() {
    assertThat(show(decode("2[ \"a\" ] \r\n"))).isEqualTo("EVENT / [ \"a\" ]");
    assertThat(show(decode("0{ }\t"))).isEqualTo("CONNECT / { }");
  }

  /** JavaScript takes it for an ack id of 0. */
  @Test
  void refusesWhiteSpaceBeforeThePayload() {
    assertThat(rule("2 [\"a\"]")).isEqualTo(ProtocolRule.INVALID_EVENT_PAYLOAD);
    assertThat(rule("2/a,1\n[\"a\"]")).isEqualTo(ProtocolRule.INVALID_EVENT_PAYLOAD);
    assertThat(rule("31\t[]")).isEqualTo(ProtocolRule.INVALID_ACK_PAYLOAD);
    assertThat(rule("0 {}")).isEqualTo(ProtocolRule.INVALID_CONNECT_PAYLOAD);
    assertThat(rule("4 {}")).isEqualTo(ProtocolRule.INVALID_CONNECT_ERROR_PAYLOAD);
  }

  @Test
  void refusesMalformedUtf8() {
    byte[] inJson = hex("32 5b 22 c0 80 22 5d");
    byte[] inNamespace = hex("32 2f c0 80 2c 5b 22 61 22 5d");

    assertThat(rule(inJson)).isEqualTo(ProtocolRule.INVALID_UTF8);
    assertThat(rule(inNamespace)).isEqualTo(ProtocolRule.INVALID_NAMESPACE);
  }

  @Test
  void refusesJsonThatIsTooDeep() {
    assertThat(rule("2[\"a\"," + "[".repeat(100_000))).isEqualTo(ProtocolRule.JSON_TOO_DEEP);
    assertThat(rule("0" + "{\"a\":".repeat(100_000))).isEqualTo(ProtocolRule.JSON_TOO_DEEP);
    assertThat(rule("31" + "[".repeat(513) + "]".repeat(513)))
        .isEqualTo(ProtocolRule.JSON_TOO_DEEP);
    assertThat(decode("31" + "[".repeat(512) + "]".repeat(512))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect_error",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener",
        "\\u0063onnect",
        "disc\\u006Fnnect",
        "connect\\u005ferror",
      })
  void refusesReservedNames(String name) {
    assertThat(rule("2[\"" + name + "\"]")).isEqualTo(ProtocolRule.RESERVED_EVENT);
    assertThat(rule("2/a,1[ \"" + name + "\" ,1]")).isEqualTo(ProtocolRule.RESERVED_EVENT);
    assertThat(rule("50-[\"" + name + "\"]")).isEqualTo(ProtocolRule.RESERVED_EVENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"connected", "Connect", "connecT", "message", "error", "", "newlistener"})
  void acceptsNamesThatOnlyLookReserved(String name) {
    assertThat(event("2[\"" + name + "\"]").name()).isEqualTo(name);
  }

  @Test
  void acceptsReservedNamesInOtherPlaces() {
    assertThat(event("2[\"a\",\"connect\"]").name()).isEqualTo("a");
    assertThat(show(decode("31[\"connect\"]"))).isEqualTo("ACK / 1 [\"connect\"]");
  }

  @ParameterizedTest
  @CsvSource({"2[1],1", "2[-1.5e3],-1.5e3", "'2[0,\"a\"]',0"})
  void acceptsANumberForAName(String wire, String name) {
    assertThat(event(wire).name()).isEqualTo(name);
  }

  @Test
  void marksTheNameWithItsQuotes() {
    Packet.Event event = event("2/a,1[ \"héllo\" , 2]");

    assertThat(Wire.text(event.array(), event.nameStart(), event.nameEnd())).isEqualTo("\"héllo\"");
    assertThat(event.nameEscaped()).isFalse();
    assertThat(event.name()).isEqualTo("héllo");
  }

  @Test
  void unescapesTheName() {
    Packet.Event event = event("2[\"a\\n\\u00e9\"]");

    assertThat(event.nameEscaped()).isTrue();
    assertThat(event.name()).isEqualTo("a\né");
  }

  @Test
  void refusesNamesBeyondTheLimit() {
    assertThat(event("2[\"" + "x".repeat(1024) + "\"]").name()).hasSize(1024);
    assertThat(rule("2[\"" + "x".repeat(1025) + "\"]")).isEqualTo(ProtocolRule.EVENT_NAME_TOO_LONG);
    assertThat(rule("2[" + "1".repeat(1025) + "]")).isEqualTo(ProtocolRule.EVENT_NAME_TOO_LONG);
  }

  @Test
  void keepsTheArrayItWasGiven() {
    byte[] frame = utf8("42[\"a\"]");
    Packet packet = new PacketDecoder(DecoderLimits.DEFAULT).text(frame, 1, frame.length);

    assertThat(((Packet.Event) packet).array()).isSameAs(frame);
    assertThat(((Packet.Event) packet).attachments()).isSameAs(List.of());
  }

  @Test
  void readsNothingOutsideTheRange() {
    byte[] frame = utf8("xx2[\"a\"]yy");

    assertThat(show(new PacketDecoder(DecoderLimits.DEFAULT).text(frame, 2, 8)))
        .isEqualTo("EVENT / [\"a\"]");
  }

  @Test
  void resolvesAKnownNamespaceToTheSameObject() {
    PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);

    assertThat(Packets.text(decoder, "2/a,[\"x\"]").namespace())
        .isSameAs(Packets.text(decoder, "2/a,[\"y\"]").namespace());
  }

  @Test
  void keepsPayloadsOutOfLogs() {
    assertThat(event("2/a,1[\"login\",\"secret\"]")).hasToString("Event[/a, ackId=1, 18 bytes]");
    assertThat(decode("37[\"secret\"]")).hasToString("Ack[/, id=7, 10 bytes]");
  }

  @Test
  void refusesSenselessLimits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecoderLimits(-1, 0, 1, 1))
        .withMessage("maxAttachments is -1, must be 0 or more");
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(0, -1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(0, 0, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(0, 0, 1, 0));
  }

  private static Packet.Event event(String wire) {
    return (Packet.Event) decode(wire);
  }

  private static ProtocolRule rule(String wire) {
    return rule(utf8(wire));
  }

  private static ProtocolRule rule(byte[] wire) {
    PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);
    return brokenRule(() -> decoder.text(wire, 0, wire.length));
  }
}
