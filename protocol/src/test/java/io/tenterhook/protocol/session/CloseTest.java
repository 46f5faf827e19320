package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of the whole session, in every state: each namespace is told, then silence. */
class CloseTest {
  private final SessionDriver driver = new SessionDriver();

  private static void assertClosesWith(SessionDriver driver, String... lines) {
    driver.take();
    driver.close();
    assertThat(driver.take()).containsExactly(lines);
    assertThat(driver.hasNoDeadline()).isTrue();

    driver.close();
    driver.receive("40{\"sid\":\"late\"}");
    driver.lose("late");
    driver.authenticate("/", null);
    driver.retryAfter(Duration.ZERO);
    driver.giveUp();
    driver.advance(Duration.ofHours(1));
    assertThat(driver.take()).isEmpty();
  }

  @Test
  void beforeAnythingWasOpened() {
    assertClosesWith(driver);
  }

  @Test
  void whileTheTransportOpens() {
    driver.open("/");

    assertClosesWith(driver, "ended / ClientClosed", "closeTransport ClientClosed");
  }

  @Test
  void duringTheHandshake() {
    driver.open("/");
    driver.session.transportOpened();

    assertClosesWith(driver, "ended / ClientClosed", "closeTransport ClientClosed");
  }

  @Test
  void whileCredentialsAreAwaited() {
    driver.open("/");
    driver.establish();

    assertClosesWith(driver, "ended / ClientClosed", "closeTransport ClientClosed");
  }

  @Test
  void whileConnectIsUnanswered() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", null);

    assertClosesWith(driver, "ended / ClientClosed", "closeTransport ClientClosed");
  }

  @Test
  void whenConnected() {
    assertClosesWith(
        SessionDriver.connected("/", "/a"),
        "send 41",
        "ended / ClientClosed",
        "send 41/a,",
        "ended /a ClientClosed",
        "closeTransport ClientClosed");
  }

  @Test
  void whileTheRetryIsAsked() {
    driver.open("/");
    driver.lose("cut");

    assertClosesWith(driver, "ended / ClientClosed");
  }

  @Test
  void duringTheBackOff() {
    driver.open("/");
    driver.lose("cut");
    driver.retryAfter(Duration.ofSeconds(1));

    assertClosesWith(driver, "ended / ClientClosed");
  }

  @Test
  void duringTheBackOffOfOneNamespace() {
    SessionDriver two = SessionDriver.connected("/", "/a");
    two.receive("41/a,");
    two.retryAfter("/a", Duration.ofSeconds(1));

    assertClosesWith(
        two,
        "send 41",
        "ended / ClientClosed",
        "ended /a ClientClosed",
        "closeTransport ClientClosed");
  }

  @Test
  void whenALeftNamespaceIsOwedAnAnswer() {
    SessionDriver two = SessionDriver.connected("/");
    two.open("/a");
    two.authenticate("/a", null);
    two.leave("/a");

    assertClosesWith(two, "send 41", "ended / ClientClosed", "closeTransport ClientClosed");
  }

  @Test
  void failsWhatAwaitsAnAck() {
    SessionDriver connected = SessionDriver.connected("/");
    connected.emit(LabelledPacket.withAck("/", "[\"x\"]", Duration.ofSeconds(5)));

    assertClosesWith(
        connected,
        "send 41",
        "failed [\"x\"] CONNECTION_ENDED ClientClosed",
        "ended / ClientClosed",
        "closeTransport ClientClosed");
  }

  @Test
  void refusesWhateverComesAfterwards() {
    driver.open("/");
    driver.close();
    driver.take();

    driver.open("/");
    driver.open("/new");
    driver.emit(LabelledPacket.of("/", "[\"x\"]"));

    assertThat(driver.take())
        .containsExactly(
            "ended / ClientClosed",
            "ended /new ClientClosed",
            "failed [\"x\"] NOT_CONNECTED ClientClosed");
  }

  @Test
  void suspendSaysNothingToTheServerAndKeepsWhereWeWere() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", null);
    driver.receive("40{\"sid\":\"s\",\"pid\":\"p\"}");
    driver.receive("42[\"x\",\"offset\"]");
    driver.emit(LabelledPacket.withAck("/", "[\"y\"]", Duration.ofSeconds(5)));
    driver.take();

    driver.session.suspend(driver.now());

    assertThat(driver.take())
        .containsExactly(
            "failed [\"y\"] CONNECTION_ENDED ClientClosed",
            "ended / ClientClosed",
            "closeTransport ClientClosed");
    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("p", "offset"));
    assertThat(driver.hasNoDeadline()).isTrue();
    driver.open("/");
    assertThat(driver.take()).containsExactly("ended / ClientClosed");
  }

  @Test
  void suspendKeepsWhereWeWereDuringTheBackOffToo() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", null);
    driver.receive("40{\"sid\":\"s\",\"pid\":\"p\"}");
    driver.lose("cut");
    driver.retryAfter(Duration.ofSeconds(1));
    driver.take();

    driver.session.suspend(driver.now());

    assertThat(driver.take()).containsExactly("ended / ClientClosed");
    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("p", null));
    assertThat(driver.hasNoDeadline()).isTrue();
  }
}
