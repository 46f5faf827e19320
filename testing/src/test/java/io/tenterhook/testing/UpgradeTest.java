package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO v4, "Upgrade". */
@Timeout(30)
class UpgradeTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private static JdkClient upgraded(Poller client) {
    JdkClient socket = client.webSocket();
    socket.send("2probe");
    assertThat(socket.next()).isEqualTo("3probe");
    socket.send("5");
    return socket;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void carriesTheSessionOnByWebSocket(int threads) {
    try (SocketIoServer server = SocketIoServer.builder().threads(threads).start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);

      try (JdkClient socket = upgraded(client)) {
        socket.send("42[\"hello\"]");

        assertThat(socket.next()).isEqualTo("42[\"hello\"]");
        assertThat(peer.connection().transport()).isEqualTo("websocket");
        assertThat(peer.isConnected()).isTrue();
        server.verifyNoErrors();
      }
    }
  }

  @Test
  void freesAWaitingGetWithNoop() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      CompletableFuture<HttpResponse<String>> poll = client.getLater();
      try (JdkClient socket = client.webSocket()) {
        socket.send("2probe");

        assertThat(socket.next()).isEqualTo("3probe");
        assertThat(Poller.join(poll).body()).isEqualTo("6");
      }
    }
  }

  @Test
  void bringsWhatWaitsAlong() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      List<String> expected = new ArrayList<>();
      for (int n = 0; n < 1_000; n++) {
        peer.emit("n", Json.number(n));
        expected.add("42[\"n\"," + n + "]");
      }

      try (JdkClient socket = upgraded(client)) {
        List<String> came = new ArrayList<>();
        while (came.size() < expected.size()) {
          came.add(socket.next());
        }
        assertThat(came).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesPollingAfterwards() {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);
      try (JdkClient socket = upgraded(client)) {
        socket.send("42[\"a\"]");
        assertThat(socket.next()).isEqualTo("42[\"a\"]");

        assertThat(client.get().body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(client.post("42[\"b\"]").statusCode()).isEqualTo(400);

        socket.send("42[\"c\"]");
        assertThat(socket.next()).isEqualTo("42[\"c\"]");
      }
    }
  }

  @Test
  void closesASecondWebSocketOfTheSession() {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);
      try (JdkClient socket = upgraded(client);
          JdkClient second = client.webSocket()) {
        second.awaitCloseCode();

        socket.send("42[\"a\"]");
        assertThat(socket.next()).isEqualTo("42[\"a\"]");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "2probes", "42[\"a\"]", "3probe", "x"})
  void closesAWebSocketThatDoesNotProbe(String first) {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);
      try (JdkClient socket = client.webSocket()) {
        socket.send(first);

        socket.awaitCloseCode();
      }
      client.post("42[\"still here\"]");
      assertThat(client.get().body()).isEqualTo("42[\"still here\"]");
    }
  }

  @Test
  void closesAWebSocketThatSaysNothingInTime() {
    try (SocketIoServer server =
        SocketIoServer.builder().upgradeTimeout(Duration.ofMillis(100)).start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);
      try (JdkClient socket = client.webSocket()) {
        socket.awaitCloseCode();
      }
      client.post("42[\"still here\"]");
      assertThat(client.get().body()).isEqualTo("42[\"still here\"]");
    }
  }

  @Test
  void closesTheWebSocketOfASessionThatEndsMeanwhile() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      try (JdkClient socket = client.webSocket()) {
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");

        client.post("1");

        socket.awaitCloseCode();
      }
    }
  }

  @Test
  void goesOnByPollingWhenTheWebSocketIsClosedHalfWay() {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);
      try (JdkClient socket = client.webSocket()) {
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
      }

      client.post("42[\"still here\"]");

      assertThat(client.get().body()).endsWith("42[\"still here\"]");
      try (JdkClient again = upgraded(client)) {
        again.send("42[\"and now\"]");
        assertThat(again.next()).isEqualTo("42[\"and now\"]");
      }
    }
  }
}
