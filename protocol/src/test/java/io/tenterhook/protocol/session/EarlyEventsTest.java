package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Events before the answer to CONNECT, as a server writes them that recovers a session. */
class EarlyEventsTest {
  private final SessionDriver driver = new SessionDriver();

  private void sendConnect() {
    driver.establish();
    driver.authenticate("/", null);
    driver.take();
  }

  @Test
  void areHeldAndDeliveredInOrderBeforeConnected() {
    driver.open("/");
    sendConnect();

    driver.receive("42[\"a\",1]");
    driver.receive("427[\"b\"]");
    driver.receive("451-[\"c\",{\"_placeholder\":true,\"num\":0}]");
    driver.receiveBinary(0xca, 0xfe);
    assertThat(driver.take()).isEmpty();
    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take())
        .containsExactly(
            "event / [\"a\",1]",
            "event / [\"b\"] ack=7",
            "event / [\"c\",{\"_placeholder\":true,\"num\":0}] +cafe",
            "connected / s");
  }

  @Test
  void areDeliveredOnce() {
    driver.open("/");
    sendConnect();
    driver.receive("42[\"a\"]");
    driver.receive("40{\"sid\":\"s\"}");
    driver.lose("cut");
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    sendConnect();

    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take()).containsExactly("connected / s");
  }

  @Test
  void mayFillTheLimitExactly() {
    driver.open("/");
    sendConnect();

    driver.receive(messageOf(SessionDriver.MAX_EARLY_EVENT_BYTES));

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void overTheLimitBreakARule() {
    driver.open("/");
    sendConnect();
    driver.receive(messageOf(SessionDriver.MAX_EARLY_EVENT_BYTES));

    driver.receive("42[\"\"]");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport ProtocolViolated(EARLY_EVENTS_TOO_LARGE)",
            "askRetry all ProtocolViolated(EARLY_EVENTS_TOO_LARGE) failures=1");
  }

  @Test
  void countTheirAttachments() {
    driver.open("/");
    sendConnect();
    driver.receive("451-[\"c\",{\"_placeholder\":true,\"num\":0}]");

    driver.receiveBinary(new int[SessionDriver.MAX_EARLY_EVENT_BYTES]);

    assertThat(driver.take())
        .first()
        .isEqualTo("closeTransport ProtocolViolated(EARLY_EVENTS_TOO_LARGE)");
  }

  @Test
  void areForgottenWithTheirConnection() {
    driver.open("/");
    sendConnect();
    driver.receive(messageOf(SessionDriver.MAX_EARLY_EVENT_BYTES));
    driver.lose("cut");
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    sendConnect();

    driver.receive("42[\"new\"]");
    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take()).containsExactly("event / [\"new\"]", "connected / s");
  }

  @Test
  void areDroppedBeforeConnectIsSent() {
    driver.open("/");
    driver.establish();
    driver.take();

    driver.receive("42[\"a\"]");

    assertThat(driver.take()).containsExactly("dropped / NAMESPACE_NOT_OPEN");
  }

  private static String messageOf(int bytes) {
    return "42[\"" + "x".repeat(bytes - 6) + "\"]";
  }
}
