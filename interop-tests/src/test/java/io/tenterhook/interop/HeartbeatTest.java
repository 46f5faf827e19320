package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import org.junit.jupiter.api.Test;

/** The server pings, we answer. Engine.IO v4, "Heartbeat". */
@RequiresNode
final class HeartbeatTest {
  private static final int HEARTBEATS = 22;

  @Test
  void survivesManyHeartbeatsWithBarePongsAndWithoutAnyPing() {
    Watcher watcher = new Watcher();
    try (NodePeer server = NodePeer.socketIo("{pingInterval: 300, pingTimeout: 1000}");
        SocketIoClient client = SocketIoClient.builder(server.url()).observer(watcher).build()) {
      NamespaceSocket quiet = client.socket("/a");
      NamespaceSocket busy = client.socket("/b");
      connected(quiet, busy);

      until(
          () -> {
            // Traffic beside the heartbeat, in both directions.
            within(busy.call("echo-ack", "beat").args());
            return server.packets("pong").size() >= HEARTBEATS;
          });

      assertThat(server.upToDate().facts("packet"))
          .filteredOn(fact -> fact.text("type").equals("pong"))
          .allSatisfy(pong -> assertThat(pong.text("data")).as("a bare 3").isEmpty());
      assertThat(server.upToDate().packets("ping")).isEmpty();
      assertThat(watcher.sent).contains("3").noneMatch(frame -> frame.startsWith("2"));
      assertThat(watcher.disconnected).isEmpty();
      assertThat(watcher.errors).isEmpty();
      assertThat(server.upToDate().count("engineOpen")).isEqualTo(1);
      assertThat(server.upToDate().count("engineClosed")).isZero();
      assertThat(quiet.isConnected()).isTrue();
    }
  }
}
