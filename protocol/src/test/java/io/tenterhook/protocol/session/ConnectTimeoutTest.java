package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One span of patience from the start of an attempt to the answer to CONNECT, told by phase. */
class ConnectTimeoutTest {
  private final SessionDriver driver = new SessionDriver();

  /** The time is up exactly now, for the whole connection. */
  private void assertTimesOut(String phase) {
    driver.take();
    driver.advanceAlmost(remaining());
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();
    assertThat(driver.take())
        .containsExactly(
            "closeTransport TimedOut(" + phase + " PT20S)",
            "askRetry all TimedOut(" + phase + " PT20S) failures=1");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  private Duration remaining() {
    return SessionDriver.CONNECT_TIMEOUT.minusSeconds(5);
  }

  private void openAndPassFiveSeconds() {
    driver.open("/");
    driver.advance(Duration.ofSeconds(5));
  }

  @Test
  void endsATransportThatNeverOpens() {
    openAndPassFiveSeconds();

    assertTimesOut("TRANSPORT");
  }

  @Test
  void endsAServerThatNeverSendsOpen() {
    openAndPassFiveSeconds();
    driver.session.transportOpened();

    assertTimesOut("HANDSHAKE");
  }

  @Test
  void endsCredentialsThatNeverCome() {
    openAndPassFiveSeconds();
    driver.establish();

    assertTimesOut("AUTH");
  }

  @Test
  void endsAConnectThatIsNeverAnswered() {
    openAndPassFiveSeconds();
    driver.establish();
    driver.authenticate("/", null);

    assertTimesOut("CONNECT");
  }

  @Test
  void isNotProlongedByPingsOrEvents() {
    openAndPassFiveSeconds();
    driver.establish();
    driver.authenticate("/", null);
    driver.receive("2");
    driver.receive("42[\"early\"]");

    assertTimesOut("CONNECT");
  }

  @Test
  void countsAnewForTheNextAttempt() {
    openAndPassFiveSeconds();
    driver.lose("cut");
    driver.retryAfter(Duration.ofSeconds(60));
    driver.advance(Duration.ofSeconds(60));
    driver.take();

    driver.advanceAlmost(SessionDriver.CONNECT_TIMEOUT);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take()).first().isEqualTo("closeTransport TimedOut(TRANSPORT PT20S)");
  }

  @Test
  void countsFromTheOpeningOfANamespaceThatCameLater() {
    SessionDriver connected = SessionDriver.connected("/");
    connected.advance(Duration.ofSeconds(15));
    connected.open("/a");
    connected.take();

    connected.advanceAlmost(SessionDriver.CONNECT_TIMEOUT);
    assertThat(connected.take()).isEmpty();
    connected.lastNanosecond();

    assertThat(connected.take())
        .containsExactly("askRetry /a TimedOut(AUTH PT20S) failures=1 everConnected");
  }

  @Test
  void anUnansweredConnectEndsTheConnectionAsItMustNotBeSentTwice() {
    SessionDriver connected = SessionDriver.connected("/");
    connected.open("/a");
    connected.authenticate("/a", null);
    connected.take();

    connected.advance(SessionDriver.CONNECT_TIMEOUT);

    assertThat(connected.take())
        .containsExactly(
            "closeTransport TimedOut(CONNECT PT20S)",
            "interrupted / TimedOut(CONNECT PT20S)",
            "askRetry all TimedOut(CONNECT PT20S) failures=1 everConnected");
  }

  @Test
  void isOverOnceConnected() {
    openAndPassFiveSeconds();
    driver.establish();
    driver.accept("/");
    driver.take();

    driver.advance(SessionDriver.CONNECT_TIMEOUT);

    assertThat(driver.take()).isEmpty();
  }
}
