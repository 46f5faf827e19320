package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.socketio.Namespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Questions whether to try again, waiting, and the counting of failures. */
class BackOffTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SessionDriver driver = new SessionDriver();

  private void connectFor(Duration life) {
    driver.establish();
    driver.accept("/");
    driver.advance(life);
  }

  private void retryNow() {
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.take();
  }

  private void lose() {
    driver.take();
    driver.lose("cut");
  }

  private void assertAsked(String question) {
    assertThat(driver.take()).last().isEqualTo("askRetry " + question);
  }

  @Test
  void waitsAsLongAsToldAndNotANanosecondLess() {
    driver.open("/");
    lose();
    driver.take();

    driver.retryAfter(SECOND);
    driver.advanceAlmost(SECOND);
    assertThat(driver.take()).containsExactly("retrying all 1 PT1S TransportLost(cut)");
    driver.lastNanosecond();

    assertThat(driver.take()).containsExactly("openTransport 1");
  }

  @Test
  void waitsForNothingWhenTheDelayIsNotAboveZero() {
    driver.open("/");
    lose();
    driver.take();

    driver.retryAfter(Duration.ofSeconds(-5));
    driver.advance(Duration.ZERO);

    assertThat(driver.take())
        .containsExactly("retrying all 1 PT0S TransportLost(cut)", "openTransport 1");
  }

  @Test
  void waitsForEverWhenTheDelayIsTheLongest() {
    driver.open("/");
    lose();

    driver.session.retryAfter(null, driver.output.retryTicket(null), Long.MAX_VALUE, driver.now());
    driver.take();
    driver.advance(Duration.ofDays(10_000));

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void countsFailuresInARow() {
    driver.open("/");
    for (int i = 1; i <= 5; i++) {
      lose();
      assertAsked("all TransportLost(cut) failures=" + i);
      driver.retryAfter(SECOND);
      driver.advance(SECOND);
      assertThat(driver.take()).endsWith("openTransport " + i);
    }
  }

  @Test
  void countsOnWhenAServerAcceptsAndDropsAtOnce() {
    driver.open("/");
    for (int i = 1; i <= 5; i++) {
      connectFor(SessionDriver.STABLE_AFTER.minusNanos(1));
      lose();
      assertAsked("all TransportLost(cut) failures=" + i + " everConnected");
      retryNow();
    }
  }

  @Test
  void countsAnewAfterAConnectionThatLived() {
    driver.open("/");
    lose();
    retryNow();
    lose();
    retryNow();

    connectFor(SessionDriver.STABLE_AFTER);
    lose();

    assertAsked("all TransportLost(cut) failures=1 everConnected");
  }

  @Test
  void countsOnAfterALongConnectionThatAcceptedNobody() {
    driver.open("/");
    lose();
    retryNow();

    driver.establish();
    driver.advance(SessionDriver.STABLE_AFTER);
    lose();

    assertAsked("all TransportLost(cut) failures=2");
  }

  @Test
  void countsANamespaceThatIsAcceptedAndSentAwayAtOnce() {
    driver.open("/");
    driver.open("/a");
    driver.establish();
    driver.accept("/");
    for (int i = 1; i <= 5; i++) {
      driver.accept("/a");
      driver.advance(SECOND);
      driver.receive("41/a,");
      assertAsked("/a ServerDisconnected failures=" + i + " everConnected");
      driver.retryAfter("/a", SECOND);
      driver.advance(SECOND);
    }
  }

  @Test
  void countsANamespaceAnewThatLived() {
    driver.open("/");
    driver.open("/a");
    driver.establish();
    driver.accept("/");
    driver.accept("/a");
    driver.receive("41/a,");
    driver.retryAfter("/a", SECOND);
    driver.advance(SECOND);
    driver.accept("/a");

    driver.advance(SessionDriver.STABLE_AFTER);
    driver.receive("41/a,");

    assertAsked("/a ServerDisconnected failures=1 everConnected");
  }

  @Test
  void countsANamespaceAnewThatTheUserLeft() {
    driver.open("/");
    driver.open("/a");
    driver.establish();
    driver.accept("/");
    driver.failAuth("/a", "no");
    driver.leave("/a");
    driver.open("/a");

    driver.failAuth("/a", "no");

    assertAsked("/a AuthFailed(no) failures=1 everConnected");
  }

  @Test
  void countsAnewWhenTheUserLeftTheLastNamespace() {
    driver.open("/");
    lose();
    driver.leave("/");
    driver.take();

    driver.open("/");

    assertThat(driver.take()).containsExactly("openTransport 0");
  }

  @Test
  void givingUpEndsWithTheCause() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.lose("cut");
    connected.take();

    connected.giveUp();

    assertThat(connected.take())
        .containsExactly("ended / TransportLost(cut)", "ended /a TransportLost(cut)");
    assertThat(connected.hasNoDeadline()).isTrue();
  }

  @Test
  void givingUpOneNamespaceLeavesTheOthers() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.receive("41/a,");
    connected.take();

    connected.giveUp("/a");
    connected.receive("42[\"x\"]");

    assertThat(connected.take()).containsExactly("ended /a ServerDisconnected", "event / [\"x\"]");
  }

  @Test
  void afterGivingUpOpenStartsFromTheBeginning() {
    driver.open("/");
    lose();
    driver.giveUp();
    driver.take();

    driver.open("/");
    lose();

    assertAsked("all TransportLost(cut) failures=1");
  }

  @Test
  void whatWasOpenedWhileAskingGetsItsOwnAttemptWhenTheRestIsGivenUp() {
    driver.open("/");
    lose();
    driver.open("/late");
    driver.take();

    driver.giveUp();

    assertThat(driver.take()).containsExactly("ended / TransportLost(cut)", "openTransport 0");
    driver.establish();
    assertThat(driver.take()).containsExactly("handshake engine", "requestAuth /late");
  }

  @Test
  void whatIsOpenedWhileAskingOrWaitingJoinsTheNextAttempt() {
    driver.open("/");
    lose();
    driver.open("/asking");
    driver.retryAfter(SECOND);
    driver.open("/waiting");
    driver.advance(SECOND);
    driver.open("/connecting");
    driver.take();

    driver.establish();

    assertThat(driver.take())
        .containsExactly(
            "handshake engine",
            "requestAuth /",
            "requestAuth /asking",
            "requestAuth /waiting",
            "requestAuth /connecting");
  }

  @Test
  void answersWithAnOldTicketAreIgnored() {
    driver.open("/");
    lose();
    int old = driver.output.retryTicket(null);
    retryNow();
    lose();
    driver.take();

    driver.session.retryAfter(null, old, 0, driver.now());
    driver.session.giveUp(null, old, driver.now());

    assertThat(driver.take()).isEmpty();
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void aQuestionIsAnsweredOnce() {
    driver.open("/");
    lose();
    driver.take();

    driver.retryAfter(SECOND);
    driver.retryAfter(Duration.ZERO);
    driver.giveUp();

    assertThat(driver.take()).containsExactly("retrying all 1 PT1S TransportLost(cut)");
  }

  @Test
  void answersAboutNamespacesThatAskedNothingAreIgnored() {
    driver.open("/");
    driver.take();

    for (String name : new String[] {"/", "/unknown"}) {
      driver.session.retryAfter(Namespace.of(name), 0, 0, driver.now());
      driver.session.giveUp(Namespace.of(name), 0, driver.now());
    }
    driver.session.retryAfter(null, 0, 0, driver.now());
    driver.session.giveUp(null, 0, driver.now());

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void aNamespaceThatWaitsAloneJoinsTheConnectionsBackOff() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.receive("41/a,");
    connected.retryAfter("/a", SECOND);
    connected.lose("cut");
    connected.retryAfter(Duration.ofSeconds(5));
    connected.take();

    connected.advance(Duration.ofSeconds(5));
    connected.establish();

    assertThat(connected.take())
        .containsExactly("openTransport 1", "handshake engine", "requestAuth /", "requestAuth /a");
  }

  @Test
  void aNamespaceThatWaitsAloneOpensAConnectionWhenThereIsNone() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.receive("41/a,");
    connected.retryAfter("/a", SECOND);
    connected.leave("/");
    connected.take();

    connected.advance(SECOND);

    assertThat(connected.take()).containsExactly("openTransport 0");
  }

  @Test
  void aHurryEndsThePauseButForgetsNoFailure() {
    driver.open("/");
    lose();
    driver.retryAfter(Duration.ofHours(1));
    driver.take();

    driver.session.hurry(driver.now());
    driver.advance(Duration.ZERO);
    assertThat(driver.take()).containsExactly("openTransport 1");

    driver.lose("cut");
    assertAsked("all TransportLost(cut) failures=2");
  }

  @Test
  void aHurryWhileTheRetryIsAskedLeavesNothingToWaitFor() {
    driver.open("/");
    lose();
    driver.take();

    driver.session.hurry(driver.now());
    driver.retryAfter(Duration.ofHours(1));
    driver.advance(Duration.ZERO);

    assertThat(driver.take())
        .containsExactly("retrying all 1 PT0S TransportLost(cut)", "openTransport 1");
    driver.lose("cut");
    driver.retryAfter(SECOND);
    driver.advanceAlmost(SECOND);
    assertThat(driver.take()).last().isEqualTo("retrying all 2 PT1S TransportLost(cut)");
  }

  @Test
  void aHurryStartsNothingThatNobodyWaitsFor() {
    driver.session.hurry(driver.now());
    driver.open("/");
    driver.take();
    driver.session.hurry(driver.now());
    driver.advance(SECOND);

    assertThat(driver.take()).isEmpty();
  }
}
