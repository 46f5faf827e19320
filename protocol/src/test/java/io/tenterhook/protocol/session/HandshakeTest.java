package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO v4, "Handshake": the server speaks first, and once. */
class HandshakeTest {
  private final SessionDriver driver = new SessionDriver();

  @Test
  void openingTheFirstNamespaceOpensTheTransport() {
    driver.open("/");

    assertThat(driver.take()).containsExactly("openTransport 0");
  }

  @Test
  void openingMoreNamespacesOpensNoSecondTransport() {
    driver.open("/");
    driver.open("/");
    driver.open("/chat");

    assertThat(driver.take()).containsExactly("openTransport 0");
  }

  @Test
  void asksForCredentialsAfterTheOpenPacketAndNotBefore() {
    driver.open("/");
    driver.take();

    driver.session.transportOpened();
    assertThat(driver.take()).isEmpty();
    driver.receive(SessionDriver.openPacket("e1"));

    assertThat(driver.take()).containsExactly("handshake e1", "requestAuth /");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "40", "42[\"a\"]", "5", "6"})
  void refusesAnyOtherFirstPacket(String packet) {
    driver.open("/");
    driver.session.transportOpened();
    driver.take();

    driver.receive(packet);

    assertThat(driver.take())
        .containsExactly(
            "closeTransport ProtocolViolated(UNEXPECTED_ENGINE_PACKET)",
            "askRetry all ProtocolViolated(UNEXPECTED_ENGINE_PACKET) failures=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0{",
        "0[]",
        "0{\"sid\":\"\",\"upgrades\":[],\"pingInterval\":1,\"pingTimeout\":1}",
        "0{\"sid\":\"a\",\"upgrades\":[],\"pingInterval\":0,\"pingTimeout\":1}"
      })
  void refusesAMalformedOpenPacket(String packet) {
    driver.open("/");
    driver.session.transportOpened();
    driver.take();

    driver.receive(packet);

    assertThat(driver.take())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("closeTransport ProtocolViolated(");
  }

  @Test
  void refusesBinaryBeforeTheOpenPacket() {
    driver.open("/");
    driver.session.transportOpened();
    driver.take();

    driver.receiveBinary(1, 2);

    assertThat(driver.take())
        .first()
        .isEqualTo("closeTransport ProtocolViolated(UNEXPECTED_ENGINE_PACKET)");
  }

  @Test
  void aTransportThatIsReportedOpenTwiceChangesNothing() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.session.transportOpened();
    connected.receive("42[\"x\"]");

    assertThat(connected.take()).containsExactly("event / [\"x\"]");
  }

  @Test
  void refusesASecondOpenPacket() {
    driver.open("/");
    driver.establish();
    driver.take();

    driver.receive(SessionDriver.openPacket("e2"));

    assertThat(driver.take())
        .first()
        .isEqualTo("closeTransport ProtocolViolated(UNEXPECTED_ENGINE_PACKET)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "x", "5"})
  void refusesWhatHasNoPlaceOnAnOpenConnection(String message) {
    SessionDriver connected = SessionDriver.connected("/");

    connected.receive(message);

    assertThat(connected.take()).first().asString().startsWith("closeTransport ProtocolViolated(");
  }

  @Test
  void ignoresWhatTheTransportSaysWhenThereIsNone() {
    driver.session.transportOpened();
    driver.receive("0{}");
    driver.receiveBinary(1);
    driver.lose("cut");
    driver.session.readingPaused();
    driver.session.readingResumed(driver.now());

    assertThat(driver.take()).isEmpty();
    assertThat(driver.hasNoDeadline()).isTrue();
  }
}
