package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A machine that wakes up is late for its deadlines, and must not write before it has seen them.
 */
class SleepingMachineTest {
  private final HandLoop loop = new HandLoop();
  private final List<DisconnectReason> lost = new ArrayList<>();

  private NamespaceSocket connected() {
    SocketIoClient client =
        SocketIoClient.builder("ws://h")
            .resources(new Resources(loop))
            .executor(Runnable::run)
            .reconnect(ReconnectPolicy.never())
            .build();
    NamespaceSocket socket = client.socket();
    socket.onDisconnect((ending, willReconnect) -> lost.add(ending.reason()));
    CompletableFuture<Void> connected = socket.connect();
    loop.turn();
    loop.opens();
    loop.says(
        "0{\"sid\":\"e\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
    loop.says("40{\"sid\":\"s\"}");
    assertThat(connected).isCompleted();
    assertThat(loop.sent).containsExactly("40");
    loop.sent.clear();
    return socket;
  }

  @Test
  void writesNothingToALinkThatDiedMeanwhile() {
    NamespaceSocket socket = connected();

    loop.passes(Duration.ofSeconds(46));
    CompletableFuture<Void> fate = socket.emit(EmitOptions.unbuffered(), "n");
    loop.turn();

    assertThat(loop.sent).isEmpty();
    assertThat(loop.aborted).isTrue();
    assertThat(lost).containsExactly(DisconnectReason.PING_TIMEOUT);
    assertThat(fate).isCompletedExceptionally();
  }

  @Test
  void goesOnIfItWasShortEnough() {
    NamespaceSocket socket = connected();

    loop.passes(Duration.ofSeconds(44));
    socket.emit("n");
    loop.turn();

    assertThat(loop.sent).containsExactly("42[\"n\"]");
    assertThat(lost).isEmpty();
  }
}
