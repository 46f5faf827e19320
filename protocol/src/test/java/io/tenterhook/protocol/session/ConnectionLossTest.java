package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a connection, or a namespace on it, comes to its end without the user's wish. */
class ConnectionLossTest {
  private final SessionDriver driver = new SessionDriver();

  @Test
  void aTransportThatCannotBeOpenedIsAskedAbout() {
    driver.open("/");
    driver.take();

    driver.lose("refused");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport TransportLost(refused)",
            "askRetry all TransportLost(refused) failures=1");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void aLossDuringTheHandshakeIsAskedAbout() {
    driver.open("/");
    driver.session.transportOpened();
    driver.take();

    driver.lose("cut");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport TransportLost(cut)", "askRetry all TransportLost(cut) failures=1");
  }

  @Test
  void aLossWhileCredentialsAreAwaitedIsAskedAbout() {
    driver.open("/");
    driver.establish();
    driver.take();

    driver.lose("cut");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport TransportLost(cut)", "askRetry all TransportLost(cut) failures=1");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void aLossWhileConnectIsUnansweredIsAskedAbout() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", null);
    driver.take();

    driver.lose("cut");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport TransportLost(cut)", "askRetry all TransportLost(cut) failures=1");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void aLossInterruptsEachConnectedNamespaceAndAsksOnce() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.open("/b");
    connected.take();

    connected.lose("cut");

    assertThat(connected.take())
        .containsExactly(
            "closeTransport TransportLost(cut)",
            "interrupted / TransportLost(cut)",
            "interrupted /a TransportLost(cut)",
            "askRetry all TransportLost(cut) failures=1 everConnected");
    assertThat(connected.hasNoDeadline()).isTrue();
  }

  @Test
  void aLossDuringTheBackOffIsNoNews() {
    driver.open("/");
    driver.lose("cut");
    driver.take();

    driver.lose("again");
    driver.retryAfter(Duration.ofSeconds(1));
    driver.lose("and again");

    assertThat(driver.take()).containsExactly("retrying all 1 PT1S TransportLost(cut)");
  }

  @Test
  void theNextConnectionBringsEveryNamespaceBack() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.lose("cut");
    connected.retryAfter(Duration.ofSeconds(1));
    connected.advance(Duration.ofSeconds(1));
    connected.take();

    connected.establish();
    connected.accept("/");
    connected.accept("/a");

    assertThat(connected.take())
        .containsExactly(
            "handshake engine",
            "requestAuth /",
            "requestAuth /a",
            "send 40",
            "connected / /",
            "send 40/a,",
            "connected /a /a");
  }

  @Test
  void anEngineCloseIsItsOwnEnd() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.receive("1");

    assertThat(connected.take())
        .containsExactly(
            "closeTransport EngineClosed",
            "interrupted / EngineClosed",
            "askRetry all EngineClosed failures=1 everConnected");
  }

  @Test
  void aDisconnectOfTheOnlyNamespaceClosesTheTransport() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.receive("41");

    assertThat(connected.take())
        .containsExactly(
            "closeTransport ServerDisconnected",
            "interrupted / ServerDisconnected",
            "askRetry all ServerDisconnected failures=1 everConnected");
  }

  @Test
  void aDisconnectOfOneNamespaceIsAskedAboutAlone() {
    SessionDriver connected = SessionDriver.connected("/", "/a");

    connected.receive("41/a,");
    connected.receive("42[\"still here\"]");

    assertThat(connected.take())
        .containsExactly(
            "interrupted /a ServerDisconnected",
            "askRetry /a ServerDisconnected failures=1 everConnected",
            "event / [\"still here\"]");
  }

  @Test
  void nothingIsSentOnANamespaceAfterTheServersDisconnect() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.receive("41/a,");
    connected.take();

    connected.emit(LabelledPacket.of("/a", "[\"x\"]"));
    connected.session.acknowledge(LabelledPacket.of("/a", "[1]"), 3);
    connected.leave("/a");

    assertThat(connected.take())
        .containsExactly(
            "failed [\"x\"] NOT_CONNECTED",
            "failed [1] NOT_CONNECTED",
            "ended /a ClientDisconnected");
  }

  @Test
  void aDisconnectInsteadOfTheAnswerFailsTheAttempt() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", null);
    driver.take();

    driver.receive("41");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport ServerDisconnected", "askRetry all ServerDisconnected failures=1");
  }

  @Test
  void aDisconnectOfAnEarlierSocketDoesNotTouchTheNextOne() {
    SessionDriver connected = SessionDriver.connected("/", "/a");
    connected.leave("/a");
    connected.open("/a");
    connected.advance(SessionDriver.REOPEN_PAUSE);
    connected.take();

    connected.receive("41/a,");
    connected.accept("/a");

    assertThat(connected.take())
        .containsExactly("dropped /a NAMESPACE_NOT_OPEN", "send 40/a,", "connected /a /a");
  }

  @Test
  void aBrokenRuleEndsTheConnection() {
    SessionDriver connected = SessionDriver.connected("/", "/a");

    connected.receive("42{}");

    assertThat(connected.take())
        .containsExactly(
            "closeTransport ProtocolViolated(INVALID_EVENT_PAYLOAD)",
            "interrupted / ProtocolViolated(INVALID_EVENT_PAYLOAD)",
            "interrupted /a ProtocolViolated(INVALID_EVENT_PAYLOAD)",
            "askRetry all ProtocolViolated(INVALID_EVENT_PAYLOAD) failures=1 everConnected");
  }
}
