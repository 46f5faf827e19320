package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.protocol.socketio.Namespace;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Socket.IO v5, "Disconnection from a namespace", by the user, in every state. */
class LeaveTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final SessionDriver driver = new SessionDriver();

  private void assertSilentForEver(SessionDriver left) {
    assertThat(left.hasNoDeadline()).isTrue();
    left.advance(LONG);
    left.lose("late");
    left.receive("40{\"sid\":\"late\"}");
    left.authenticate("/", null);
    left.retryAfter(Duration.ZERO);
    left.advance(LONG);
    assertThat(left.take()).isEmpty();
  }

  @Test
  void aNamespaceThatIsNotOpenIsNoNews() {
    driver.leave("/");
    driver.open("/");
    driver.leave("/");
    driver.take();

    driver.leave("/");

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void whileTheTransportOpens() {
    driver.open("/");
    driver.take();

    driver.leave("/");

    assertThat(driver.take())
        .containsExactly("ended / ClientDisconnected", "closeTransport Unused");
    assertSilentForEver(driver);
  }

  @Test
  void duringTheHandshake() {
    driver.open("/");
    driver.session.transportOpened();
    driver.take();

    driver.leave("/");

    assertThat(driver.take())
        .containsExactly("ended / ClientDisconnected", "closeTransport Unused");
    assertSilentForEver(driver);
  }

  @Test
  void whileCredentialsAreAwaited() {
    driver.open("/");
    driver.establish();
    driver.take();

    driver.leave("/");

    assertThat(driver.take())
        .containsExactly("ended / ClientDisconnected", "closeTransport Unused");
    assertSilentForEver(driver);
  }

  @Test
  void whileConnectIsUnanswered() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", null);
    driver.take();

    driver.leave("/");

    assertThat(driver.take())
        .containsExactly("ended / ClientDisconnected", "closeTransport Unused");
    assertSilentForEver(driver);
  }

  @Test
  void whenConnectedSendsDisconnect() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.leave("/");

    assertThat(connected.take())
        .containsExactly("send 41", "ended / ClientDisconnected", "closeTransport Unused");
    assertSilentForEver(connected);
  }

  @Test
  void whileTheRetryIsAsked() {
    driver.open("/");
    driver.lose("cut");
    driver.take();

    driver.leave("/");

    assertThat(driver.take()).containsExactly("ended / ClientDisconnected");
    assertSilentForEver(driver);
  }

  @Test
  void duringTheBackOff() {
    driver.open("/");
    driver.lose("cut");
    driver.retryAfter(Duration.ofSeconds(1));
    driver.take();

    driver.leave("/");

    assertThat(driver.take()).containsExactly("ended / ClientDisconnected");
    assertSilentForEver(driver);
  }

  @Test
  void duringTheBackOffOfOneNamespace() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.receive("41/a,");
    connected.retryAfter("/a", Duration.ofSeconds(1));
    connected.take();

    connected.leave("/a");
    connected.advance(Duration.ofSeconds(2));

    assertThat(connected.take()).containsExactly("ended /a ClientDisconnected");
  }

  @Test
  void oneNamespaceKeepsTheConnectionForTheOthers() {
    SessionDriver connected = SessionDriver.connected("/", "/a");

    connected.leave("/a");
    connected.receive("42[\"x\"]");
    connected.leave("/");

    assertThat(connected.take())
        .containsExactly(
            "send 41/a,",
            "ended /a ClientDisconnected",
            "event / [\"x\"]",
            "send 41",
            "ended / ClientDisconnected",
            "closeTransport Unused");
  }

  @Test
  void nothingIsSentAfterwards() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.leave("/a");
    connected.take();

    connected.emit(LabelledPacket.of("/a", "[\"x\"]"));
    connected.session.acknowledge(LabelledPacket.of("/a", "[1]"), 3);
    connected.leave("/a");

    assertThat(connected.take())
        .containsExactly("failed [\"x\"] NOT_CONNECTED", "failed [1] NOT_CONNECTED");
  }

  @Test
  void whatStillComesIsDropped() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.leave("/a");
    connected.take();

    connected.receive("42/a,[\"x\"]");
    connected.receive("41/a,");

    assertThat(connected.take())
        .containsExactly("dropped /a NAMESPACE_NOT_OPEN", "dropped /a NAMESPACE_NOT_OPEN");
  }

  @Test
  void aLeftNamespaceIsNotKept() {
    driver.open("/");
    List<WeakReference<Namespace>> left = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Namespace job = Namespace.of("/job" + i);
      left.add(new WeakReference<>(job));
      driver.session.open(job, driver.now());
      driver.session.leave(job, driver.now());
    }
    driver.open("/next");
    driver.take();

    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(left).allMatch(job -> job.refersTo(null));
            });
    assertThat(driver.session.nextDeadline()).isPositive();
  }

  // ---- the server may not have handled our DISCONNECT

  @Test
  void openingAgainAtOnceGivesTheServerAMomentToHandleTheDisconnect() {
    SessionDriver two = SessionDriver.connected("/", "/a");
    two.leave("/a");
    two.take();

    two.open("/a");
    two.advanceAlmost(SessionDriver.REOPEN_PAUSE);
    assertThat(two.take()).isEmpty();
    two.lastNanosecond();

    assertThat(two.take()).containsExactly("requestAuth /a");
  }

  @Test
  void openingAgainLaterNeedsNoPause() {
    SessionDriver two = SessionDriver.connected("/", "/a");
    two.leave("/a");
    two.advance(SessionDriver.REOPEN_PAUSE);
    two.take();

    two.open("/a");

    assertThat(two.take()).containsExactly("requestAuth /a");
  }

  @Test
  void thePauseIsKeptWhenOtherNamesAreOpened() {
    SessionDriver two = SessionDriver.connected("/", "/a");
    two.leave("/a");
    two.open("/b");
    two.take();

    two.open("/a");

    assertThat(two.take()).isEmpty();
  }

  @Test
  void leavingDuringThePauseSendsNothing() {
    SessionDriver two = SessionDriver.connected("/", "/a");
    two.leave("/a");
    two.open("/a");
    two.take();

    two.leave("/a");
    two.advance(SessionDriver.REOPEN_PAUSE);

    assertThat(two.take()).containsExactly("ended /a ClientDisconnected");
  }

  @Test
  void thePauseEndsWithTheConnection() {
    SessionDriver two = SessionDriver.connected("/", "/a");
    two.leave("/a");
    two.open("/a");
    two.lose("cut");
    two.retryAfter(Duration.ZERO);
    two.advance(Duration.ZERO);
    two.take();

    two.establish();

    assertThat(two.take()).containsExactly("handshake engine", "requestAuth /", "requestAuth /a");
  }

  // ---- the server still owes an answer to CONNECT

  private SessionDriver leftWhileConnectIsUnanswered() {
    SessionDriver two = SessionDriver.connected("/");
    two.open("/a");
    two.authenticate("/a", null);
    two.leave("/a");
    two.take();
    return two;
  }

  @Test
  void aLateAnswerIsAnsweredByDisconnect() {
    SessionDriver two = leftWhileConnectIsUnanswered();

    two.receive("42/a,[\"early\"]");
    two.receive("40/a,{\"sid\":\"late\"}");
    two.receive("42/a,[\"after\"]");

    assertThat(two.take())
        .containsExactly(
            "dropped /a NAMESPACE_NOT_OPEN", "send 41/a,", "dropped /a NAMESPACE_NOT_OPEN");
  }

  @Test
  void aLateRefusalOrDisconnectIsNotAnswered() {
    SessionDriver refused = leftWhileConnectIsUnanswered();
    refused.receive("44/a,{\"message\":\"no\"}");
    assertThat(refused.take()).isEmpty();

    SessionDriver sentAway = leftWhileConnectIsUnanswered();
    sentAway.receive("41/a,");
    assertThat(sentAway.take()).isEmpty();
  }

  @Test
  void openingAgainSendsNoSecondConnectButTakesTheAnswer() {
    SessionDriver two = leftWhileConnectIsUnanswered();

    two.open("/a");
    assertThat(two.take()).isEmpty();
    two.receive("40/a,{\"sid\":\"late\"}");

    assertThat(two.take()).containsExactly("connected /a late");
  }

  @Test
  void openingAgainAwaitsTheAnswerForItsOwnTime() {
    SessionDriver two = leftWhileConnectIsUnanswered();
    two.advance(Duration.ofSeconds(15));
    two.open("/a");

    two.advanceAlmost(SessionDriver.CONNECT_TIMEOUT);
    assertThat(two.take()).isEmpty();
    two.lastNanosecond();

    assertThat(two.take()).first().isEqualTo("closeTransport TimedOut(CONNECT PT20S)");
  }

  @Test
  void openingAgainAfterTheLateAnswerConnectsAnew() {
    SessionDriver two = leftWhileConnectIsUnanswered();
    two.receive("40/a,{\"sid\":\"late\"}");
    two.advance(SessionDriver.REOPEN_PAUSE);
    two.take();

    two.open("/a");
    two.accept("/a");

    assertThat(two.take()).containsExactly("requestAuth /a", "send 40/a,", "connected /a /a");
  }

  @Test
  void anOwedAnswerIsForgottenWithTheConnection() {
    SessionDriver two = leftWhileConnectIsUnanswered();
    two.lose("cut");
    two.retryAfter(Duration.ZERO);
    two.advance(Duration.ZERO);
    two.take();

    two.establish();
    two.open("/a");

    assertThat(two.take()).containsExactly("handshake engine", "requestAuth /", "requestAuth /a");
  }

  @Test
  void anOwedAnswerDoesNotKeepTheConnection() {
    SessionDriver two = leftWhileConnectIsUnanswered();

    two.leave("/");

    assertThat(two.take())
        .containsExactly("send 41", "ended / ClientDisconnected", "closeTransport Unused");
  }
}
