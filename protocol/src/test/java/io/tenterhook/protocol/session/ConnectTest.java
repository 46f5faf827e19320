package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket.IO v5, "Connection to a namespace": the answers of the server, good and bad. */
class ConnectTest {
  private final SessionDriver driver = new SessionDriver();

  private void sendConnect(String... namespaces) {
    for (String namespace : namespaces) {
      driver.open(namespace);
    }
    driver.establish();
    for (String namespace : namespaces) {
      driver.authenticate(namespace, null);
    }
    driver.take();
  }

  @Test
  void anAnswerWithSidConnects() {
    sendConnect("/");

    driver.receive("40{\"sid\":\"abc\"}");

    assertThat(driver.take()).containsExactly("connected / abc");
  }

  @Test
  void anAnswerMayHoldMore() {
    sendConnect("/");

    driver.receive("40{\"pid\":\"p\",\"sid\":\"a\\u0062c\",\"x\":[{}]}");

    assertThat(driver.take()).containsExactly("connected / abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40", "40{}", "40{\"sid\":7}", "40{\"pid\":\"p\"}"})
  void anAnswerWithoutSidBreaksARule(String answer) {
    sendConnect("/");

    driver.receive(answer);

    assertThat(driver.take())
        .containsExactly(
            "closeTransport ProtocolViolated(CONNECT_WITHOUT_SID)",
            "askRetry all ProtocolViolated(CONNECT_WITHOUT_SID) failures=1");
  }

  @Test
  void aConnectWithoutSidBeforeOursBreaksARuleAtOnceAsItComesFromSocketIo2() {
    driver.open("/");
    driver.establish();
    driver.take();

    driver.receive("40");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport ProtocolViolated(CONNECT_WITHOUT_SID)",
            "askRetry all ProtocolViolated(CONNECT_WITHOUT_SID) failures=1");
  }

  @Test
  void soDoesOneForTheMainNamespaceWhenOnlyAnotherIsWanted() {
    driver.open("/chat");
    driver.establish();
    driver.take();

    driver.receive("40");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport ProtocolViolated(CONNECT_WITHOUT_SID)",
            "askRetry all ProtocolViolated(CONNECT_WITHOUT_SID) failures=1");
  }

  @Test
  void aConnectWithSidThatNobodyAskedForIsDropped() {
    driver.open("/");
    driver.establish();
    driver.take();

    driver.receive("40{\"sid\":\"a\"}");
    driver.receive(SessionDriver.connectAnswer("/never"));

    assertThat(driver.take())
        .containsExactly("dropped / NAMESPACE_NOT_OPEN", "dropped /never NAMESPACE_NOT_OPEN");
  }

  @Test
  void aSecondAnswerBreaksARule() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.receive("40{\"sid\":\"other\"}");

    assertThat(connected.take())
        .containsExactly(
            "closeTransport ProtocolViolated(SECOND_CONNECT)",
            "interrupted / ProtocolViolated(SECOND_CONNECT)",
            "askRetry all ProtocolViolated(SECOND_CONNECT) failures=1 everConnected");
  }

  @Test
  void anErrorAfterTheAnswerBreaksARule() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.receive("44{\"message\":\"late\"}");

    assertThat(connected.take())
        .first()
        .isEqualTo("closeTransport ProtocolViolated(CONNECT_ERROR_AFTER_CONNECT)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "44{\"message\":\"no\",\"data\":{\"code\":7}} | Refused({\"message\":\"no\",\"data\":{\"code\":7}})",
        "44\"no\" | Refused(\"no\")",
        "44 | Refused"
      })
  void anErrorIsARefusalWithItsPayload(String error, String end) {
    sendConnect("/");

    driver.receive(error);

    assertThat(driver.take())
        .containsExactly("closeTransport " + end, "askRetry all " + end + " failures=1");
  }

  @Test
  void namespacesShareOneConnection() {
    sendConnect("/", "/a", "/b");

    driver.receive("40/b,{\"sid\":\"sb\"}");
    driver.receive("40{\"sid\":\"s\"}");
    driver.receive("42/b,[\"to b\"]");
    driver.receive("40/a,{\"sid\":\"sa\"}");
    driver.receive("42[\"to root\"]");

    assertThat(driver.take())
        .containsExactly(
            "connected /b sb",
            "connected / s",
            "event /b [\"to b\"]",
            "connected /a sa",
            "event / [\"to root\"]");
  }

  @Test
  void aNamespaceOpenedLaterJoinsTheConnection() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.open("/a");
    connected.authenticate("/a", "{}");
    connected.receive("40/a,{\"sid\":\"sa\"}");

    assertThat(connected.take())
        .containsExactly("requestAuth /a", "send 40/a,{}", "connected /a sa");
  }

  @Test
  void aNamespaceOpenedDuringTheHandshakeJoinsIt() {
    driver.open("/");
    driver.session.transportOpened();
    driver.open("/a");
    driver.receive(SessionDriver.openPacket("e"));

    assertThat(driver.take())
        .containsExactly("openTransport 0", "handshake e", "requestAuth /", "requestAuth /a");
  }

  @Test
  void oneRefusedNamespaceRetriesAloneWhileOthersLive() {
    sendConnect("/", "/a");
    driver.receive("40{\"sid\":\"s\"}");
    driver.take();

    driver.receive("44/a,{\"message\":\"no\"}");
    driver.retryAfter("/a", Duration.ofSeconds(2));
    driver.advanceAlmost(Duration.ofSeconds(2));
    driver.receive("42[\"still here\"]");
    driver.lastNanosecond();
    driver.accept("/a");

    assertThat(driver.take())
        .containsExactly(
            "askRetry /a Refused({\"message\":\"no\"}) failures=1 everConnected",
            "retrying /a 1 PT2S Refused({\"message\":\"no\"})",
            "event / [\"still here\"]",
            "requestAuth /a",
            "send 40/a,",
            "connected /a /a");
  }

  @Test
  void theLastRefusedNamespaceClosesTheTransport() {
    sendConnect("/", "/a");

    driver.receive("44{\"message\":\"no\"}");
    assertThat(driver.take())
        .containsExactly("askRetry / Refused({\"message\":\"no\"}) failures=1");
    driver.receive("44/a,{\"message\":\"neither\"}");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport Refused({\"message\":\"neither\"})",
            "askRetry all Refused({\"message\":\"neither\"}) failures=1");
  }

  @Test
  void nothingIsSentOnARefusedNamespace() {
    sendConnect("/", "/a");
    driver.receive("44/a,{\"message\":\"no\"}");
    driver.take();

    driver.emit(LabelledPacket.of("/a", "[\"x\"]"));
    driver.session.acknowledge(LabelledPacket.of("/a", "[1]"), 3);
    driver.leave("/a");

    assertThat(driver.take())
        .containsExactly(
            "failed [\"x\"] NOT_CONNECTED",
            "failed [1] NOT_CONNECTED",
            "ended /a ClientDisconnected");
  }

  @Test
  void anAnswerBeforeTheQuestionIsDropped() {
    driver.open("/");
    driver.establish();
    driver.take();

    driver.receive("40{\"sid\":\"early\"}");
    driver.receive("44{\"message\":\"early\"}");

    assertThat(driver.take())
        .containsExactly("dropped / NAMESPACE_NOT_OPEN", "dropped / NAMESPACE_NOT_OPEN");
  }
}
