package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.SocketIoTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many namespaces live on one connection, each its own life. */
@RequiresNode
final class NamespacesTest {
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
    return SocketIoClient.builder(server.url()).reconnect(ReconnectPolicy.never());
  }

  @Test
  void severalShareOneTcpConnectionAndHearOnlyTheirOwn() {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket root = client.socket();
      NamespaceSocket a = client.socket("/a");
      NamespaceSocket dynamic = client.socket("/dyn-42");
      Heard inRoot = Heard.on(root, "echo-back");
      Heard inA = Heard.on(a, "echo-back");
      Heard inDynamic = Heard.on(dynamic, "echo-back");

      connected(root, a, dynamic);
      root.emit("echo", "root");
      a.emit("echo", "a", new byte[] {1});
      dynamic.emit("echo", "dynamic");

      assertThat(inRoot.first().args().raw(0)).isEqualTo(RawJson.of("\"root\""));
      assertThat(inA.first().args().raw(0)).isEqualTo(RawJson.of("\"a\""));
      assertThat(inDynamic.first().namespace()).isEqualTo("/dyn-42");
      Fact stats = server.stats();
      assertThat(stats.number("tcp")).isEqualTo(1);
      assertThat(stats.number("engine")).isEqualTo(1);
      assertThat(server.upToDate().count("request")).isEqualTo(1);
      assertThat(inRoot.count() + inA.count() + inDynamic.count()).isEqualTo(3);
      assertThat(root.sid()).isNotEqualTo(a.sid());
    }
  }

  @Test
  void oneIsRefusedWhileOthersLiveAndMayTryAgainOnTheSameConnection() {
    AtomicReference<String> token = new AtomicReference<>("bad");
    try (SocketIoClient client =
        client()
            .auth("/guarded", () -> RawJson.of("{\"token\":\"" + token.get() + "\"}"))
            .build()) {
      NamespaceSocket root = client.socket();
      NamespaceSocket guarded = client.socket("/guarded");
      connected(root);

      ConnectRefusedException refused = failureOf(guarded.connect(), ConnectRefusedException.class);

      assertThat(refused.serverMessage()).isEqualTo("not authorized");
      assertThat(refused.data()).contains(RawJson.of("{\"code\":\"E_AUTH\",\"retryable\":false}"));
      assertThat(guarded.isActive()).isFalse();
      assertThat(within(root.call("echo-ack", "alive").args()).size()).isEqualTo(1);

      token.set("good");
      connected(guarded);
      assertThat(within(guarded.call("echo-ack", "in").args()).size()).isEqualTo(1);
      assertThat(server.upToDate().count("request")).isEqualTo(1);
    }
  }

  @Test
  void anUnknownOneIsRefusedInTheServersWords() {
    try (SocketIoClient client = client().build()) {
      ConnectRefusedException refused =
          failureOf(client.socket("/nowhere").connect(), ConnectRefusedException.class);

      assertThat(refused.serverMessage()).isEqualTo("Invalid namespace");
      assertThat(refused.data()).isEmpty();
      server.awaitFact("engineClosed");
    }
  }

  @Test
  void aConnectThatIsNeverAnsweredRunsIntoTheTimeout() {
    try (SocketIoClient client = client().connectTimeout(Duration.ofSeconds(3)).build()) {
      SocketIoTimeoutException timeout =
          failureOf(client.socket("/stuck").connect(), SocketIoTimeoutException.class);

      assertThat(timeout.awaited()).isEqualTo(SocketIoTimeoutException.Awaited.CONNECT);
      assertThat(timeout).hasMessageContaining("middleware");
      server.awaitFact("engineClosed");
    }
  }

  @Test
  void aSlowAnswerIsAwaitedWithoutHoldingUpOthers() {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket slow = client.socket("/slow");
      NamespaceSocket fast = client.socket("/b");
      CompletableFuture<Void> slowConnected = slow.connect();
      connected(fast);
      assertThat(within(fast.call("echo-ack", "meanwhile").args()).size()).isEqualTo(1);

      within(slowConnected);
      assertThat(within(slow.call("echo-ack", "at last").args()).size()).isEqualTo(1);
      assertThat(server.upToDate().facts("connection"))
          .extracting(fact -> fact.text("nsp"))
          .containsExactly("/b", "/slow");
    }
  }

  @Test
  void anEmitRightAfterConnectIsNeverTooEarly() {
    try (SocketIoClient client = client().build()) {
      for (String name : new String[] {"/", "/a", "/slow"}) {
        NamespaceSocket socket = client.socket(name);
        within(socket.connect().thenRun(() -> socket.emit("echo", "first thing")));
      }
      server.awaitFact("packet", fact -> fact.text("data").contains("/slow,[\"echo\""));
      assertThat(server.upToDate().count("engineClosed")).isZero();
    }
  }

  @Test
  void oneIsKickedWhileOthersLive() {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket a = client.socket("/a");
      NamespaceSocket b = client.socket("/b");
      connected(a, b);

      server.kick("/a", false);

      until(() -> !a.isActive());
      assertThat(within(b.call("echo-ack", "alive").args()).size()).isEqualTo(1);
      connected(a);
      assertThat(server.upToDate().count("request")).isEqualTo(1);
    }
  }

  @Test
  void openingAndClosingOneManyTimesUsesOneConnection() {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket root = client.socket();
      NamespaceSocket b = client.socket("/b");
      connected(root);

      for (int i = 0; i < 10; i++) {
        connected(b);
        within(b.disconnect());
      }

      assertThat(within(root.call("echo-ack", "alive").args()).size()).isEqualTo(1);
      assertThat(server.upToDate().count("request")).isEqualTo(1);
      assertThat(server.upToDate().count("engineClosed")).isZero();
    }
  }
}
