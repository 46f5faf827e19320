package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.Transport;
import io.tenterhook.client.TransportException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server behind a Unix domain socket, against socket.io 4.8.4. */
@RequiresNode
@DisabledOnOs(OS.WINDOWS)
final class UnixSocketTest {
  @TempDir private Path folder;

  private NodePeer server(Path file) {
    return NodePeer.socketIo("{unixSocket: '%s', pingInterval: 200}".formatted(file));
  }

  private static SocketIoClient client(Path file, Transport... order) {
    return SocketIoClient.builder("http://app.example")
        .unixSocket(file)
        .transports(order)
        .reconnect(ReconnectPolicy.never())
        .build();
  }

  private static void talks(NodePeer server, SocketIoClient client, Transport inTheEnd) {
    NamespaceSocket socket = client.socket("/a");
    connected(socket);
    until(() -> client.transport().equals(Optional.of(inTheEnd)));

    byte[] large = new byte[300_000];
    Arguments answer = within(socket.call("echo-ack", "grüß", large).args());

    assertThat(answer.asString(0)).isEqualTo("grüß");
    assertThat(answer.attachments().get(0)).isEqualTo(large);
    until(() -> server.upToDate().packets("pong").size() >= 3);
    assertThat(server.awaitFact("request").json().path("headers").path("host").asText())
        .isEqualTo("app.example");
    within(socket.disconnect());
    server.awaitFact("engineClosed");
  }

  @Test
  void carriesAWebSocket() {
    Path file = folder.resolve("io.sock");
    try (NodePeer server = server(file);
        SocketIoClient client = client(file, Transport.WEBSOCKET)) {
      talks(server, client, Transport.WEBSOCKET);
    }
  }

  @Test
  void carriesPolling() {
    Path file = folder.resolve("io.sock");
    try (NodePeer server = server(file);
        SocketIoClient client = client(file, Transport.POLLING)) {
      talks(server, client, Transport.POLLING);
    }
  }

  @Test
  void carriesTheUpgradeFromPolling() {
    Path file = folder.resolve("io.sock");
    try (NodePeer server = server(file);
        SocketIoClient client = client(file, Transport.POLLING, Transport.WEBSOCKET)) {
      talks(server, client, Transport.WEBSOCKET);
      assertThat(server.facts("upgraded")).hasSize(1);
    }
  }

  @Test
  void namesTheFileThatIsNotThere() {
    Path file = folder.resolve("missing.sock");
    try (SocketIoClient client = client(file, Transport.WEBSOCKET, Transport.POLLING)) {
      TransportException failure = failureOf(client.socket().connect(), TransportException.class);

      assertThat(failure.step()).isEqualTo(TransportException.Step.TCP);
      assertThat(failure).hasMessageContaining(file.toString());
      assertThat(failure).hasMessageContaining("app.example:80");
    }
  }
}
