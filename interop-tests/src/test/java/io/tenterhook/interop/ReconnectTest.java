package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.TransportException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way a server can end a connection is told in its own words, and mended. */
@RequiresNode
final class ReconnectTest {
  private final Watcher watcher = new Watcher();
  private NodePeer server;

  @BeforeEach
  void start() {
    server = NodePeer.socketIo();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SocketIoClientBuilder client() {
    return SocketIoClient.builder(server.url())
        .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(200)))
        .observer(watcher);
  }

  @Test
  void aResetIsATransportError() {
    Ending lost = endingAfter(server::cut);

    assertThat(lost.reason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
  }

  @Test
  void aWebSocketCloseIsToldWithItsCodeAndReasonAndAnswered() {
    Ending lost = endingAfter(() -> server.closeWebSockets(4001, "moving house"));

    assertThat(lost.reason()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(lost.error())
        .get()
        .isInstanceOfSatisfying(
            TransportException.class,
            error -> {
              assertThat(error.step()).isEqualTo(TransportException.Step.CLOSE_FRAME);
              assertThat(error.code()).isEqualTo(4001);
              assertThat(error.body()).isEqualTo("moving house");
            });
    assertThat(server.awaitFact("wsClosed").number("code")).isEqualTo(4001);
  }

  @Test
  void anEngineThatClosesItsWebSocketIsATransportClose() {
    Ending lost = endingAfter(server::engineClose);

    assertThat(lost.reason()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(lost.error())
        .get()
        .isInstanceOfSatisfying(
            TransportException.class,
            error -> assertThat(error.step()).isEqualTo(TransportException.Step.CLOSE_FRAME));
  }

  @Test
  void anEngineClosePacketIsAnEngineClose() {
    Ending lost = endingAfter(() -> server.raw("1"));

    assertThat(lost.reason()).isEqualTo(DisconnectReason.ENGINE_CLOSE);
  }

  /** What ended the first connection; returns when the second one lives. */
  private Ending endingAfter(Runnable end) {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket socket = client.socket("/b");
      AtomicInteger connects = new AtomicInteger();
      socket.onConnect(connects::incrementAndGet);
      connected(socket);
      assertThat(connects).hasValue(1);

      end.run();

      server.awaitFacts("connection", 2);
      until(() -> connects.get() == 2);
      assertThat(within(socket.call("echo-ack", "alive").args()).size()).isEqualTo(1);
      assertThat(watcher.disconnected).hasSize(1);
      return watcher.disconnected.get(0);
    }
  }

  @Test
  void aServerThatDiesAndComesBackIsFoundAgain() {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);

      server.close();
      until(() -> watcher.retries.size() >= 3);
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.isActive()).isTrue();
      server = NodePeer.socketIo("{port: " + server.port() + "}");

      server.awaitFact("connection");
      until(socket::isConnected);
    }
  }

  @Test
  void aClientThatIsThereBeforeItsServerWaitsForIt() {
    int port = server.port();
    server.stop();
    try (SocketIoClient client = client().build()) {
      CompletableFuture<Void> connecting = client.socket().connect();
      until(() -> watcher.retries.size() >= 2);
      assertThat(connecting).isNotDone();

      server = NodePeer.socketIo("{port: " + port + "}");

      within(connecting);
    }
  }

  @Test
  void aNamespaceOpenedDuringBackOffConnectsWithTheOthers() {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket a = client.socket("/a");
      NamespaceSocket b = client.socket("/b");
      connected(a);
      server.stop();
      until(() -> !watcher.retries.isEmpty());

      CompletableFuture<Void> opened = b.connect();
      server = NodePeer.socketIo("{port: " + server.port() + "}");

      within(opened);
      until(a::isConnected);
      assertThat(server.stats().number("tcp")).isEqualTo(1);
      assertThat(server.upToDate().count("request")).isEqualTo(1);
    }
  }

  @Test
  void handlersHearEachEventOnceAfterManyReconnects() {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket socket = client.socket();
      Heard heard = Heard.on(socket, "news");
      connected(socket);

      for (int i = 1; i <= 10; i++) {
        server.cut();
        server.awaitFacts("connection", i + 1);
        until(socket::isConnected);
      }
      server.emit("/", "news", "[1]");
      server.emit("/", "news", "[2]");

      heard.await(2);
      assertThat(heard.arguments()).containsExactly("[1]", "[2]");
      assertThat(server.stats().number("tcp")).isEqualTo(1);
    }
  }

  @Test
  void everyNamespaceComesBackWithItsOwnFreshAuth() {
    AtomicInteger asked = new AtomicInteger();
    try (SocketIoClient client =
        client()
            .auth("/once", () -> RawJson.of("{\"token\":\"once-" + asked.incrementAndGet() + "\"}"))
            .auth("/guarded", () -> RawJson.of("{\"token\":\"good\"}"))
            .build()) {
      NamespaceSocket once = client.socket("/once");
      NamespaceSocket guarded = client.socket("/guarded");
      connected(once, guarded);

      server.cut();
      server.awaitFacts("connection", 4);

      until(() -> once.isConnected() && guarded.isConnected());
      assertThat(server.upToDate().facts("middleware"))
          .filteredOn(fact -> fact.text("nsp").equals("/once"))
          .extracting(fact -> fact.json().at("/auth/token").asText())
          .containsExactly("once-1", "once-2");
      assertThat(server.upToDate().count("request")).isEqualTo(2);
    }
  }
}
