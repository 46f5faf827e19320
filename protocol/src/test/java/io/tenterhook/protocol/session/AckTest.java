package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Socket.IO v5, "Acknowledgement", in both directions: each packet has exactly one fate. */
class AckTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final SessionDriver driver = SessionDriver.connected("/", "/a");

  private void call(String namespace, String json) {
    driver.emit(LabelledPacket.withAck(namespace, json, TIMEOUT));
  }

  /** The connection is lost and another one made. */
  private void reconnect() {
    driver.lose("cut");
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.accept("/");
    driver.accept("/a");
    driver.take();
  }

  @Test
  void aPacketThatWantsNoneIsDoneWhenSent() {
    driver.emit(LabelledPacket.of("/", "[\"x\",1]"));

    assertThat(driver.take()).containsExactly("send 42[\"x\",1] completes [\"x\",1]");
  }

  @Test
  void aReplyReachesItsPacket() {
    call("/", "[\"x\"]");
    call("/", "[\"y\"]");

    driver.receive("431[true]");
    driver.receive("430[]");

    assertThat(driver.take())
        .containsExactly(
            "send 420[\"x\"] completes [\"x\"]",
            "send 421[\"y\"] completes [\"y\"]",
            "acked [\"y\"] [true]",
            "acked [\"x\"] []");
  }

  @Test
  void aBinaryReplyReachesItsPacket() {
    call("/", "[\"x\"]");
    driver.take();

    driver.receive("461-0[{\"_placeholder\":true,\"num\":0}]");
    assertThat(driver.take()).isEmpty();
    driver.receiveBinary(0xab);

    assertThat(driver.take())
        .containsExactly("acked [\"x\"] [{\"_placeholder\":true,\"num\":0}] +ab");
  }

  @Test
  void idsAreCountedPerNamespace() {
    call("/", "[\"x\"]");
    call("/a", "[\"y\"]");

    assertThat(driver.take())
        .containsExactly(
            "send 420[\"x\"] completes [\"x\"]", "send 42/a,0[\"y\"] completes [\"y\"]");
  }

  @Test
  void aReplyCountsOnlyForItsNamespace() {
    call("/", "[\"x\"]");
    driver.take();

    driver.receive("43/a,0[]");

    assertThat(driver.take()).containsExactly("dropped /a ACK_NOT_AWAITED");
  }

  @Test
  void anUnknownReplyIsDropped() {
    driver.receive("4399[]");

    assertThat(driver.take()).containsExactly("dropped / ACK_NOT_AWAITED");
  }

  @Test
  void aRepeatedReplyIsDropped() {
    call("/", "[\"x\"]");
    driver.receive("430[]");
    driver.take();

    driver.receive("430[]");

    assertThat(driver.take()).containsExactly("dropped / ACK_NOT_AWAITED");
  }

  @Test
  void noReplyInTimeFailsExactlyThen() {
    call("/", "[\"x\"]");
    driver.take();

    driver.advanceAlmost(TIMEOUT);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take()).containsExactly("failed [\"x\"] ACK_TIMEOUT");
  }

  @Test
  void aLateReplyIsDropped() {
    call("/", "[\"x\"]");
    driver.advance(TIMEOUT);
    driver.take();

    driver.receive("430[]");

    assertThat(driver.take()).containsExactly("dropped / ACK_NOT_AWAITED");
  }

  @Test
  void theLongestTimeoutNeverComes() {
    driver.emit(LabelledPacket.withAck("/", "[\"x\"]", Duration.ofNanos(Long.MAX_VALUE)));
    driver.take();

    driver.advance(Duration.ofSeconds(1));
    assertThat(driver.take()).isEmpty();
    driver.receive("430[]");

    assertThat(driver.take()).containsExactly("acked [\"x\"] []");
  }

  @Test
  void aLostConnectionFailsThemInOrder() {
    call("/", "[\"x\"]");
    call("/a", "[\"y\"]");
    call("/", "[\"z\"]");
    driver.take();

    driver.lose("cut");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport TransportLost(cut)",
            "interrupted / TransportLost(cut)",
            "failed [\"x\"] CONNECTION_ENDED TransportLost(cut)",
            "failed [\"z\"] CONNECTION_ENDED TransportLost(cut)",
            "interrupted /a TransportLost(cut)",
            "failed [\"y\"] CONNECTION_ENDED TransportLost(cut)",
            "askRetry all TransportLost(cut) failures=1 everConnected");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void aServersDisconnectFailsThoseOfItsNamespace() {
    call("/", "[\"x\"]");
    call("/a", "[\"y\"]");
    driver.take();

    driver.receive("41/a,");

    assertThat(driver.take())
        .containsExactly(
            "interrupted /a ServerDisconnected",
            "failed [\"y\"] CONNECTION_ENDED ServerDisconnected",
            "askRetry /a ServerDisconnected failures=1 everConnected");
  }

  @Test
  void leavingFailsThem() {
    call("/a", "[\"y\"]");
    driver.take();

    driver.leave("/a");

    assertThat(driver.take())
        .containsExactly(
            "send 41/a,",
            "failed [\"y\"] CONNECTION_ENDED ClientDisconnected",
            "ended /a ClientDisconnected");
  }

  @Test
  void idsAreNotUsedAgainOnTheNextConnection() {
    call("/", "[\"x\"]");
    reconnect();

    call("/", "[\"y\"]");
    driver.receive("430[\"for x\"]");
    driver.receive("431[\"for y\"]");

    assertThat(driver.take())
        .containsExactly(
            "send 421[\"y\"] completes [\"y\"]",
            "dropped / ACK_NOT_AWAITED",
            "acked [\"y\"] [\"for y\"]");
  }

  @Test
  void idsAreNotUsedAgainAfterLeaving() {
    call("/a", "[\"x\"]");
    driver.leave("/a");
    driver.advance(SessionDriver.REOPEN_PAUSE);
    driver.open("/a");
    driver.accept("/a");
    driver.take();

    call("/a", "[\"y\"]");

    assertThat(driver.take()).containsExactly("send 42/a,1[\"y\"] completes [\"y\"]");
  }

  @Test
  void idsAreNotUsedAgainByANamespaceThatWasForgotten() {
    call("/a", "[\"x\"]");
    driver.leave("/a");
    driver.advance(SessionDriver.REOPEN_PAUSE);
    driver.open("/another");
    driver.open("/a");
    driver.accept("/a");
    driver.take();

    call("/a", "[\"y\"]");

    assertThat(driver.take()).containsExactly("send 42/a,1[\"y\"] completes [\"y\"]");
  }

  @Test
  void moreThanTheLimitAreRefusedAndNotSent() {
    for (int i = 0; i < SessionDriver.MAX_PENDING_ACKS; i++) {
      call("/", "[\"x\"]");
    }
    driver.take();

    call("/", "[\"over\"]");
    driver.emit(LabelledPacket.of("/", "[\"wants none\"]"));
    call("/a", "[\"has its own limit\"]");
    driver.receive("430[]");
    call("/", "[\"room again\"]");

    assertThat(driver.take())
        .containsExactly(
            "failed [\"over\"] TOO_MANY_PENDING_ACKS",
            "send 42[\"wants none\"] completes [\"wants none\"]",
            "send 42/a,0[\"has its own limit\"] completes [\"has its own limit\"]",
            "acked [\"x\"] []",
            "send 423[\"room again\"] completes [\"room again\"]");
  }

  @Test
  void anEventForANamespaceThatIsNotConnectedFails() {
    SessionDriver connecting = new SessionDriver();
    connecting.emit(LabelledPacket.of("/", "[\"not open\"]"));
    connecting.open("/");
    connecting.emit(LabelledPacket.withAck("/", "[\"pending\"]", TIMEOUT));
    connecting.establish();
    connecting.authenticate("/", null);
    connecting.take();
    connecting.emit(LabelledPacket.withAck("/", "[\"connecting\"]", TIMEOUT));
    connecting.lose("cut");
    connecting.emit(LabelledPacket.of("/", "[\"retrying\"]"));

    assertThat(connecting.take())
        .containsExactly(
            "failed [\"connecting\"] NOT_CONNECTED",
            "closeTransport TransportLost(cut)",
            "askRetry all TransportLost(cut) failures=1",
            "failed [\"retrying\"] NOT_CONNECTED");
    assertThat(connecting.hasNoDeadline()).isTrue();
  }

  @Test
  void aServersRequestIsAnsweredWithItsId() {
    driver.receive("4212[\"ask\"]");
    driver.receive("42/a,12[\"ask\"]");

    driver.session.acknowledge(LabelledPacket.of("/", "[42]"), 12);
    driver.session.acknowledge(LabelledPacket.of("/a", "[]", new byte[] {1}), 12);

    assertThat(driver.take())
        .containsExactly(
            "event / [\"ask\"] ack=12",
            "event /a [\"ask\"] ack=12",
            "send 4312[42] completes [42]",
            "send 461-/a,12[]",
            "send binary 01 completes []");
  }

  @Test
  void anAnswerWithoutConnectionFails() {
    driver.lose("cut");
    driver.take();

    driver.session.acknowledge(LabelledPacket.of("/", "[42]"), 12);
    driver.session.acknowledge(LabelledPacket.of("/unknown", "[43]"), 12);

    assertThat(driver.take())
        .containsExactly("failed [42] NOT_CONNECTED", "failed [43] NOT_CONNECTED");
  }

  @Test
  void countsThePendingOnesOfAllNamespaces() {
    SessionDriver two = SessionDriver.connected("/", "/a");
    two.emit(LabelledPacket.withAck("/", "[\"x\"]", Duration.ofSeconds(5)));
    two.emit(LabelledPacket.withAck("/a", "[\"y\"]", Duration.ofSeconds(5)));
    two.emit("/a", "[\"retried\"]", new Delivery(false, false, 1, 1_000_000_000));
    assertThat(two.session.pendingAcks()).isEqualTo(2);

    two.receive("430[]");
    assertThat(two.session.pendingAcks()).isEqualTo(1);
    two.lose("cut");
    assertThat(two.session.pendingAcks()).isZero();
  }
}
