package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Packets that are sent until acknowledged: at least once, in order, one in flight. */
class RetryQueueTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private SessionDriver driver = SessionDriver.connected("/");

  private static Delivery retries(int retries) {
    return new Delivery(false, false, retries, TIMEOUT.toNanos());
  }

  private void emit(String json, int retries) {
    driver.emit("/", json, retries(retries));
  }

  @Test
  void sendsOnceMoreThanThereAreRetries() {
    emit("[\"a\"]", 2);
    driver.advance(TIMEOUT);
    driver.advance(TIMEOUT);
    assertThat(driver.take())
        .containsExactly(
            "send 420[\"a\"] completes [\"a\"]",
            "buffered / 1 packets, 5 bytes",
            "send 421[\"a\"] completes [\"a\"]",
            "send 422[\"a\"] completes [\"a\"]");
    driver.advanceAlmost(TIMEOUT);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take())
        .containsExactly("failed [\"a\"] ACK_TIMEOUT", "buffered / 0 packets, 0 bytes");
  }

  @Test
  void hasOnePacketInFlightAndKeepsTheOrder() {
    emit("[\"a\"]", 1);
    emit("[\"b\"]", 1);
    emit("[\"c\"]", 1);
    driver.take();

    driver.advance(TIMEOUT);
    driver.receive("431[\"a\"]");
    driver.receive("432[\"b\"]");
    driver.receive("433[\"c\"]");

    assertThat(driver.take())
        .containsExactly(
            "send 421[\"a\"] completes [\"a\"]",
            "acked [\"a\"] [\"a\"]",
            "buffered / 2 packets, 10 bytes",
            "send 422[\"b\"] completes [\"b\"]",
            "acked [\"b\"] [\"b\"]",
            "buffered / 1 packets, 5 bytes",
            "send 423[\"c\"] completes [\"c\"]",
            "acked [\"c\"] [\"c\"]",
            "buffered / 0 packets, 0 bytes");
    assertThat(driver.hasNoDeadline()).as("but the heartbeat's").isFalse();
  }

  @Test
  void goesOnWithTheNextWhenOneIsExhausted() {
    emit("[\"a\"]", 1);
    emit("[\"b\"]", 1);
    driver.advance(TIMEOUT);
    driver.take();

    driver.advance(TIMEOUT);

    assertThat(driver.take())
        .containsExactly(
            "failed [\"a\"] ACK_TIMEOUT",
            "send 422[\"b\"] completes [\"b\"]",
            "buffered / 1 packets, 5 bytes");
  }

  @Test
  void goesOnAtOnceOnTheNextConnection() {
    emit("[\"a\"]", 5);
    emit("[\"b\"]", 5);
    driver.take();

    driver.cut();
    driver.accept("/");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport TransportLost(cut)",
            "interrupted / TransportLost(cut)",
            "askRetry all TransportLost(cut) failures=1 everConnected",
            "retrying all 1 PT0S TransportLost(cut)",
            "openTransport 1",
            "handshake engine",
            "requestAuth /",
            "send 40",
            "send 421[\"a\"] completes [\"a\"]",
            "connected / /");
  }

  @Test
  void countsASendingWhoseConnectionIsLost() {
    emit("[\"a\"]", 1);
    emit("[\"b\"]", 1);
    driver.cut();
    driver.accept("/");
    driver.take();

    driver.lose("again");

    assertThat(driver.take())
        .containsExactly(
            "closeTransport TransportLost(again)",
            "interrupted / TransportLost(again)",
            "failed [\"a\"] CONNECTION_ENDED TransportLost(again)",
            "buffered / 1 packets, 5 bytes",
            "askRetry all TransportLost(again) failures=2 everConnected");
  }

  @Test
  void countsNothingWhileNothingIsSent() {
    emit("[\"a\"]", 1);
    driver.cut();
    driver.cut();
    driver.cut();
    driver.take();

    driver.accept("/");

    assertThat(driver.take())
        .containsExactly("send 40", "send 421[\"a\"] completes [\"a\"]", "connected / /");
  }

  @Test
  void awaitsEachAckFromItsOwnSending() {
    driver.lose("cut");
    emit("[\"a\"]", 1);
    driver.advance(TIMEOUT.multipliedBy(3));
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.accept("/");
    driver.take();

    driver.advanceAlmost(TIMEOUT);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take()).containsExactly("send 421[\"a\"] completes [\"a\"]");
  }

  @Test
  void keepsItsPacketsForAsLongAsItTakes() {
    driver.lose("cut");
    emit("[\"a\"]", 1);
    driver.advance(SessionDriver.MAX_AGE.multipliedBy(10));
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.take();

    driver.accept("/");

    assertThat(driver.take()).contains("send 420[\"a\"] completes [\"a\"]");
  }

  @Test
  void takesPacketsBeforeTheirNamespaceIsOpened() {
    driver.emit("/a", "[\"a\"]", retries(1));
    assertThat(driver.take()).containsExactly("buffered /a 1 packets, 5 bytes");
    driver.open("/a");

    driver.accept("/a");

    assertThat(driver.take())
        .containsExactly(
            "requestAuth /a",
            "send 40/a,",
            "send 42/a,0[\"a\"] completes [\"a\"]",
            "connected /a /a");
  }

  @Test
  void goesOnWhenTheServerSentItsNamespaceAway() {
    driver = SessionDriver.connected("/", "/other");
    emit("[\"a\"]", 1);
    driver.receive("41");
    driver.retryAfter("/", Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.take();

    driver.accept("/");

    assertThat(driver.take())
        .containsExactly("send 40", "send 421[\"a\"] completes [\"a\"]", "connected / /");
  }

  @Test
  void isOvertakenByPlainEmits() {
    emit("[\"a\"]", 1);
    emit("[\"b\"]", 1);
    driver.emit(LabelledPacket.of("/", "[\"plain\"]"));
    driver.receive("430[]");

    assertThat(driver.take())
        .containsSubsequence(
            "send 420[\"a\"] completes [\"a\"]",
            "send 42[\"plain\"] completes [\"plain\"]",
            "send 421[\"b\"] completes [\"b\"]");
  }

  // ---- acks

  @Test
  void anAckOfAnEarlierSendingCompletesNothing() {
    emit("[\"a\"]", 3);
    emit("[\"b\"]", 3);
    driver.advance(TIMEOUT);
    driver.take();

    driver.receive("430[\"late\"]");
    driver.receive("431[\"in time\"]");
    driver.receive("431[\"twice\"]");
    driver.receive("430[\"late again\"]");

    assertThat(driver.take())
        .containsExactly(
            "dropped / ACK_NOT_AWAITED",
            "acked [\"a\"] [\"in time\"]",
            "buffered / 1 packets, 5 bytes",
            "send 422[\"b\"] completes [\"b\"]",
            "dropped / ACK_NOT_AWAITED",
            "dropped / ACK_NOT_AWAITED");
  }

  @Test
  void anAckOfAnEarlierConnectionCompletesNothing() {
    emit("[\"a\"]", 3);
    driver.cut();
    driver.accept("/");
    driver.take();

    driver.receive("430[\"late\"]");

    assertThat(driver.take()).containsExactly("dropped / ACK_NOT_AWAITED");
  }

  @Test
  void acksOfOtherPacketsDoNotSendTheNext() {
    driver.emit(LabelledPacket.withAck("/", "[\"call\"]", TIMEOUT));
    emit("[\"a\"]", 1);
    emit("[\"b\"]", 1);
    driver.take();

    driver.receive("430[]");

    assertThat(driver.take()).containsExactly("acked [\"call\"] []");
  }

  // ---- payload

  @Test
  void sendsTheSameBytesEachTimeWhateverTheTransportDoesToThem() {
    byte[] first = {1, 2};
    driver.emit("/", "[\"f\",\"\u00e9\"]", retries(2), first, new byte[] {3});
    driver.take();

    driver.advance(TIMEOUT);
    driver.cut();
    driver.accept("/");

    assertThat(driver.take())
        .containsSubsequence(
            "send 452-1[\"f\",\"\u00e9\"]",
            "send binary 0102",
            "send binary 03 completes [\"f\",\"\u00e9\"]",
            "send 452-2[\"f\",\"\u00e9\"]",
            "send binary 0102",
            "send binary 03 completes [\"f\",\"\u00e9\"]");
  }

  @Test
  void leavesNoDigitOfALongerIdInFrontOfTheNext() {
    for (int i = 0; i < 11; i++) {
      driver.emit(LabelledPacket.withAck("/", "[\"count\"]", TIMEOUT));
      driver.receive("43" + i + "[]");
    }
    emit("[\"a\"]", 1);
    driver.take();

    driver.advance(TIMEOUT);

    assertThat(driver.take()).containsExactly("send 4212[\"a\"] completes [\"a\"]");
  }

  // ---- limits

  @Test
  void rejectsMoreThanItsCount() {
    for (int i = 0; i < SessionDriver.MAX_BUFFERED; i++) {
      emit("[" + i + "]", 1);
    }
    driver.take();

    emit("[\"over\"]", 1);
    driver.receive("430[]");
    emit("[\"room\"]", 1);

    assertThat(driver.take())
        .containsExactly(
            "failed [\"over\"] BUFFER_FULL",
            "acked [0] []",
            "buffered / 3 packets, 9 bytes",
            "send 421[1] completes [1]",
            "buffered / 4 packets, 17 bytes");
  }

  @Test
  void rejectsMoreThanItsBytes() {
    emit("[\"a\"]", 1);
    driver.take();

    driver.emit("/", "[\"f\"]", retries(1), new byte[SessionDriver.MAX_BUFFERED_BYTES - 9]);
    driver.emit("/", "[\"f\"]", retries(1), new byte[SessionDriver.MAX_BUFFERED_BYTES - 10]);

    assertThat(driver.take())
        .containsExactly("failed [\"f\"] BUFFER_FULL", "buffered / 2 packets, 40 bytes");
  }

  @Test
  void rejectsTheNewAlsoWhereTheBufferDropsTheOldest() {
    driver = new SessionDriver(new RecordingOutput(), true);
    for (int i = 0; i < SessionDriver.MAX_BUFFERED; i++) {
      emit("[" + i + "]", 1);
    }
    driver.take();

    emit("[\"over\"]", 1);

    assertThat(driver.take()).containsExactly("failed [\"over\"] BUFFER_FULL");
  }

  @Test
  void sharesNoLimitWithTheBuffer() {
    driver = new SessionDriver();
    for (int i = 0; i < SessionDriver.MAX_BUFFERED; i++) {
      emit("[" + i + "]", 1);
      driver.emit("/", "[" + i + "]", new Delivery(false, true, 0, 0));
    }

    assertThat(driver.take()).last().isEqualTo("buffered / 8 packets, 24 bytes");
  }

  // ---- nobody will send it any more

  @Test
  void saysWhatTheServerMayHaveWhenTheUserLeaves() {
    emit("[\"a\"]", 1);
    emit("[\"b\"]", 1);
    driver.take();

    driver.leave("/");

    assertThat(driver.take())
        .containsExactly(
            "send 41",
            "failed [\"a\"] CONNECTION_ENDED ClientDisconnected",
            "failed [\"b\"] NOT_CONNECTED ClientDisconnected",
            "buffered / 0 packets, 0 bytes",
            "ended / ClientDisconnected",
            "closeTransport Unused");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void saysWhatTheServerMayHaveWhenItsNamespaceIsGivenUp() {
    emit("[\"a\"]", 1);
    emit("[\"b\"]", 1);
    driver.lose("cut");
    driver.take();

    driver.giveUp();

    assertThat(driver.take())
        .containsExactly(
            "failed [\"a\"] CONNECTION_ENDED TransportLost(cut)",
            "failed [\"b\"] NOT_CONNECTED TransportLost(cut)",
            "buffered / 0 packets, 0 bytes",
            "ended / TransportLost(cut)");
  }

  @Test
  void saysWhatTheServerMayHaveWhenTheSessionIsClosed() {
    emit("[\"a\"]", 1);
    driver.advance(TIMEOUT);
    driver.lose("cut");
    emit("[\"b\"]", 1);
    driver.take();

    driver.close();
    emit("[\"c\"]", 1);

    assertThat(driver.take())
        .containsExactly(
            "failed [\"b\"] NOT_CONNECTED ClientClosed",
            "buffered / 0 packets, 0 bytes",
            "ended / ClientClosed",
            "failed [\"c\"] NOT_CONNECTED ClientClosed");
  }
}
