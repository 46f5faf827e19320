package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.TransportException.Step;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What users of other Socket.IO clients complain about, and defects of the official Java client:
 * each must not happen here. The numbers and letters are those of our list of complaints, {@code
 * docs/complaints.md}, which also says what is proved elsewhere.
 */
@Timeout(60)
class ComplaintsTest {
  private static final ReconnectPolicy AT_ONCE = failure -> Optional.of(Duration.ZERO);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private ServerConnection connection() {
    return stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private ServerSocketPeer peer(String namespace) {
    return stage.server.namespace(namespace).takePeer(ofSeconds(Stage.PATIENCE_SECONDS));
  }

  /** 6: stale credentials after a reconnect. */
  @Test
  void asksForFreshCredentialsBeforeEveryConnectOfEveryNamespace() {
    List<String> tokens = new CopyOnWriteArrayList<>();
    AtomicInteger next = new AtomicInteger();
    for (String namespace : List.of("/", "/b")) {
      stage
          .server
          .namespace(namespace)
          .authorize(
              request -> {
                tokens.add(namespace + request.auth());
                return Verdict.accept();
              });
    }
    SocketIoClient client =
        stage.build(
            stage
                .client()
                .reconnect(AT_ONCE)
                .auth(() -> RawJson.of("{\"t\":" + next.incrementAndGet() + "}")));
    NamespaceSocket root = client.socket();
    Stage.join(root.connect());
    Stage.join(client.socket("/b").connect());
    connection().cut();
    await().until(() -> stage.diary.connected.size() == 4);
    Stage.join(root.disconnect());
    Stage.join(root.connect());

    assertThat(next).as("asked once for each CONNECT, none before").hasValue(5);
    assertThat(tokens).doesNotHaveDuplicates().hasSize(5).contains("/{\"t\":1}", "/b{\"t\":2}");
  }

  /** 6: a supplier that fails has no credentials now; the next attempt asks again. */
  @Test
  void asksAgainAfterTheSupplierFailed() {
    AtomicInteger asked = new AtomicInteger();
    SocketIoClientBuilder builder =
        stage
            .client()
            .reconnect(AT_ONCE)
            .auth(
                () -> {
                  if (asked.incrementAndGet() < 3) {
                    throw new IllegalStateException("vault is sealed");
                  }
                  return RawJson.of("{}");
                });

    stage.connected(builder, "/");

    assertThat(asked).hasValue(3);
    await().until(() -> stage.diary.retries.size() == 2);
    assertThat(stage.diary.retries)
        .extracting(retry -> retry.ending().reason())
        .containsExactly(DisconnectReason.AUTH_FAILED, DisconnectReason.AUTH_FAILED);
  }

  /** 7, d: connect() while reconnecting is a trap. */
  @Test
  void connectsANamespaceThatWasOpenedDuringBackOff() {
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    SocketIoClient client =
        stage.build(
            stage
                .client()
                .reconnect(
                    failure -> {
                      waiting.complete(null);
                      return Optional.of(ofMillis(50));
                    }));
    Stage.join(client.socket().connect());
    stage.server.namespace("/b");
    stage.server.stop();
    Stage.join(waiting);

    CompletableFuture<Void> second = client.socket("/b").connect();
    CompletableFuture<Void> again = client.socket().connect();
    assertThat(second).isNotDone();
    stage.server.startAgain();

    Stage.join(second);
    Stage.join(again);
    assertThat(stage.server.connections()).hasSize(1);
  }

  /** 14: "websocket error" says nothing. */
  @Test
  void tellsSixKindsOfFailureApart() {
    SocketIoServer server = stage.server;
    server.nextConnection(Fault.http(401, "who are you"));
    server.nextConnection(Fault.http(404, "not here"));
    server.nextConnection(Fault.http(400, "{\"code\":5,\"message\":\"Unsupported version\"}"));
    String there = server.uri().toString();

    assertFailure(there, Step.HTTP, 401, "who are you");
    assertFailure(there, Step.HTTP, 404, "not here");
    assertFailure(there, Step.HTTP, 400, "{\"code\":5,\"message\":\"Unsupported version\"}");
    assertFailure(there.replace("http:", "https:"), Step.TLS, 0, "");
    assertFailure("http://no-such-host.invalid", Step.DNS, 0, "");
    server.stop();
    assertFailure(there, Step.TCP, 0, "");
  }

  private void assertFailure(String url, Step step, int code, String body) {
    Throwable failure = Stage.failure(stage.build(stage.client(url)).socket().connect());
    assertThat(failure).isInstanceOf(TransportException.class);
    TransportException error = (TransportException) failure;
    assertThat(error.step()).as("%s", error).isEqualTo(step);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.body()).isEqualTo(body);
  }

