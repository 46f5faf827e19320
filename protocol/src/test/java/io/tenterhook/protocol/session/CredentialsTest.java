package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.socketio.Namespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The credentials are asked for anew for every CONNECT, and an answer counts only for its own. */
class CredentialsTest {
  private final SessionDriver driver = new SessionDriver();

  private void establish() {
    driver.open("/");
    driver.establish();
    driver.take();
  }

  @Test
  void sendsThemAsThePayloadOfConnect() {
    establish();

    driver.authenticate("/", "{\"token\":\"x\"}");

    assertThat(driver.take()).containsExactly("send 40{\"token\":\"x\"}");
  }

  @Test
  void sendsABareConnectWithoutThem() {
    establish();

    driver.authenticate("/", null);

    assertThat(driver.take()).containsExactly("send 40");
  }

  @Test
  void sendsThemBehindTheNameOfTheNamespace() {
    driver.open("/chat");
    driver.establish();
    driver.take();

    driver.authenticate("/chat", "{\"a\":1}");

    assertThat(driver.take()).containsExactly("send 40/chat,{\"a\":1}");
  }

  @Test
  void areAskedForAtEachReconnect() {
    establish();
    driver.accept("/");
    for (int i = 0; i < 3; i++) {
      driver.lose("cut");
      driver.retryAfter(Duration.ZERO);
      driver.advance(Duration.ZERO);
      driver.take();

      driver.establish();
      assertThat(driver.take()).containsExactly("handshake engine", "requestAuth /");
      driver.accept("/");
    }
  }

  @Test
  void areAskedForWhenANamespaceIsOpenedAgain() {
    SessionDriver two = SessionDriver.connected("/", "/chat");
    two.leave("/chat");
    two.advance(SessionDriver.REOPEN_PAUSE);
    two.take();

    two.open("/chat");

    assertThat(two.take()).containsExactly("requestAuth /chat");
  }

  @Test
  void areDroppedWhenTheConnectionIsGone() {
    establish();
    int ticket = driver.output.authTicket(Namespace.ROOT);
    driver.lose("cut");
    driver.take();

    driver.authenticate("/", ticket, "{}");
    driver.session.authFailed(Namespace.ROOT, ticket, "late", driver.now());

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void areDroppedWhenTheNextConnectionHasAskedAgain() {
    establish();
    int ticket = driver.output.authTicket(Namespace.ROOT);
    driver.lose("cut");
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.take();

    driver.authenticate("/", ticket, "{\"old\":1}");
    assertThat(driver.take()).isEmpty();
    driver.authenticate("/", "{\"new\":1}");

    assertThat(driver.take()).containsExactly("send 40{\"new\":1}");
  }

  @Test
  void areDroppedWhenTheUserHasLeft() {
    driver.open("/chat");
    establish();
    driver.leave("/chat");
    driver.take();

    driver.authenticate("/chat", "{}");

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void areDroppedWhenTheNamespaceWasLeftForgottenAndOpenedAgain() {
    driver.open("/chat");
    establish();
    int ticket = driver.output.authTicket(Namespace.of("/chat"));
    driver.leave("/chat");
    driver.open("/another");
    driver.open("/chat");
    driver.take();

    driver.authenticate("/chat", ticket, "{\"old\":1}");

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void areTakenOnce() {
    establish();

    driver.authenticate("/", "{}");
    driver.authenticate("/", "{}");

    assertThat(driver.take()).containsExactly("send 40{}");
  }

  @Test
  void areIgnoredForANamespaceThatWasNeverOpened() {
    establish();

    driver.authenticate("/other", 1, "{}");
    driver.session.authFailed(Namespace.of("/other"), 1, "late", driver.now());

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void failingEndOnlyThisAttemptAndTheNextAsksAgain() {
    establish();

    driver.failAuth("/", "vault is sealed");
    driver.retryAfter(Duration.ofSeconds(1));
    driver.advance(Duration.ofSeconds(1));
    driver.establish();

    assertThat(driver.take())
        .containsExactly(
            "closeTransport AuthFailed(vault is sealed)",
            "askRetry all AuthFailed(vault is sealed) failures=1",
            "retrying all 1 PT1S AuthFailed(vault is sealed)",
            "openTransport 1",
            "handshake engine",
            "requestAuth /");
  }

  @Test
  void failingForOneNamespaceLeaveTheOthersAlone() {
    SessionDriver two = SessionDriver.connected("/");
    two.open("/chat");
    two.take();

    two.failAuth("/chat", "no");
    two.retryAfter("/chat", Duration.ofSeconds(1));
    two.advance(Duration.ofSeconds(1));

    assertThat(two.take())
        .containsExactly(
            "askRetry /chat AuthFailed(no) failures=1 everConnected",
            "retrying /chat 1 PT1S AuthFailed(no)",
            "requestAuth /chat");
  }
}
