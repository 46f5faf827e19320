package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engine.IO v4, "Heartbeat": the server pings, the client answers, silence is death. */
class HeartbeatTest {
  private static final List<String> DEAD =
      List.of(
          "closeTransport TimedOut(HEARTBEAT PT45S)",
          "interrupted / TimedOut(HEARTBEAT PT45S)",
          "askRetry all TimedOut(HEARTBEAT PT45S) failures=1 everConnected");

  private final SessionDriver driver = SessionDriver.connected("/");

  @Test
  void answersEachPingWithABarePong() {
    driver.receive("2");
    driver.receive("2probe");

    assertThat(driver.take()).containsExactly("send 3", "send 3");
  }

  @Test
  void answersPingsBeforeAnyNamespaceIsConnected() {
    SessionDriver early = new SessionDriver();
    early.open("/");
    early.establish();
    early.take();

    early.receive("2");

    assertThat(early.take()).containsExactly("send 3");
  }

  @Test
  void lives20HeartbeatsThatComeAtTheLastMoment() {
    for (int i = 0; i < 20; i++) {
      driver.advanceAlmost(SessionDriver.SILENCE);
      driver.receive("2");
      assertThat(driver.take()).containsExactly("send 3");
    }
  }

  @Test
  void closesExactlyWhenNoPingCameForIntervalPlusTimeout() {
    driver.advance(Duration.ofSeconds(25));
    driver.receive("2");
    driver.take();

    driver.advanceAlmost(SessionDriver.SILENCE);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take()).isEqualTo(DEAD);
  }

  @Test
  void countsFromTheOpenPacketUntilTheFirstPing() {
    driver.advanceAlmost(SessionDriver.SILENCE);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take()).isEqualTo(DEAD);
  }

  @Test
  void takesNothingButAPingForASignOfLife() {
    driver.advanceAlmost(SessionDriver.SILENCE);
    driver.receive("42[\"a\"]");
    driver.receive("430[]");
    driver.receive("3");
    driver.receive("6");
    driver.receive("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    driver.receiveBinary(1);
    driver.take();

    driver.lastNanosecond();

    assertThat(driver.take()).isEqualTo(DEAD);
  }

  @Test
  void ignoresStrayPongAndNoop() {
    driver.receive("3");
    driver.receive("6");

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void doesNotCountWhileReadingIsPaused() {
    driver.session.readingPaused();
    driver.advance(Duration.ofHours(1));
    assertThat(driver.take()).isEmpty();
    driver.session.readingResumed(driver.now());

    driver.advanceAlmost(SessionDriver.SILENCE);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take()).isEqualTo(DEAD);
  }

  @Test
  void aPingThatWasUnderWayDoesNotEndThePause() {
    driver.session.readingPaused();
    driver.receive("2");
    driver.advance(Duration.ofHours(1));

    assertThat(driver.take()).containsExactly("send 3");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void resumingWithoutAPauseGrantsNoTime() {
    driver.advanceAlmost(SessionDriver.SILENCE);
    driver.session.readingResumed(driver.now());
    driver.lastNanosecond();

    assertThat(driver.take()).isEqualTo(DEAD);
  }

  @Test
  void aPauseEndsWithItsConnection() {
    driver.session.readingPaused();
    driver.lose("cut");
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.accept("/");
    driver.take();

    driver.advance(SessionDriver.SILENCE);

    assertThat(driver.take()).first().isEqualTo("closeTransport TimedOut(HEARTBEAT PT45S)");
  }

  @Test
  void aPauseBeforeTheOpenPacketHoldsAfterIt() {
    SessionDriver early = new SessionDriver();
    early.open("/");
    early.session.readingPaused();
    early.establish();
    early.accept("/");
    early.take();

    early.advance(Duration.ofHours(1));

    assertThat(early.take()).isEmpty();
  }
}
