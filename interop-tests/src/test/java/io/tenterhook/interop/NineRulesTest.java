package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.AuthFailedException;
import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.EventSubscription;
import io.tenterhook.client.FailureKind;
import io.tenterhook.client.Limits;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.NotConnectedException;
import io.tenterhook.client.PayloadTooLargeException;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.SocketIoTimeoutException;
import io.tenterhook.client.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The rules that the project started from: one test each, in their order. The details of each are
 * in the other tests of this package.
 */
@RequiresNode
final class NineRulesTest {
  private static final ReconnectPolicy QUICK =
      ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(200));

  private static SocketIoClientBuilder to(NodePeer server) {
    return SocketIoClient.builder(server.url());
  }

  @Test
  void rule1TheHeartbeatIsTheServersAndWeNeverPing() throws Exception {
    try (NodePeer server = NodePeer.socketIo("{pingInterval: 200, pingTimeout: 1000}");
        SocketIoClient client = to(server).reconnect(ReconnectPolicy.never()).build()) {
      NamespaceSocket socket = client.socket();
      CompletableFuture<Ending> ending = runUntilClosed(socket);
      until(() -> server.packets("pong").size() >= 3);
      assertThat(server.upToDate().packets("ping")).isEmpty();
      assertThat(socket.isConnected()).isTrue();

      server.freeze();

      assertThat(within(ending).reason()).isEqualTo(DisconnectReason.PING_TIMEOUT);
      assertThat(within(ending).error())
          .get()
          .isInstanceOfSatisfying(
              SocketIoTimeoutException.class,
              late -> assertThat(late.after()).isEqualTo(Duration.ofMillis(1200)));
    }
  }

  @Test
  void rule2TheAuthSupplierIsAskedAnewForEveryConnectAndMayFail() {
    AtomicInteger asked = new AtomicInteger();
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client =
            to(server)
                .reconnect(QUICK)
                .authAsync(
                    () -> {
                      int number = asked.incrementAndGet();
                      return number == 2
                          ? CompletableFuture.failedFuture(new IllegalStateException("vault shut"))
                          : CompletableFuture.supplyAsync(() -> token(number));
                    })
                .build()) {
      NamespaceSocket once = client.socket("/once");
      List<Ending> lost = new CopyOnWriteArrayList<>();
      once.onDisconnect((why, willReconnect) -> lost.add(why));
      connected(once);

      server.cut();
      server.awaitFacts("connection", 2);
      server.cut();
      server.awaitFacts("connection", 3);

      assertThat(server.upToDate().facts("connection"))
          .extracting(fact -> fact.json().at("/auth/token").asText())
          .as("the second answer failed: that attempt sent no CONNECT")
          .containsExactly("token 1", "token 3", "token 4");
    }
  }

  @Test
  void rule2AnAuthSupplierThatFailsEndsTheAttemptInItsOwnWay() {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client =
            to(server)
                .reconnect(ReconnectPolicy.never())
                .auth(
                    () -> {
                      throw new IllegalStateException("vault shut");
                    })
                .build()) {
      assertThat(failureOf(client.socket("/once").connect()))
          .isInstanceOf(AuthFailedException.class)
          .hasRootCauseMessage("vault shut");
      assertThat(server.upToDate().count("middleware")).isZero();
    }
  }

  @Test
  void rule3HttpBecomesWsWithTheDefaultPathAndAnyNamespace() {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).query("tenant", "a b&c").build()) {
      connected(client.socket("/dyn-x1"));

      assertThat(server.awaitFact("request").text("url"))
          .startsWith("/socket.io/?")
          .contains("EIO=4")
          .contains("transport=websocket");
      Fact connection = server.awaitFact("connection");
      assertThat(connection.text("nsp")).isEqualTo("/dyn-x1");
      assertThat(connection.json().at("/query/tenant").asText()).isEqualTo("a b&c");
      assertThat(connection.text("transport")).isEqualTo("websocket");
    }
  }

  @Test
  void rule3AnotherPathIsUsedAsItIsGiven() {
    try (NodePeer server = NodePeer.socketIo("{path: '/fabric/live/'}");
        SocketIoClient client =
            SocketIoClient.builder("ws://localhost:" + server.port())
                .path("/fabric/live/")
                .build()) {
      connected(client.socket());

      assertThat(server.awaitFact("request").text("url")).startsWith("/fabric/live/?EIO=4");
    }
  }

  @Test
  void rule4ArgumentsStayRawJsonUntilATypeIsAskedFor() {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).build()) {
      NamespaceSocket socket = client.socket();
      Heard heard = Heard.on(socket, "quote");
      connected(socket);

      server.raw("42[\"quote\",9007199254740993,1.10,{\"b\":1e2,\"a\":[ ]},null,\"\\u00e9\"]");

      Event quote = heard.first();
      assertThat(quote.args().size()).isEqualTo(5);
      assertThat(quote.args().json().toString())
          .isEqualTo("[9007199254740993,1.10,{\"b\":1e2,\"a\":[ ]},null,\"\\u00e9\"]");
      assertThat(quote.args().raw(2).toString()).isEqualTo("{\"b\":1e2,\"a\":[ ]}");
      assertThat(quote.args().get(0, Long.class)).isEqualTo(9007199254740993L);
      assertThat(quote.args().get(4, String.class)).isEqualTo("é");
    }
  }

  @Test
  void rule5ARegistrationCanBeReplacedAndAnUnhandledEventIsHarmless() {
    Watcher watcher = new Watcher();
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).observer(watcher).build()) {
      NamespaceSocket socket = client.socket();
      List<String> heard = new CopyOnWriteArrayList<>();
      EventSubscription first = socket.on("news", event -> heard.add("first"));
      connected(socket);
      server.emit("/", "news", "[]");
      until(() -> heard.size() == 1);

      first.replace(event -> heard.add("second"));
      server.emit("/", "nobody", "[1]");
      server.emit("/", "news", "[]");

      until(() -> heard.size() == 2);
      assertThat(heard).containsExactly("first", "second");
      assertThat(watcher.unhandled).extracting(Event::name).containsExactly("nobody");
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void rule6FourEndingsAreFourTypedOutcomes() throws Exception {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).reconnect(ReconnectPolicy.never()).build()) {
      Ending refused = client.socket("/guarded").runUntilClosed();
      assertThat(refused.reason()).isEqualTo(DisconnectReason.REFUSED);
      ConnectRefusedException refusal = (ConnectRefusedException) refused.error().orElseThrow();
      assertThat(refusal.serverMessage()).isEqualTo("not authorized");
      assertThat(refusal.data()).contains(RawJson.of("{\"code\":\"E_AUTH\",\"retryable\":false}"));

      NamespaceSocket a = client.socket("/a");
      Ending kicked = endOf(a, () -> server.kick("/a", false));
      assertThat(kicked.reason()).isEqualTo(DisconnectReason.SERVER_DISCONNECT);

      // The real server says it over polling only; over a WebSocket it just closes that.
      Ending engineClosed = endOf(a, () -> server.raw("1"));
      assertThat(engineClosed.reason()).isEqualTo(DisconnectReason.ENGINE_CLOSE);

      Ending lost = endOf(a, server::cut);
      assertThat(lost.reason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
      assertThat(lost.error())
          .get()
          .isInstanceOfSatisfying(
              TransportException.class,
              error -> assertThat(error.step()).isEqualTo(TransportException.Step.IO));
    }
  }

  @Test
  void rule7OneBlockingCallLivesAsLongAsTheConnection() throws Exception {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).reconnect(ReconnectPolicy.never()).build()) {
      NamespaceSocket socket = client.socket();

      Ending normal = endOf(socket, () -> within(socket.disconnect()));
      assertThat(normal.reason()).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
      assertThat(normal.error()).isEmpty();

      Ending lost = endOf(socket, server::cut);
      assertThat(lost.reason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);

      server.stop();
      Ending unreachable = socket.runUntilClosed();
      assertThat(unreachable.reason()).isEqualTo(DisconnectReason.UNREACHABLE);
    }
  }

  @Test
  void rule7ManagedUseComesBackByItselfWithinOneToSixtySeconds() {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).reconnect(ReconnectPolicy.patient()).build()) {
      Watcher watcher = new Watcher();
      NamespaceSocket socket = client.socket();
      socket.onDisconnect((why, again) -> watcher.disconnected.add(why));
      connected(socket);

      server.cut();

      server.awaitFacts("connection", 2);
      until(() -> socket.isConnected() && !watcher.disconnected.isEmpty());
      assertThat(watcher.disconnected).hasSize(1);
      assertThat(delayAfter(1, watcher.disconnected.get(0), 0.0)).isEqualTo(Duration.ofSeconds(1));
      assertThat(delayAfter(99, watcher.disconnected.get(0), 0.0))
          .isEqualTo(Duration.ofSeconds(60));
      assertThat(delayAfter(99, watcher.disconnected.get(0), 0.5))
          .isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void rule8AReadLimitIsEnforced() throws Exception {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).reconnect(ReconnectPolicy.never()).build();
        SocketIoClient roomy =
            to(server)
                .reconnect(ReconnectPolicy.never())
                .limits(Limits.defaults().maxMessageBytes(2 << 20))
                .build()) {
      NamespaceSocket large = roomy.socket();
      Heard heard = Heard.on(large, "large");
      connected(large);
      String text = "x".repeat(1 << 20);

      Ending ending = endOf(client.socket(), () -> server.emit("/", "large", "['" + text + "']"));

      assertThat(ending.reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
      assertThat(ending.error())
          .get()
          .isInstanceOf(PayloadTooLargeException.class)
          .asString()
          .contains("1,048,576");
      assertThat(heard.first().args().get(0, String.class)).isEqualTo(text);
      assertThat(large.isConnected()).isTrue();
    }
  }

  @Test
  void rule9EmittingWhileNotConnectedIsAnError() {
    try (NodePeer server = NodePeer.socketIo();
        SocketIoClient client = to(server).reconnect(ReconnectPolicy.never()).build()) {
      NamespaceSocket socket = client.socket();
      assertThatThrownBy(() -> socket.emit("echo", "early"))
          .isInstanceOf(NotConnectedException.class)
          .hasMessageContaining("connect()");
      connected(socket);
      socket.emit("echo", "in time");
      within(socket.disconnect());
      assertThatThrownBy(() -> socket.emit("echo", "late"))
          .isInstanceOf(NotConnectedException.class);
      assertThat(failureOf(socket.call("echo-ack").args()))
          .isInstanceOf(NotConnectedException.class);

      server.awaitFact("engineClosed");
      assertThat(server.upToDate().packets("message")).contains("2[\"echo\",\"in time\"]");
      assertThat(server.upToDate().packets("message")).noneMatch(data -> data.contains("early"));
      assertThat(server.upToDate().packets("message")).noneMatch(data -> data.contains("late"));
    }
  }

  private static RawJson token(int number) {
    return RawJson.of("{\"token\":\"token " + number + "\"}");
  }

  private static Duration delayAfter(int number, Ending ending, double random) {
    ReconnectPolicy.Failure failure =
        new ReconnectPolicy.Failure(
            number, ending, FailureKind.TRANSIENT, false, true, false, random);
    return ReconnectPolicy.patient().delayAfter(failure).orElseThrow();
  }

  /** Runs the blocking call on a thread of its own. */
  private static CompletableFuture<Ending> runUntilClosed(NamespaceSocket socket) {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                ending.complete(socket.runUntilClosed());
              } catch (InterruptedException | RuntimeException failed) {
                ending.completeExceptionally(failed);
              }
            },
            "caller");
    caller.setDaemon(true);
    caller.start();
    return ending;
  }

  private static Ending endOf(NamespaceSocket socket, Runnable how) {
    CompletableFuture<Ending> ending = runUntilClosed(socket);
    until(socket::isConnected);
    how.run();
    return within(ending);
  }
}
