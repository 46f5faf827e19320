package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What waits in the link must move: a server that pings and never reads is given up. */
class WriteTimeoutTest {
  private static final Duration ALMOST = Duration.ofSeconds(29);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HandLoop loop = new HandLoop();
  private final List<Ending> lost = new ArrayList<>();

  private NamespaceSocket connected() {
    return connected(Runnable::run, Limits.defaults());
  }

  private NamespaceSocket connected(Executor executor, Limits limits) {
    SocketIoClient client =
        SocketIoClient.builder("ws://h")
            .resources(new Resources(loop))
            .executor(executor)
            .limits(limits)
            .ackTimeout(Duration.ofMinutes(5))
            .reconnect(ReconnectPolicy.never())
            .build();
    NamespaceSocket socket = client.socket();
    socket.onDisconnect((ending, willReconnect) -> lost.add(ending));
    CompletableFuture<Void> connected = socket.connect();
    loop.turn();
    loop.opens();
    loop.says(
        "0{\"sid\":\"e\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
    loop.says("40{\"sid\":\"s\"}");
    assertThat(connected).isNotCompletedExceptionally();
    assertThat(loop.sent).containsExactly("40");
    return socket;
  }

  /** The server pings, and time passes. */
  private void pingAfter(Duration time) {
    loop.passes(time);
    loop.says("2");
  }

  private void emit(NamespaceSocket socket) {
    socket.emit("n");
    loop.turn();
  }

  private void emitWith(long queuedAfterwards, NamespaceSocket socket) {
    socket.emit("n");
    loop.queuedBytes = queuedAfterwards;
    loop.turn();
  }

  private void assertLost(Duration after) {
    assertThat(lost)
        .singleElement()
        .satisfies(
            ending -> {
              assertThat(ending.reason()).isEqualTo(DisconnectReason.WRITE_TIMEOUT);
              SocketIoTimeoutException late =
                  (SocketIoTimeoutException) ending.error().orElseThrow();
              assertThat(late.awaited()).isEqualTo(SocketIoTimeoutException.Awaited.WRITE);
              assertThat(late.after()).isEqualTo(after);
              assertThat(late).hasMessageContaining("(writeTimeout)").hasMessageContaining("1,000");
            });
    assertThat(loop.aborted).isTrue();
  }

  @Test
  void givesUpAServerThatPingsAndTakesNothing() {
    NamespaceSocket socket = connected();

    emitWith(1_000, socket);
    CompletableFuture<Arguments> call = socket.call("question").args();
    loop.turn();
    pingAfter(ALMOST);
    emit(socket);
    assertThat(lost).isEmpty();
    loop.passes(Duration.ofSeconds(1));
    int sent = loop.sent.size();
    CompletableFuture<Void> unsent = socket.emit(EmitOptions.unbuffered(), "n");
    loop.turn();

    assertLost(LIMIT);
    assertThat(loop.sent).as("nothing is written behind what is stuck").hasSize(sent);
    assertThat(unsent).isCompletedExceptionally();
    assertThat(call)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            DisconnectedException.class,
            cut -> {
              assertThat(cut.reason()).isEqualTo(DisconnectReason.WRITE_TIMEOUT);
              assertThat(cut.maybeSent()).isTrue();
            });
  }

  @Test
  void aQueueThatGrowsDoesNotMove() {
    NamespaceSocket socket = connected();

    emitWith(400, socket);
    pingAfter(ALMOST);
    emitWith(1_000, socket);
    loop.passes(Duration.ofSeconds(1));
    emit(socket);

    assertLost(LIMIT);
  }

  @Test
  void neverCutsAServerThatTakesALittleNowAndThen() {
    NamespaceSocket socket = connected();

    emitWith(1_000, socket);
    for (int left = 999; left > 900; left--) {
      pingAfter(ALMOST);
      loop.queuedBytes = left;
      emit(socket);
    }

    assertThat(lost).isEmpty();
  }

  /** Between two looks more may have come than has left. */
  @Test
  void seesWhatHasLeftAQueueThatGrows() {
    NamespaceSocket socket = connected();

    emitWith(1_000, socket);
    for (int round = 1; round < 10; round++) {
      pingAfter(ALMOST);
      loop.queuedBytes -= 1;
      loop.growsBy = 500;
      emit(socket);
    }

    assertThat(lost).isEmpty();
    assertThat(loop.queuedBytes).isGreaterThan(4_000);
  }

  @Test
  void anEmptyQueueWaitsForNothing() {
    NamespaceSocket socket = connected();

    emitWith(1_000, socket);
    pingAfter(ALMOST);
    emitWith(0, socket);
    pingAfter(Duration.ofSeconds(44));
    emitWith(1_000, socket);
    pingAfter(ALMOST);
    emit(socket);

    assertThat(lost).isEmpty();
  }

  @Test
  void doesNotHoldAgainstTheServerThatNobodyReads() {
    List<Runnable> behind = new ArrayList<>();
    NamespaceSocket socket =
        connected(task -> behind.add(task), Limits.defaults().maxInboundQueueBytes(1_024));

    emitWith(1_000, socket);
    loop.says("42[\"" + "x".repeat(1_000) + "\",\"" + "y".repeat(1_000) + "\"]");
    loop.passes(Duration.ofSeconds(60));
    emit(socket);
    assertThat(loop.aborted).isFalse();
    while (!behind.isEmpty()) {
      behind.remove(0).run();
    }
    loop.turn();
    pingAfter(ALMOST);
    emit(socket);
    assertThat(loop.aborted).as("has the whole time when reading goes on").isFalse();
    loop.passes(Duration.ofSeconds(1));
    emit(socket);

    assertThat(loop.aborted).isTrue();
  }
}
