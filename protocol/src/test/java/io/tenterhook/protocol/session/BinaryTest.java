package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Socket.IO v5, "Format": a binary packet is a header and its attachments, with nothing between.
 */
class BinaryTest {
  private final SessionDriver driver = SessionDriver.connected("/");

  @Test
  void headerAndAttachmentsLeaveTogetherAndTheLastCompletesThePacket() {
    driver.emit(
        LabelledPacket.of(
            "/",
            "[\"f\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
            new byte[] {1, 2},
            new byte[] {}));

    assertThat(driver.take())
        .containsExactly(
            "send 452-[\"f\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
            "send binary 0102",
            "send binary  completes"
                + " [\"f\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
  }

  @Test
  void theSizeOfAPacketCountsPayloadAndAttachments() {
    LabelledPacket packet = LabelledPacket.of("/chat", "[\"f\"]", new byte[7], new byte[1]);

    assertThat(packet.sizeBytes()).isEqualTo(5 + 7 + 1);
  }

  @Test
  void aBinaryEventMayAskForAnAck() {
    driver.emit(LabelledPacket.withAck("/", "[\"f\"]", Duration.ofSeconds(1), new byte[] {9}));
    driver.receive("430[]");

    assertThat(driver.take())
        .containsExactly(
            "send 451-0[\"f\"]", "send binary 09 completes [\"f\"]", "acked [\"f\"] []");
  }

  @Test
  void anEventIsDeliveredWithItsLastAttachment() {
    driver.receive(
        "452-[\"f\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    driver.receiveBinary(1);
    assertThat(driver.take()).isEmpty();
    driver.receiveBinary(2);

    assertThat(driver.take())
        .containsExactly(
            "event / [\"f\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"
                + " +01 +02");
  }

  @Test
  void aPingMayComeBetweenAttachments() {
    driver.receive("451-[\"f\",{\"_placeholder\":true,\"num\":0}]");
    driver.receive("2");
    driver.receiveBinary(1);

    assertThat(driver.take())
        .containsExactly("send 3", "event / [\"f\",{\"_placeholder\":true,\"num\":0}] +01");
  }

  @Test
  void aTextPacketBetweenAttachmentsBreaksARule() {
    driver.receive("451-[\"f\",{\"_placeholder\":true,\"num\":0}]");
    driver.receive("42[\"x\"]");

    assertThat(driver.take())
        .first()
        .isEqualTo("closeTransport ProtocolViolated(TEXT_BETWEEN_ATTACHMENTS)");
  }

  @Test
  void aBinaryMessageThatNobodyAnnouncedBreaksARule() {
    driver.receiveBinary(1);

    assertThat(driver.take())
        .containsExactly(
            "closeTransport ProtocolViolated(UNEXPECTED_BINARY)",
            "interrupted / ProtocolViolated(UNEXPECTED_BINARY)",
            "askRetry all ProtocolViolated(UNEXPECTED_BINARY) failures=1 everConnected");
  }

  @Test
  void aHalfReadEventDoesNotSurviveItsConnection() {
    driver.receive(
        "452-[\"f\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    driver.receiveBinary(1);
    driver.lose("cut");
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.take();

    driver.authenticate("/", null);
    driver.receive("40{\"sid\":\"s\"}");
    driver.receive("42[\"x\"]");

    assertThat(driver.take()).containsExactly("send 40", "connected / s", "event / [\"x\"]");
  }
}
