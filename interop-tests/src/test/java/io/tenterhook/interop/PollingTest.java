package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.untilSteady;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.PayloadTooLargeException;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** HTTP long-polling and the upgrade from it, against socket.io 4.8.4. */
@RequiresNode
final class PollingTest {
  private static final int EACH_WAY = 1_000;

  private final List<String> transports = new CopyOnWriteArrayList<>();
  private final List<String> upgradeFailures = new CopyOnWriteArrayList<>();

  private SocketIoClientBuilder client(NodePeer server, Transport... order) {
    return client(server.url(), order);
  }

  private SocketIoClientBuilder client(String url, Transport... order) {
    return SocketIoClient.builder(url)
        .transports(order)
        .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(100)))
        .observer(
            new ClientObserver() {
              @Override
              public void onTransport(Transport transport, boolean upgraded) {
                transports.add(transport.text() + (upgraded ? " after upgrade" : ""));
              }

              @Override
              public void onUpgradeFailed(String why) {
                upgradeFailures.add(why);
              }
            });
  }

  @Test
  void everythingWorksByPollingAlone() {
    try (NodePeer server = NodePeer.socketIo("{pingInterval: 100, pingTimeout: 2000}");
        SocketIoClient client = client(server, Transport.POLLING).build()) {
      NamespaceSocket socket = client.socket("/a");
      Heard heard = Heard.on(socket, "echo-back");
      connected(socket);

      socket.emit("echo", "grüß 𝄞", Map.of("bytes", new byte[] {1, 2, 3}), 9007199254740993L);
      byte[] large = new byte[100_000];
      Arguments answer = within(socket.call("echo-ack", large, List.of(), "x").args());

      assertThat(heard.first().args().raw(0)).hasToString("\"grüß 𝄞\"");
      assertThat(heard.first().args().attachments()).hasSize(1);
      assertThat(answer.attachments().get(0)).isEqualTo(large);
      // The heartbeat goes by polling too.
      until(() -> server.upToDate().packets("pong").size() >= 20);
      assertThat(server.upToDate().facts("engineClosed")).isEmpty();
      assertThat(transports).containsExactly("polling");
      assertThat(client.transport()).contains(Transport.POLLING);
      within(socket.disconnect());
      assertThat(server.awaitFact("disconnect").text("reason"))
          .isEqualTo("client namespace disconnect");
      server.awaitFact("engineClosed");
    }
  }

  @Test
  void whatTheServerWouldNotTakeIsRefusedWithTheGrowthOfBase64() {
    try (NodePeer server = NodePeer.socketIo("{maxHttpBufferSize: 10000}");
        SocketIoClient client = client(server, Transport.POLLING).build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);

      assertThatThrownBy(() -> socket.emit("echo", new byte[7_499]))
          .isInstanceOf(PayloadTooLargeException.class);
      Heard heard = Heard.on(socket, "echo-back");
      for (int i = 0; i < 100; i++) {
        socket.emit("echo", new byte[7_494], "x".repeat(i * 50));
      }

      heard.await(100);
      assertThat(server.upToDate().facts("engineClosed")).isEmpty();
    }
  }

  @Test
  void aPollingSessionIsUpgradedWithoutLossDoubleOrDisorder() {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = client(server, Transport.POLLING, Transport.WEBSOCKET).build()) {
      NamespaceSocket socket = client.socket();
      Heard echoes = Heard.on(socket, "echo-back");
      Heard floods = Heard.on(socket, "n");
      List<CompletableFuture<Arguments>> acks = new ArrayList<>();
      socket.onConnect(
          () -> {
            socket.emit("flood", EACH_WAY, 10);
            for (int i = 0; i < EACH_WAY; i++) {
              socket.emit("echo", i);
            }
            acks.add(socket.call("echo-ack", "last").args());
          });
      connected(socket);

      echoes.await(EACH_WAY);
      floods.await(EACH_WAY);
      until(() -> client.transport().equals(Optional.of(Transport.WEBSOCKET)));

      List<String> numbers = IntStream.range(0, EACH_WAY).mapToObj(i -> "[" + i + "]").toList();
      assertThat(echoes.arguments()).isEqualTo(numbers);
      assertThat(floods.arguments())
          .isEqualTo(
              IntStream.range(0, EACH_WAY).mapToObj(i -> "[" + i + ",\"xxxxxxxxxx\"]").toList());
      acks.forEach(Patience::within);
      server.awaitFact("upgraded");
      until(() -> transports.size() == 2);
      assertThat(transports).containsExactly("polling", "websocket after upgrade");
      assertThat(upgradeFailures).isEmpty();
      assertThat(server.upToDate().count("engineClosed")).isZero();
    }
  }

  @Test
  void aServerWithoutWebSocketIsReachedByPolling() {
    try (NodePeer server = NodePeer.socketIo("{transports: ['polling']}");
        SocketIoClient client = client(server, Transport.WEBSOCKET, Transport.POLLING).build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      until(() -> !transports.isEmpty());
      assertThat(transports).containsExactly("polling");

      // What has worked is tried first the next time.
      server.cut();
      until(() -> transports.size() == 2 && socket.isConnected());
      assertThat(server.upToDate().facts("request").stream().map(fact -> fact.text("url")))
          .filteredOn(url -> url.contains("transport=websocket"))
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void oneUnluckyWebSocketDoesNotKeepAClientOnPolling() {
    try (NodePeer server = NodePeer.socketIo();
        CuttingProxy proxy = new CuttingProxy(server.port(), 0, 1);
        SocketIoClient client =
            client(proxy.url(), Transport.WEBSOCKET, Transport.POLLING).build()) {
      proxy.refuseNext();
      connected(client.socket());
      until(() -> transports.size() == 2);

      assertThat(transports).containsExactly("polling", "websocket after upgrade");
      server.cut();
      until(() -> transports.size() == 3);
      assertThat(transports).endsWith("websocket");
    }
  }

  @Test
  void aServerThatRefusesUpgradesGoesOnPolling() {
    try (NodePeer server = NodePeer.socketIo("{allowUpgrades: false}");
        SocketIoClient client = client(server, Transport.POLLING, Transport.WEBSOCKET).build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      untilSteady(socket::isConnected);
      assertThat(transports).containsExactly("polling");
      assertThat(upgradeFailures).isEmpty();
    }
  }

  @Test
  void aLostPollingSessionComesBack() {
    try (NodePeer server = NodePeer.socketIo("{recovery: true}");
        SocketIoClient client = client(server, Transport.POLLING).build()) {
      NamespaceSocket socket = client.socket();
      Heard heard = Heard.on(socket, "n");
      connected(socket);
      server.emit("/", "n", "[0]");
      heard.await(1);
      server.engineClose();
      until(() -> transports.size() == 2 && socket.isConnected());
      server.emit("/", "n", "[1]");
      heard.await(2);
      assertThat(heard.count()).isEqualTo(2);
    }
  }

  @Test
  void closingDuringTheUpgradeLeavesNothingBehind() {
    try (NodePeer server = NodePeer.socketIo()) {
      for (int i = 0; i < 20; i++) {
        try (SocketIoClient client =
            client(server, Transport.POLLING, Transport.WEBSOCKET).build()) {
          connected(client.socket());
          client.socket().emit("echo", i);
        }
      }
      until(() -> server.stats().number("engine") == 0);
      assertThat(server.upToDate().packets("message"))
          .filteredOn(packet -> packet.contains("echo"))
          .hasSize(20);
    }
  }
}
