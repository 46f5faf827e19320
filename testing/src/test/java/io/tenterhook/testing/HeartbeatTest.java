package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Engine.IO v4, "Heartbeat": the server's side of it. */
class HeartbeatTest {
  @Test
  void pingsAndGoesOnAfterPong() {
    try (SocketIoServer server = SocketIoServer.builder().pingInterval(ofMillis(250)).start();
        JdkClient client = JdkClient.joined(server, "40")) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.next()).isEqualTo("2");
        client.send("3");
      }
      assertThat(client.next()).isEqualTo("2");
      server.verifyNoErrors();
    }
  }

  @Test
  void closesClientThatDoesNotAnswer() throws Exception {
    try (SocketIoServer server =
            SocketIoServer.builder().pingInterval(ofMillis(10)).pingTimeout(ofMillis(10)).start();
        JdkClient client = JdkClient.open(server)) {
      ServerConnection connection = server.takeConnection(ofSeconds(10));

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(connection.closed().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.PING_TIMEOUT);
      assertThat(server.connections()).isEmpty();
    }
  }

  @Test
  void closesClientThatPings() throws Exception {
    try (SocketIoServer server = SocketIoServer.start();
        JdkClient client = JdkClient.joined(server, "40")) {
      client.send("2");

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(server.takeConnection(ofSeconds(10)).closed().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  @Test
  void toleratesPongThatNobodyAskedFor() {
    try (SocketIoServer server = SocketIoServer.start();
        JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("3");
      client.send("40");

      assertThat(client.next()).startsWith("40");
      server.verifyNoErrors();
    }
  }
}