  /** 21: a namespace that is opened again opens a second connection. */
  @Test
  void keepsOneConnectionOverManyCyclesOfANamespace() {
    stage.server.namespace("/b").echo();
    SocketIoClient client = stage.build(stage.client());
    Stage.join(client.socket().connect());
    NamespaceSocket b = client.socket("/b");
    for (int i = 0; i < 10; i++) {
      Stage.join(b.connect());
      assertThat(Stage.join(b.call("n", i).args()).raw(0)).hasToString(String.valueOf(i));
      Stage.join(b.disconnect());
    }

    assertThat(client.socket("/b")).isSameAs(b);
    assertThat(stage.server.connections()).hasSize(1);
    await().untilAsserted(() -> assertThat(stage.diary.attempts).containsExactly(0));
  }

  /** 21, e, p: clients share what they should not, through options or a static cache. */
  @Test
  void keepsTwoClientsOfOneBuilderApart() {
    try (SocketIoServer other = SocketIoServer.builder().path("/other/").start()) {
      SocketIoClientBuilder builder = stage.client().query("name", "first");
      SocketIoClient first = stage.build(builder);
      SocketIoClient second = stage.build(builder.query("more", "second"));
      SocketIoClient third = stage.build(stage.client(other.uri().toString()).path("/other"));

      Stage.join(first.socket().connect());
      Stage.join(second.socket().connect());
      Stage.join(third.socket().connect());

      assertThat(connection().request().query("more")).isNull();
      assertThat(connection().request().query("more")).isEqualTo("second");
      assertThat(other.connections()).hasSize(1);
      assertThat(other.connections().get(0).request().target()).startsWith("/other/?EIO=4");
    }
  }

  /** 22: doubled handlers after reconnects. */
  @Test
  void deliversAnEventOnceAfterAnyNumberOfReconnects() {
    List<String> came = new CopyOnWriteArrayList<>();
    SocketIoClient client = stage.build(stage.client().reconnect(AT_ONCE));
    NamespaceSocket socket = client.socket();
    EventSubscription subscription = socket.on("e", event -> came.add(event.args().raw(0) + ""));
    CompletableFuture<Void> unused = socket.connect();
    for (int i = 0; i < 5; i++) {
      peer("/").connection().cut();
    }
    ServerSocketPeer last = peer("/");
    last.emit("e", "1");
    await().until(() -> !came.isEmpty());
    subscription.close();
    last.emit("e", "2");

    await().until(() -> stage.diary.unhandled.size() == 1);
    assertThat(came).containsExactly("1");
  }

  /** 24: emit right after connect races the namespace. */
  @Test
  void emitsRightAfterConnectOnEveryNamespace() {
    SocketIoClient client = stage.build(stage.client());
    for (int i = 0; i < 20; i++) {
      String name = "/n" + i;
      stage.server.namespace(name).echo();
      NamespaceSocket socket = client.socket(name);
      CompletableFuture<Arguments> answer =
          socket.connect().thenCompose(connected -> socket.call("now", name).args());
      assertThat(Stage.join(answer).raw(0)).hasToString("\"" + name + "\"");
    }
    stage.server.verifyNoErrors();
  }

