package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.hex;
import static io.tenterhook.protocol.socketio.Packets.show;
import static io.tenterhook.protocol.socketio.Packets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenterhook.protocol.ProtocolRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryPacketsTest {
  private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":0}";

  private final PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);

  /** Socket.IO v5, "Packet encoding", "with binary data". */
  @Test
  void waitsForTheAttachmentOfAnEvent() {
    assertThat(text(decoder, "51-[\"baz\"," + PLACEHOLDER + "]")).isNull();
    assertThat(decoder.awaitsAttachments()).isTrue();

    Packet packet = decoder.binary(hex("01020304"));

    assertThat(show(packet)).isEqualTo("EVENT / [\"baz\"," + PLACEHOLDER + "] +01020304");
    assertThat(decoder.awaitsAttachments()).isFalse();
  }

  /** Socket.IO v5, "Packet encoding", "with multiple attachments". */
  @Test
  void waitsForEveryAttachment() {
    String json = "[\"baz\"," + PLACEHOLDER + ",{\"_placeholder\":true,\"num\":1}]";

    assertThat(text(decoder, "52-/admin," + json)).isNull();
    assertThat(decoder.binary(hex("0102"))).isNull();
    assertThat(decoder.awaitsAttachments()).isTrue();

    assertThat(show(decoder.binary(hex("0304"))))
        .isEqualTo("EVENT /admin " + json + " +0102 +0304");
  }

  /** Socket.IO v5, "Packet encoding", "Acknowledgement", and "Sample session", request 6. */
  @Test
  void waitsForTheAttachmentOfAnAck() {
    text(decoder, "61-15[\"bar\"," + PLACEHOLDER + "]");
    assertThat(show(decoder.binary(hex("01020304"))))
        .isEqualTo("ACK / 15 [\"bar\"," + PLACEHOLDER + "] +01020304");

    text(decoder, "61-/admin,1[" + PLACEHOLDER + "]");
    assertThat(show(decoder.binary(hex("ff")))).isEqualTo("ACK /admin 1 [" + PLACEHOLDER + "] +ff");
  }

  @Test
  void keepsTheAckIdOfABinaryEvent() {
    text(decoder, "51-/admin,7[\"a\"," + PLACEHOLDER + "]");

    assertThat(show(decoder.binary(new byte[0])))
        .isEqualTo("EVENT /admin 7 [\"a\"," + PLACEHOLDER + "] +");
  }

  @Test
  void isCompleteAtOnceWithoutAttachments() {
    assertThat(show(text(decoder, "50-[\"a\"]"))).isEqualTo("EVENT / [\"a\"]");
    assertThat(decoder.awaitsAttachments()).isFalse();
    assertThat(show(text(decoder, "60-/b,1[]"))).isEqualTo("ACK /b 1 []");
    assertThat(show(text(decoder, "2[\"next\"]"))).isEqualTo("EVENT / [\"next\"]");
  }

  @Test
  void handsOutAListThatNobodyCanChange() {
    text(decoder, "51-[\"a\"," + PLACEHOLDER + "]");
    Packet.Event event = (Packet.Event) decoder.binary(new byte[1]);

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> event.attachments().add(new byte[1]));
  }

  @Test
  void keepsPacketsApart() {
    text(decoder, "51-[\"a\"," + PLACEHOLDER + "]");
    Packet first = decoder.binary(hex("01"));
    text(decoder, "51-[\"b\"," + PLACEHOLDER + "]");
    Packet second = decoder.binary(hex("02"));

    assertThat(show(first)).endsWith("+01");
    assertThat(show(second)).endsWith("+02");
  }

  @Test
  void acceptsPlaceholdersInAnyOrderRepeatedOrNotAtAll() {
    text(decoder, "52-[\"a\",{\"_placeholder\":true,\"num\":1},{\"num\":1,\"_placeholder\":true}]");
    decoder.binary(hex("01"));

    assertThat(show(decoder.binary(hex("02")))).endsWith("+01 +02");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "51-[\"a\",{\"_placeholder\":true,\"num\":1}]",
        "51-[\"a\",{\"_placeholder\":true,\"num\":-1}]",
        "51-[\"a\",{\"_placeholder\":true}]",
        "51-[\"a\",{\"_placeholder\":true,\"num\":0,\"more\":1}]",
        "50-[\"a\",{\"_placeholder\":true,\"num\":0}]",
        "61-1[{\"a\":[{\"_placeholder\":true,\"num\":\"0\"}]}]",
      })
  void refusesPlaceholdersForNoAttachment(String wire) {
    assertThat(brokenRule(() -> text(decoder, wire))).isEqualTo(ProtocolRule.INVALID_PLACEHOLDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2[\"a\",{\"_placeholder\":true,\"num\":9}]", "31[{\"_placeholder\":true}]"})
  void takesPlaceholdersInOtherPacketsForData(String wire) {
    assertThat(text(decoder, wire)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "6",
        "5[\"a\"]",
        "51[\"a\"]",
        "5-[\"a\"]",
        "5/a,1-[\"a\"]",
        "5 1-[\"a\"]",
        "5-1-[\"a\"]",
        "51.0-[\"a\"]",
        "51e1-[\"a\"]",
        "5１-[\"a\"]",
        "51",
        "51111111111111111111-[\"a\"]",
        "61 -1[]",
        "50x1-[\"a\"]"
      })
  void refusesAMalformedCount(String wire) {
    assertThat(brokenRule(() -> text(decoder, wire)))
        .isEqualTo(ProtocolRule.INVALID_ATTACHMENT_COUNT);
  }

  @Test
  void refusesMoreAttachmentsThanTheLimit() {
    assertThat(text(decoder, "564-[\"a\"]")).isNull();
    assertThat(brokenRule(() -> text(newDecoder(64, 1), "565-[\"a\"]")))
        .isEqualTo(ProtocolRule.TOO_MANY_ATTACHMENTS);
    assertThat(brokenRule(() -> text(newDecoder(0, 1), "6999999999-1[]")))
        .isEqualTo(ProtocolRule.TOO_MANY_ATTACHMENTS);
  }

  @Test
  void countsTheBytesOfAllAttachmentsOfAPacket() {
    PacketDecoder limited = newDecoder(2, 10);
    text(limited, "52-[\"a\"]");
    limited.binary(new byte[4]);
    assertThat(limited.binary(new byte[6])).isNotNull();

    text(limited, "52-[\"a\"]");
    limited.binary(new byte[4]);
    assertThat(brokenRule(() -> limited.binary(new byte[7])))
        .isEqualTo(ProtocolRule.ATTACHMENTS_TOO_LARGE);
  }

  @Test
  void refusesTextBetweenAttachments() {
    text(decoder, "52-[\"a\"]");
    decoder.binary(new byte[1]);

    assertThat(brokenRule(() -> text(decoder, "2[\"b\"]")))
        .isEqualTo(ProtocolRule.TEXT_BETWEEN_ATTACHMENTS);
  }

  @Test
  void refusesBinaryWhenNoPacketWaitsForIt() {
    assertThat(brokenRule(() -> decoder.binary(new byte[1])))
        .isEqualTo(ProtocolRule.UNEXPECTED_BINARY);

    text(decoder, "51-[\"a\"]");
    decoder.binary(new byte[1]);
    assertThat(brokenRule(() -> decoder.binary(new byte[1])))
        .isEqualTo(ProtocolRule.UNEXPECTED_BINARY);
  }

  @Test
  void checksTheJsonBeforeItWaits() {
    assertThat(brokenRule(() -> text(decoder, "51-[\"a\""))).isEqualTo(ProtocolRule.INVALID_JSON);
    assertThat(decoder.awaitsAttachments()).isFalse();
  }

  private static PacketDecoder newDecoder(int maxAttachments, long maxAttachmentBytes) {
    return new PacketDecoder(new DecoderLimits(maxAttachments, maxAttachmentBytes, 512, 1024));
  }
}
