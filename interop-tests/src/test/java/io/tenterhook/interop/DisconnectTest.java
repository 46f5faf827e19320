package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.untilSteady;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.ClientClosedException;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After disconnect(), whatever the state was, the server hears no more of us. */
@RequiresNode
final class DisconnectTest {
  private final Watcher watcher = new Watcher();
  private NodePeer server;
  private SocketIoClient client;

  @BeforeEach
  void start() {
    server = NodePeer.socketIo();
    client =
        SocketIoClient.builder(server.url())
            .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(100)))
            .observer(watcher)
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void whileConnectedItLeavesInOrder() {
    NamespaceSocket socket = client.socket("/a");
    connected(socket);

    within(socket.disconnect());

    assertThat(socket.isActive()).isFalse();
    assertThat(server.awaitFact("disconnect").text("reason"))
        .isEqualTo("client namespace disconnect");
    server.awaitFact("engineClosed");
    assertNothingMoreIsAsked(1);
    assertThat(server.upToDate().packets("message")).contains("1/a,");
  }

  @Test
  void whileWaitingForTheNextAttempt() {
    NamespaceSocket socket = client.socket();
    connected(socket);
    server.stop();
    until(() -> !watcher.retries.isEmpty());

    within(socket.disconnect());

    server = NodePeer.socketIo("{port: " + server.port() + "}");
    assertNothingMoreIsAsked(0);
  }

  @Test
  void whileConnecting() {
    // The kernel takes the connection, nobody answers the request.
    server.freeze();
    NamespaceSocket socket = client.socket();
    CompletableFuture<Void> connecting = socket.connect();

    within(socket.disconnect());

    assertThat(failureOf(connecting)).isInstanceOf(ClientClosedException.class);
    server.thaw();
    untilSteady(() -> server.count("request") <= 1 && server.count("middleware") == 0);
    assertThat(server.stats().number("tcp")).isZero();
  }

  @Test
  void whileHandshaking() {
    NamespaceSocket stuck = client.socket("/stuck");
    CompletableFuture<Void> connecting = stuck.connect();
    server.awaitFact("middleware");

    within(stuck.disconnect());

    assertThat(failureOf(connecting)).isInstanceOf(ClientClosedException.class);
    server.awaitFact("engineClosed");
    assertNothingMoreIsAsked(1);
  }

  @Test
  void closingTheClientIsAsFinal() {
    NamespaceSocket socket = client.socket();
    connected(socket);

    client.close();

    server.awaitFact("engineClosed");
    assertNothingMoreIsAsked(1);
    assertThat(failureOf(socket.connect())).isInstanceOf(ClientClosedException.class);
  }

  @Test
  void connectAfterDisconnectStartsAnew() {
    NamespaceSocket socket = client.socket();
    for (int i = 1; i <= 5; i++) {
      connected(socket);
      within(socket.disconnect());
    }
    server.awaitFacts("connection", 5);
    server.awaitFacts("engineClosed", 5);
    assertNothingMoreIsAsked(5);
  }

  private void assertNothingMoreIsAsked(int requests) {
    untilSteady(() -> server.count("request") == requests);
    assertThat(server.stats().number("tcp")).isZero();
  }
}
