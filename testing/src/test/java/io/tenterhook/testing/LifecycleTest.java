package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Starting, stopping, and that nothing remains. */
class LifecycleTest {
  @Test
  void listensOnLoopbackAndFreePort() {
    try (SocketIoServer one = SocketIoServer.start();
        SocketIoServer other = SocketIoServer.start()) {
      assertThat(one.uri()).hasToString("http://127.0.0.1:" + one.port());
      assertThat(one.port()).isPositive().isNotEqualTo(other.port());
    }
  }

  @Test
  void threadsAreDaemonsAndGoneAfterClose() {
    SocketIoServer server = SocketIoServer.builder().threads(3).start();
    List<Thread> threads;
    try (JdkClient a = JdkClient.joined(server, "40");
        JdkClient b = JdkClient.joined(server, "40");
        JdkClient c = JdkClient.joined(server, "40")) {
      threads = new ArrayList<>(serverThreads());
      assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
      server.close();
      server.close();
      assertThat(List.of(a, b, c)).allMatch(client -> client.awaitCloseCode() == 1005);
    }

    assertThat(threads).noneMatch(Thread::isAlive);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("globalEventExecutor"));
  }

  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tenterhook-server"))
        .toList();
  }

  @Test
  void closesConnectionsWhenClosed() {
    SocketIoServer server = SocketIoServer.start();
    try (JdkClient client = JdkClient.joined(server, "40")) {
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
      server.close();

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(peer.disconnected()).isCompletedWithValue(DisconnectReason.SERVER_SHUTTING_DOWN);
      assertThat(server.connections()).isEmpty();
      assertThatThrownBy(() -> peer.emit("late"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the server is closed");
    }
  }

  @Test
  void refusesConnectsWhileStoppedAndComesBackOnTheSamePort() throws IOException {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      int port = server.port();
      for (int i = 0; i < 3; i++) {
        try (JdkClient client = JdkClient.joined(server, "40")) {
          server.stop();
          server.stop();
          assertThat(client.awaitCloseCode()).isEqualTo(1005);
          assertThatThrownBy(() -> new RawClient(server)).isInstanceOf(ConnectException.class);
        }
        server.startAgain();
        server.startAgain();
        assertThat(server.port()).isEqualTo(port);
      }
      try (JdkClient client = JdkClient.joined(server, "40")) {
        client.send("42[\"x\"]");
        assertThat(client.next()).isEqualTo("42[\"x\"]");
      }
      server.verifyNoErrors();
    }
  }

  @Test
  void newServerTakesThePortOfTheClosedOne() {
    SocketIoServer first = SocketIoServer.start();
    JdkClient client = JdkClient.joined(first, "40");
    first.close();
    try (SocketIoServer second = SocketIoServer.builder().port(first.port()).start();
        JdkClient again = JdkClient.joined(second, "40")) {
      assertThat(second.port()).isEqualTo(first.port());
      assertThat(again.hasNothing()).isTrue();
    } finally {
      client.close();
    }
  }

  @Test
  void saysWhenThePortIsTaken() {
    try (SocketIoServer server = SocketIoServer.start()) {
      SocketIoServerBuilder builder = SocketIoServer.builder().port(server.port());
      assertThatThrownBy(builder::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(String.valueOf(server.port()));
    }
  }

  @Test
  void isNotStartedAgainOnceClosed() {
    SocketIoServer server = SocketIoServer.start();
    server.close();

    assertThatThrownBy(server::startAgain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void handlerCannotStopItsOwnServer() {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").on("stop", event -> server.stop());
      try (JdkClient client = JdkClient.joined(server, "40")) {
        client.send("42[\"stop\"]");
        server.take("stop", ofSeconds(10));

        assertThatThrownBy(server::verifyNoErrors).hasMessageContaining("cannot stop its server");
      }
    }
  }

  @Test
  void refusesOptionsOutOfRange() {
    SocketIoServerBuilder builder = SocketIoServer.builder();

    assertThatThrownBy(() -> builder.port(0)).hasMessage("port 0 is not from 1 to 65535");
    assertThatThrownBy(() -> builder.path("x")).hasMessageContaining("\"x\"");
    assertThatThrownBy(() -> builder.pingInterval(ofMillis(0))).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> builder.maxPayload(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.maxQueued(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.threads(65)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void carriesManyConnections() throws Exception {
    try (SocketIoServer server = SocketIoServer.start()) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        RawClient client = RawClient.webSocket(server);
        clients.add(client);
        client.writeText("40");
      }
      for (RawClient client : clients) {
        client.readFrame();
        client.readFrame();
      }
      server.namespace("/").emit("tick", "1");
      for (RawClient client : clients) {
        assertThat(client.readFrame()).asString().isEqualTo("42[\"tick\",1]");
        client.close();
      }
      server.verifyNoErrors();
    }
  }

  @Test
  void floodsEveryEventAndNoOther() throws Exception {
    try (SocketIoServer server = SocketIoServer.start();
        RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      client.writeText("40");
      client.readFrame();
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
      CompletableFuture<Void> done = peer.flood(100_001, "n", "1");
      for (int i = 0; i < 100_001; i++) {
        assertThat(client.readFrame()).asString().isEqualTo("42[\"n\",1]");
      }
      done.get(10, TimeUnit.SECONDS);
      peer.emit("after");
      assertThat(client.readFrame()).asString().isEqualTo("42[\"after\"]");
      server.verifyNoErrors();
    }
  }

  @Test
  void floodWaitsForClientThatDoesNotRead() throws Exception {
    try (SocketIoServer server = SocketIoServer.start();
        RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      client.writeText("40");
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
      CompletableFuture<Void> endless = peer.flood(Long.MAX_VALUE, "n");
      assertThatThrownBy(() -> peer.flood(1, "n").get(10, TimeUnit.SECONDS))
          .hasMessageContaining("a flood is under way");
      peer.connection().cut();

      assertThatThrownBy(() -> endless.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(PeerGoneException.class);
      server.verifyNoErrors();
    }
  }
}
