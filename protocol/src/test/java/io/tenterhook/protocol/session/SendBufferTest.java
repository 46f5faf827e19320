package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packets that wait for their namespace to be connected: bounded, visible, and each told its fate.
 */
class SendBufferTest {
  private static final Delivery BUFFERED = new Delivery(false, true, 0, 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Delivery BUFFERED_CALL = new Delivery(false, true, 0, TIMEOUT.toNanos());
  private static final Delivery RETRIED = new Delivery(false, false, 1, TIMEOUT.toNanos());

  private final SessionDriver driver = new SessionDriver();

  private void buffer(String json) {
    driver.emit("/", json, BUFFERED);
  }

  private static SessionDriver droppingTheOldest() {
    return new SessionDriver(new RecordingOutput(), true);
  }

  /** A session whose next input is the server's answer to CONNECT. */
  private void connecting() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", null);
    driver.take();
  }

  @Test
  void keepsWhatCannotBeSentYet() {
    driver.open("/");
    driver.take();

    buffer("[\"a\"]");
    buffer("[\"bc\"]");

    assertThat(driver.take())
        .containsExactly("buffered / 1 packets, 5 bytes", "buffered / 2 packets, 11 bytes");
  }

  @Test
  void isEmptiedInOrderBeforeConnectedIsTold() {
    buffer("[\"before open\"]");
    connecting();
    buffer("[\"connecting\"]");
    driver.take();

    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take())
        .containsExactly(
            "send 42[\"before open\"] completes [\"before open\"]",
            "send 42[\"connecting\"] completes [\"connecting\"]",
            "buffered / 0 packets, 0 bytes",
            "connected / s");
  }

  @Test
  void comesAfterMissedEventsAndBeforeRetries() {
    driver.emit("/", "[\"retried\"]", RETRIED);
    buffer("[\"buffered\"]");
    connecting();
    driver.receive("42[\"missed\"]");

    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take())
        .containsExactly(
            "event / [\"missed\"]",
            "send 42[\"buffered\"] completes [\"buffered\"]",
            "send 420[\"retried\"] completes [\"retried\"]",
            "buffered / 1 packets, 11 bytes",
            "connected / s");
  }

  @Test
  void isNotNeededWhileConnected() {
    SessionDriver connected = SessionDriver.connected("/");

    connected.emit("/", "[\"a\"]", BUFFERED);

    assertThat(connected.take()).containsExactly("send 42[\"a\"] completes [\"a\"]");
  }

  @Test
  void keepsAttachmentsAndCountsThem() {
    driver.emit("/", "[\"f\"]", BUFFERED, new byte[] {1, 2}, new byte[] {3});
    assertThat(driver.take()).containsExactly("buffered / 1 packets, 8 bytes");
    connecting();

    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take())
        .startsWith("send 452-[\"f\"]", "send binary 0102", "send binary 03 completes [\"f\"]");
  }

  @Test
  void isOnePerNamespace() {
    buffer("[\"root\"]");
    driver.emit("/a", "[\"a\"]", BUFFERED);
    driver.open("/a");
    driver.establish();
    driver.take();

    driver.accept("/a");

    assertThat(driver.take())
        .containsExactly(
            "send 40/a,",
            "send 42/a,[\"a\"] completes [\"a\"]",
            "buffered /a 0 packets, 0 bytes",
            "connected /a /a");
  }

  @Test
  void outlivesTheForgettingOfClosedNamespaces() {
    driver.emit("/later", "[\"a\"]", BUFFERED);
    driver.open("/");
    driver.open("/other");
    driver.open("/later");
    driver.establish();
    driver.take();

    driver.accept("/later");

    assertThat(driver.take()).contains("send 42/later,[\"a\"] completes [\"a\"]");
  }

  // ---- limits

  @Test
  void rejectsMoreThanItsCount() {
    for (int i = 0; i < SessionDriver.MAX_BUFFERED; i++) {
      buffer("[\"" + i + "\"]");
    }
    driver.take();

    buffer("[\"over\"]");

    assertThat(driver.take()).containsExactly("failed [\"over\"] BUFFER_FULL");
  }

  @Test
  void mayBeFilledToTheLastByteAndRejectsMore() {
    buffer(jsonOf(SessionDriver.MAX_BUFFERED_BYTES - 5));
    buffer("[\"a\"]");
    assertThat(driver.take()).last().isEqualTo("buffered / 2 packets, 40 bytes");

    buffer("[\"b\"]");

    assertThat(driver.take()).containsExactly("failed [\"b\"] BUFFER_FULL");
  }

  @Test
  void dropsTheOldestOverItsCountIfAskedTo() {
    SessionDriver dropping = droppingTheOldest();
    for (int i = 0; i < SessionDriver.MAX_BUFFERED; i++) {
      dropping.emit("/", "[\"" + i + "\"]", BUFFERED);
    }
    dropping.take();

    dropping.emit("/", "[\"over\"]", BUFFERED);

    assertThat(dropping.take())
        .containsExactly("failed [\"0\"] BUFFER_FULL", "buffered / 4 packets, 23 bytes");
  }

  @Test
  void dropsAsManyOfTheOldestAsTheNewOneNeeds() {
    SessionDriver dropping = droppingTheOldest();
    dropping.emit("/", jsonOf(15), BUFFERED);
    dropping.emit("/", jsonOf(16), BUFFERED);
    dropping.emit("/", "[\"a\"]", BUFFERED);
    dropping.take();

    dropping.emit("/", jsonOf(35), BUFFERED);

    assertThat(dropping.take())
        .containsExactly(
            "failed " + jsonOf(15) + " BUFFER_FULL",
            "failed " + jsonOf(16) + " BUFFER_FULL",
            "buffered / 2 packets, 40 bytes");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rejectsWhatIsLargerThanAllOfItAndDropsNothingForIt(boolean dropOldest) {
    SessionDriver either = new SessionDriver(new RecordingOutput(), dropOldest);
    either.emit("/", "[\"a\"]", BUFFERED);
    either.take();

    either.emit("/", jsonOf(SessionDriver.MAX_BUFFERED_BYTES + 1), BUFFERED);

    assertThat(either.take())
        .containsExactly("failed " + jsonOf(SessionDriver.MAX_BUFFERED_BYTES + 1) + " BUFFER_FULL");
  }

  @Test
  void hasRoomAgainWhenSomethingHasLeft() {
    buffer(jsonOf(SessionDriver.MAX_BUFFERED_BYTES));
    driver.advance(SessionDriver.MAX_AGE);
    driver.take();

    buffer(jsonOf(SessionDriver.MAX_BUFFERED_BYTES));

    assertThat(driver.take()).containsExactly("buffered / 1 packets, 40 bytes");
  }

  @Test
  void dropsWhatIsTooOldExactlyThen() {
    buffer("[\"old\"]");
    driver.advance(Duration.ofSeconds(1));
    buffer("[\"young\"]");
    driver.take();

    driver.advanceAlmost(SessionDriver.MAX_AGE.minusSeconds(1));
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take())
        .containsExactly("failed [\"old\"] EXPIRED", "buffered / 1 packets, 9 bytes");
  }

  @Test
  void ofAHundredEmitsKeepsAsManyAsItMayAndTellsTheOthers() {
    SessionDriver dropping = droppingTheOldest();
    for (int i = 100; i < 200; i++) {
      dropping.emit("/", "[" + i + "]", BUFFERED);
    }
    assertThat(dropping.take().stream().filter(line -> line.endsWith("BUFFER_FULL"))).hasSize(96);
    dropping.advance(SessionDriver.MAX_AGE.dividedBy(2));
    dropping.emit("/", "[\"new\"]", BUFFERED);
    dropping.advance(SessionDriver.MAX_AGE.dividedBy(2));
    dropping.open("/");
    dropping.establish();
    dropping.take();

    dropping.accept("/");

    assertThat(dropping.take())
        .containsExactly(
            "send 40",
            "send 42[\"new\"] completes [\"new\"]",
            "buffered / 0 packets, 0 bytes",
            "connected / /");
  }

  // ---- acks

  @Test
  void doesNotSendWhatNobodyAwaitsAnyMore() {
    driver.emit("/", "[\"call\"]", BUFFERED_CALL);
    driver.take();
    driver.advanceAlmost(TIMEOUT);
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();
    assertThat(driver.take())
        .containsExactly("failed [\"call\"] EXPIRED", "buffered / 0 packets, 0 bytes");
    connecting();

    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take()).containsExactly("connected / s");
  }

  @Test
  void dropsACallThatIsTooOldThoughItsAckIsAwaitedForLonger() {
    Delivery patient = new Delivery(false, true, 0, SessionDriver.MAX_AGE.toNanos() * 2);
    driver.emit("/", "[\"call\"]", patient);
    driver.take();

    driver.advance(SessionDriver.MAX_AGE);

    assertThat(driver.take()).first().isEqualTo("failed [\"call\"] EXPIRED");
  }

  @Test
  void sendsNothingWhoseTimeIsOverThoughTheMachineSlept() {
    driver.emit("/", "[\"call\"]", BUFFERED_CALL);
    buffer("[\"plain\"]");
    connecting();

    driver.oversleep(TIMEOUT);
    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take())
        .containsExactly(
            "failed [\"call\"] EXPIRED",
            "send 42[\"plain\"] completes [\"plain\"]",
            "buffered / 0 packets, 0 bytes",
            "connected / s");
  }

  @Test
  void countsTheTimeOfAnAckFromTheEmit() {
    connecting();
    driver.emit("/", "[\"call\"]", BUFFERED_CALL);
    driver.advance(Duration.ofSeconds(3));
    driver.receive("40{\"sid\":\"s\"}");
    driver.take();

    driver.advanceAlmost(Duration.ofSeconds(2));
    assertThat(driver.take()).isEmpty();
    driver.lastNanosecond();

    assertThat(driver.take()).containsExactly("failed [\"call\"] ACK_TIMEOUT");
  }

  @Test
  void keepsCallsOverALostConnectionWhileSentOnesFail() {
    SessionDriver connected = SessionDriver.connected("/");
    connected.emit("/", "[\"sent\"]", BUFFERED_CALL);
    connected.lose("cut");
    connected.emit("/", "[\"kept\"]", BUFFERED_CALL);
    assertThat(connected.take())
        .contains(
            "failed [\"sent\"] CONNECTION_ENDED TransportLost(cut)",
            "buffered / 1 packets, 8 bytes");
    connected.retryAfter(Duration.ZERO);
    connected.advance(Duration.ZERO);
    connected.establish();
    connected.authenticate("/", null);
    connected.cut();
    connected.take();

    connected.accept("/");
    connected.receive("431[true]");

    assertThat(connected.take())
        .containsExactly(
            "send 40",
            "send 421[\"kept\"] completes [\"kept\"]",
            "buffered / 0 packets, 0 bytes",
            "connected / /",
            "acked [\"kept\"] [true]");
  }

  @Test
  void sendsNoMoreCallsThanAcksMayBeAwaited() {
    for (int i = 0; i <= SessionDriver.MAX_PENDING_ACKS; i++) {
      driver.emit("/", "[" + i + "]", BUFFERED_CALL);
    }
    connecting();

    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take())
        .containsExactly(
            "send 420[0] completes [0]",
            "send 421[1] completes [1]",
            "send 422[2] completes [2]",
            "failed [3] TOO_MANY_PENDING_ACKS",
            "buffered / 0 packets, 0 bytes",
            "connected / s");
  }

  // ---- nobody will send it

  @Test
  void canBeDiscarded() {
    buffer("[\"a\"]");
    driver.emit("/", "[\"call\"]", BUFFERED_CALL);
    driver.emit("/", "[\"r\"]", RETRIED);
    driver.take();

    driver.discard("/");

    assertThat(driver.take())
        .containsExactly(
            "failed [\"a\"] DISCARDED",
            "failed [\"call\"] DISCARDED",
            "buffered / 1 packets, 5 bytes");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void saysNothingWhenNothingIsDiscarded() {
    driver.open("/");
    driver.take();

    driver.discard("/");
    driver.discard("/unknown");

    assertThat(driver.take()).isEmpty();
  }

  @Test
  void isToldWhenTheUserLeaves() {
    connecting();
    buffer("[\"a\"]");
    driver.take();

    driver.leave("/");

    assertThat(driver.take())
        .containsExactly(
            "failed [\"a\"] NOT_CONNECTED ClientDisconnected",
            "buffered / 0 packets, 0 bytes",
            "ended / ClientDisconnected",
            "closeTransport Unused");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  @Test
  void isToldWhenItsNamespaceIsGivenUp() {
    connecting();
    buffer("[\"a\"]");
    driver.lose("cut");
    driver.take();

    driver.giveUp();

    assertThat(driver.take())
        .containsExactly(
            "failed [\"a\"] NOT_CONNECTED TransportLost(cut)",
            "buffered / 0 packets, 0 bytes",
            "ended / TransportLost(cut)");
  }

  @Test
  void waitsWhileItsNamespaceAloneIsRefused() {
    SessionDriver other = SessionDriver.connected("/other");
    other.open("/");
    other.authenticate("/", null);
    other.emit("/", "[\"a\"]", BUFFERED);
    other.receive("44{\"message\":\"no\"}");
    other.emit("/", "[\"b\"]", BUFFERED);
    other.retryAfter("/", Duration.ZERO);
    other.advance(Duration.ZERO);
    other.take();

    other.accept("/");

    assertThat(other.take())
        .containsExactly(
            "send 40",
            "send 42[\"a\"] completes [\"a\"]",
            "send 42[\"b\"] completes [\"b\"]",
            "buffered / 0 packets, 0 bytes",
            "connected / /");
  }

  @Test
  void isToldWhenTheSessionIsClosed() {
    driver.emit("/never-opened", "[\"b\"]", BUFFERED);
    connecting();
    buffer("[\"a\"]");
    driver.take();

    driver.close();
    buffer("[\"late\"]");

    assertThat(driver.take())
        .containsExactly(
            "failed [\"b\"] NOT_CONNECTED ClientClosed",
            "buffered /never-opened 0 packets, 0 bytes",
            "failed [\"a\"] NOT_CONNECTED ClientClosed",
            "buffered / 0 packets, 0 bytes",
            "ended / ClientClosed",
            "closeTransport ClientClosed",
            "failed [\"late\"] NOT_CONNECTED ClientClosed");
    assertThat(driver.hasNoDeadline()).isTrue();
  }

  /** A JSON array of one string. */
  private static String jsonOf(int bytes) {
    return "[\"" + "x".repeat(bytes - 4) + "\"]";
  }
}