  /** 26: half a packet of the old connection is joined with the new one. */
  @Test
  void startsTheNextConnectionWithoutLeftOvers() {
    List<Event> came = new CopyOnWriteArrayList<>();
    SocketIoClient client = stage.build(stage.client().reconnect(AT_ONCE));
    NamespaceSocket socket = client.socket();
    socket.on("e", came::add);
    Stage.join(socket.connect());
    ServerConnection first = connection();
    first.sendText(
        "452-[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    first.sendBinary(new byte[] {1});
    await().until(() -> stage.diary.frames.contains("< (binary, 1 bytes)"));
    first.cut();
    ServerConnection second = connection();
    await().until(() -> stage.diary.connected.size() == 2);

    second.sendText("42[\"e\",\"fresh\"]");

    await().until(() -> !came.isEmpty());
    assertThat(came.get(0).args().raw(0)).hasToString("\"fresh\"");
    assertThat(stage.server.journal().received()).containsExactly("40", "40");
  }

  /** 28: a refusal is not visible, or retried for ever, or leaves the connection open. */
  @Test
  void tellsARefusalOnceAndClosesTheConnection() {
    stage
        .server
        .namespace("/secret")
        .authorize(request -> Verdict.reject("not you", "{\"code\":7}"));
    SocketIoClient client = stage.build(stage.client().reconnect(ReconnectPolicy.patient()));
    NamespaceSocket socket = client.socket("/secret");

    Throwable failure = Stage.failure(socket.connect());

    assertThat(failure).isInstanceOf(ConnectRefusedException.class);
    ConnectRefusedException refused = (ConnectRefusedException) failure;
    assertThat(refused.namespace()).isEqualTo("/secret");
    assertThat(refused.serverMessage()).isEqualTo("not you");
    assertThat(refused.data().map(RawJson::toString)).contains("{\"code\":7}");
    assertThat(socket.isActive()).isFalse();
    await().until(() -> stage.server.connections().isEmpty());
    await().untilAsserted(() -> assertThat(stage.diary.attempts).containsExactly(0));
  }

  /** 28: the refusal of one namespace is no affair of the others. */
  @Test
  void keepsOtherNamespacesWhenOneIsRefused() {
    stage.server.namespace("/").echo();
    stage.server.namespace("/secret").authorize(request -> Verdict.reject("not you"));
    SocketIoClient client = stage.build(stage.client().reconnect(ReconnectPolicy.patient()));
    Stage.join(client.socket().connect());

    assertThat(Stage.failure(client.socket("/secret").connect()))
        .isInstanceOf(ConnectRefusedException.class);
    assertThat(Stage.failure(client.socket("/unknown").connect()))
        .isInstanceOf(ConnectRefusedException.class)
        .hasMessageContaining("Invalid namespace")
        .hasMessageContaining("path()");

    assertThat(Stage.join(client.socket().call("n", 1).args()).raw(0)).hasToString("1");
    assertThat(stage.server.connections()).hasSize(1);
  }

  /** a: an event before CONNECT is replayed with its name as an argument, past the catch-all. */
  @Test
  void deliversAnEventFromBeforeTheConnectAnswerAsAnyOther() {
    List<String> seen = new CopyOnWriteArrayList<>();
    stage.server.nextConnection(
        Fault.delayConnect(ofMillis(100)),
        Fault.afterReceived(1, connection -> connection.sendText("42[\"early\",1,2]")));
    SocketIoClient client = stage.build(stage.client());
    NamespaceSocket socket = client.socket();
    socket.onAny(event -> seen.add("any " + event.name() + event.args().json()));
    socket.on("early", event -> seen.add(event.name() + event.args().json()));

    Stage.join(socket.connect());

    await().until(() -> seen.size() == 2);
    assertThat(seen).containsExactly("any early[1,2]", "early[1,2]");
  }
}
