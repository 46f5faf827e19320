package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.RecoveryState;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connection state recovery against socket.io 4.8.4. Complaints 17 and 18. */
@RequiresNode
final class RecoveryTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private NodePeer server;

  @BeforeEach
  void start() {
    server = NodePeer.socketIo("{recovery: true}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SocketIoClientBuilder client(Duration firstDelay) {
    return SocketIoClient.builder(server.url())
        .reconnect(ReconnectPolicy.exponential(firstDelay, firstDelay).withJitter(0));
  }

  private void listen(NamespaceSocket socket) {
    socket.on("n", event -> heard.add(event.args().raw(0).toString()));
  }

  @Test
  void missedEventsComeOnceInOrderAndTheSessionGoesOn() {
    try (SocketIoClient client = client(Duration.ofMillis(700)).build()) {
      NamespaceSocket socket = client.socket();
      listen(socket);
      connected(socket);
      String sid = socket.sid().orElseThrow();
      assertThat(socket.isRecovered()).isFalse();
      server.emit("/", "n", "[0]");
      until(() -> heard.size() == 1);

      CompletableFuture<Void> lost = new CompletableFuture<>();
      socket.onDisconnect((ending, willReconnect) -> lost.complete(null));
      server.cut();
      within(lost);
      for (int i = 1; i <= 3; i++) {
        server.emit("/", "n", "[" + i + "]");
      }

      until(() -> socket.isConnected() && heard.size() == 4);
      assertThat(heard).containsExactly("0", "1", "2", "3");
      assertThat(socket.isRecovered()).isTrue();
      assertThat(socket.sid()).contains(sid);
    }
  }

  @Test
  void fiveCutsInARowAreRecovered() {
    try (SocketIoClient client = client(Duration.ofMillis(50)).build()) {
      NamespaceSocket socket = client.socket();
      listen(socket);
      List<Boolean> recovered = new CopyOnWriteArrayList<>();
      socket.onConnect(() -> recovered.add(socket.isRecovered()));
      connected(socket);
      for (int cut = 0; cut < 5; cut++) {
        server.emit("/", "n", "[" + cut + "]");
        int soFar = cut + 1;
        until(() -> heard.size() == soFar);
        server.cut();
        until(() -> recovered.size() == soFar + 1);
      }

      assertThat(recovered).containsExactly(false, true, true, true, true, true);
      assertThat(heard).containsExactly("0", "1", "2", "3", "4");
    }
  }

  @Test
  void withoutAnyEventThereIsNothingToRecoverByAndItIsSaid() {
    try (SocketIoClient client = client(Duration.ofMillis(50)).build()) {
      NamespaceSocket socket = client.socket();
      List<Boolean> recovered = new CopyOnWriteArrayList<>();
      socket.onConnect(() -> recovered.add(socket.isRecovered()));
      connected(socket);
      server.cut();

      until(() -> recovered.size() == 2);
      assertThat(recovered).containsExactly(false, false);
    }
  }

  @Test
  void anotherClientGoesOnWhereALostOneWas() {
    RecoveryState state;
    try (SocketIoClient first = client(Duration.ofMinutes(1)).build()) {
      NamespaceSocket socket = first.socket();
      listen(socket);
      connected(socket);
      server.emit("/", "n", "[0]");
      until(() -> heard.size() == 1);
      state = within(socket.recoveryState()).orElseThrow();
      CompletableFuture<Void> lost = new CompletableFuture<>();
      socket.onDisconnect((ending, willReconnect) -> lost.complete(null));
      server.cut();
      within(lost);
    }
    server.emit("/", "n", "[1]");
    assertThat(state).hasToString("RecoveryState[***]");

    try (SocketIoClient second = client(Duration.ofMillis(50)).resume("/", state).build()) {
      NamespaceSocket socket = second.socket();
      listen(socket);
      connected(socket);

      until(() -> heard.size() == 2);
      assertThat(socket.isRecovered()).isTrue();
      assertThat(heard).containsExactly("0", "1");
    }
  }

  @Test
  void aClientThatWasSuspendedIsGoneOnWithByTheNext() {
    Map<String, RecoveryState> states;
    try (SocketIoClient first = client(Duration.ofMinutes(1)).build()) {
      NamespaceSocket socket = first.socket();
      listen(socket);
      connected(socket);
      server.emit("/", "n", "[0]");
      until(() -> heard.size() == 1);
      states = within(first.suspend(Duration.ofSeconds(5)));
    }
    assertThat(states).containsOnlyKeys("/");
    server.emit("/", "n", "[1]");

    SocketIoClientBuilder builder = client(Duration.ofMillis(50));
    states.forEach(builder::resume);
    try (SocketIoClient second = builder.build()) {
      NamespaceSocket socket = second.socket();
      listen(socket);
      connected(socket);

      until(() -> heard.size() == 2);
      assertThat(socket.isRecovered()).isTrue();
      assertThat(heard).containsExactly("0", "1");
    }
  }
}
