package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.Limits;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.PayloadTooLargeException;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Too much, too large, too fast. */
@RequiresNode
final class LimitsTest {
  private static final int MAX_PAYLOAD = 10_000;
  private static final int FLOOD = 100_000;

  @Test
  void whatTheServerWouldNotTakeIsRefusedHereAndTheLinkStays() {
    try (NodePeer server = NodePeer.socketIo("{maxHttpBufferSize: " + MAX_PAYLOAD + "}");
        SocketIoClient client = SocketIoClient.builder(server.url()).build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      String large = "x".repeat(MAX_PAYLOAD);

      assertThatThrownBy(() -> socket.emit("echo", large))
          .isInstanceOf(PayloadTooLargeException.class)
          .hasMessageContaining("maxPayload of " + MAX_PAYLOAD);
      assertThatThrownBy(() -> socket.emit("echo", new byte[MAX_PAYLOAD + 1]))
          .isInstanceOf(PayloadTooLargeException.class);
      assertThat(failureOf(socket.call("echo-ack", large).args()))
          .isInstanceOf(PayloadTooLargeException.class);

      // The largest that fits: 42 and ["echo",""] around it.
      Heard heard = Heard.on(socket, "echo-back");
      socket.emit("echo", "x".repeat(MAX_PAYLOAD - 13));
      socket.emit("echo", new byte[MAX_PAYLOAD]);
      heard.await(2);
      assertThat(server.upToDate().count("engineClosed")).isZero();
    }
  }

  @Test
  void aMessageOverOurLimitEndsTheConnectionWithItsNameAndComesBack() {
    Watcher watcher = new Watcher();
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client =
            SocketIoClient.builder(server.url())
                .limits(Limits.defaults().maxMessageBytes(20_000))
                .reconnect(
                    ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(200)))
                .observer(watcher)
                .build()) {
      NamespaceSocket socket = client.socket();
      Heard heard = Heard.on(socket, "large");
      connected(socket);

      server.emit("/", "large", "['" + "x".repeat(20_000) + "']");

      server.awaitFacts("connection", 2);
      until(() -> socket.isConnected() && !watcher.disconnected.isEmpty());
      assertThat(watcher.disconnected).hasSize(1);
      assertThat(watcher.disconnected.get(0).error())
          .get()
          .isInstanceOf(PayloadTooLargeException.class)
          .asString()
          .contains("20,000");
      assertThat(server.awaitFact("wsClosed").number("code")).isEqualTo(1009);
      server.emit("/", "large", "['" + "x".repeat(19_000) + "']");
      heard.await(1);
      assertThat(heard.count()).isEqualTo(1);
    }
  }

  @Test
  void aFloodArrivesWholeAndInOrder() {
    try (NodePeer server = NodePeer.socketIo("{logPackets: false}");
        SocketIoClient client = SocketIoClient.builder(server.url()).build()) {
      NamespaceSocket socket = client.socket();
      AtomicInteger next = new AtomicInteger();
      AtomicReference<String> disorder = new AtomicReference<>();
      socket.on(
          "n",
          event -> {
            String expected = Integer.toString(next.getAndIncrement());
            String came = event.args().raw(0).toString();
            if (!came.equals(expected)) {
              disorder.compareAndSet(null, came + " instead of " + expected);
            }
          });
      connected(socket);

      socket.emit("flood", FLOOD, 100);

      until(() -> next.get() == FLOOD);
      assertThat(disorder).hasNullValue();
      assertThat(within(socket.call("echo-ack", "alive").args()).size()).isEqualTo(1);
      assertThat(server.upToDate().count("engineClosed")).isZero();
    }
  }
}
