package io.tenterhook.client;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.msgpack.MessagePackParser;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.SocketIoServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller's mistake: thrown on the caller's thread; says the value, the rule and what to do. */
@Timeout(60)
class BadInputFromCallerTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage(SocketIoServer.builder().maxPayload(10_000).start());

  @AfterEach
  void tearDown() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:3000",
        "ftp://localhost",
        "http://",
        "http://user:pass@localhost",
        "http://localhost/chat",
        "http://localhost:99999",
        "http://[::1",
        "http://localhost?EIO=3",
      })
  void refusesAUrlBeforeAnythingIsBuilt(String url) {
    assertThatThrownBy(() -> SocketIoClient.builder(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pass")
        .hasMessageMatching("(?s).*(write|use|send|give|choose) .*");
  }

  /** The official client goes to localhost:80 for the first and forgets the port. */
  @ParameterizedTest
  @ValueSource(strings = {"http://my_host.invalid:1", "http://[::1]:1"})
  void takesUnusualHostsAtTheirWord(String url) {
    Ending told = Stage.join(Stage.run(stage.build(stage.client(url)).socket()));

    assertThat(told.toString()).contains(url.substring("http://".length()));
  }

  @Test
  void refusesNamespacesAndPathsThatCannotBe() {
    SocketIoClient client = stage.build(stage.client());

    assertThatThrownBy(() -> client.socket("/a,b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+002C at index 2");
    assertThatThrownBy(() -> stage.client().path("socket.io"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must start with /");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect_error",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener",
      })
  void refusesReservedNamesWhereverTheyAreGiven(String name) {
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    assertReserved(name, () -> socket.emit(name));
    assertReserved(name, () -> socket.call(name));
    assertReserved(name, () -> socket.on(name, event -> {}));
    assertReserved(name, () -> socket.once(name, event -> {}));
    assertReserved(name, () -> socket.onRequest(name, String.class, text -> text));
    assertThat(stage.server.errors()).isEmpty();
    assertThat(socket.isConnected()).isTrue();
  }

  private static void assertReserved(String name, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"")
        .hasMessageContaining("reserved")
        .hasMessageContaining("onConnect and onDisconnect");
  }

  /** It may come from a client with another parser. */
  @Test
  void refusesARecoveryStateThatTheParserCannotSend() {
    RecoveryState state = new RecoveryState("pid", "secret\ud83d");
    SocketIoClientBuilder builder =
        stage.client().resume("/chat", state).parser(MessagePackParser.create());

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the recovery state of \"/chat\" cannot be sent as MessagePack")
        .hasMessageContaining("half a surrogate pair")
        .hasMessageNotContaining("secret");
    assertThat(stage.connected(stage.client().resume("/", state), "/").isConnected()).isTrue();
  }

  @Test
  void refusesAnArgumentThatCannotBeJsonAndStaysConnected() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    assertThatThrownBy(() -> socket.emit("post", "fine", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 1 of post")
        .hasMessageContaining("java.lang.Double")
        .hasMessageContaining("send null or a string");
    assertThatThrownBy(() -> socket.emit("post", new SelfHolding("no JSON")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 0 of post")
        .hasMessageContaining("SelfHolding");
    assertThatThrownBy(
            () -> socket.call("post", (Object) new Object[] {new SelfHolding("no JSON")}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawJson.of("{'a':1}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
    assertThat(Stage.join(socket.call("post", 1).args()).raw(0)).hasToString("1");
    assertThat(stage.server.errors()).isEmpty();
  }

  @Test
  void refusesToEmitWhileNotConnectedAndSaysWhatToDo() {
    NamespaceSocket socket = stage.build(stage.client()).socket("/chat");

    assertThatThrownBy(() -> socket.emit("post", 1))
        .isInstanceOf(NotConnectedException.class)
        .hasMessageContaining("/chat")
        .hasMessageContaining("\"post\"")
        .hasMessageContaining("was not sent")
        .hasMessageContaining("call connect() first");
    assertThat(Stage.failure(socket.call("post", 1).args()))
        .isInstanceOf(NotConnectedException.class)
        .hasMessageContaining("call connect() first");
  }

  @Test
  void refusesToEmitWhileConnectingAndSaysToWait() {
    stage.server.nextConnection(Fault.silence());
    NamespaceSocket socket = stage.build(stage.client()).socket();
    CompletableFuture<Void> unused = socket.connect();

    assertThatThrownBy(() -> socket.emit("post"))
        .isInstanceOf(NotConnectedException.class)
        .hasMessageContaining("wait for connect() or onConnect");
  }

  @Test
  void refusesToEmitAfterDisconnectAndAfterClose() {
    SocketIoClient client = stage.build(stage.client());
    NamespaceSocket socket = client.socket();
    Stage.join(socket.connect());
    Stage.join(socket.disconnect());
    assertThatThrownBy(() -> socket.emit("post")).isInstanceOf(NotConnectedException.class);

    client.close();

    assertThatThrownBy(() -> socket.emit("post")).isInstanceOf(NotConnectedException.class);
    for (int i = 0; i < 3; i++) {
      assertThat(Stage.failure(socket.connect())).isInstanceOf(ClientClosedException.class);
      assertThat(Stage.join(Stage.run(socket)).reason())
          .isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
    }
  }

  @Test
  void refusesAMessageThatTheServerWouldNotTakeAndStaysConnected() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    String large = "x".repeat(10_001);

    assertThatThrownBy(() -> socket.emit("post", large))
        .isInstanceOf(PayloadTooLargeException.class)
        .hasMessageContaining("\"post\"")
        .hasMessageContaining("maxPayload of 10000");
    assertThatThrownBy(() -> socket.emit("post", (Object) new byte[10_001]))
        .isInstanceOf(PayloadTooLargeException.class);
    assertThat(Stage.failure(socket.call("post", large).args()))
        .isInstanceOf(PayloadTooLargeException.class);
    assertThat(Stage.join(socket.call("post", 1).args()).raw(0)).hasToString("1");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refusesATimeoutThatIsNone(long seconds) {
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    assertThatThrownBy(() -> socket.call("post").within(ofSeconds(seconds)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("within is " + Duration.ofSeconds(seconds));
  }

  @Test
  void refusesToBlockInAHandler() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    CompletableFuture<Ending> answer = new CompletableFuture<>();
    socket.on(
        "go",
        event -> {
          try {
            answer.complete(socket.runUntilClosed());
          } catch (IllegalStateException refused) {
            answer.completeExceptionally(refused);
          }
        });

    stage.server.namespace("/").emit("go");

    assertThat(Stage.failure(answer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("on a thread of your own");
  }

  /** Answers come in order with events, so a handler that waits for one would wait for itself. */
  @ParameterizedTest
  @ValueSource(strings = {"call", "typed call", "disconnect", "connect"})
  void refusesToWaitInAHandlerForWhatComesAfterIt(String what) {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    CompletableFuture<Void> returned = new CompletableFuture<>();
    socket.on(
        "go",
        event -> {
          try {
            switch (what) {
              case "call" -> socket.call("n", 1).args().get(1, TimeUnit.MINUTES);
              case "typed call" -> socket.call("n", 1).as(RawJson.class).join();
              case "disconnect" -> socket.disconnect().get();
              default -> {
                CompletableFuture<Void> unused = socket.disconnect();
                socket.connect().copy().join();
              }
            }
            returned.complete(null);
          } catch (IllegalStateException refused) {
            returned.completeExceptionally(refused);
          }
        });

    stage.server.namespace("/").emit("go");

    assertThat(Stage.failure(returned))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in a handler of /")
        .hasMessageContaining("thenAccept");
  }

  @Test
  void letsAHandlerWaitForWhatIsThereAndForOtherNamespaces() {
    stage.server.namespace("/b").echo();
    SocketIoClient client = stage.build(stage.client());
    Stage.join(client.socket().connect());
    Stage.join(client.socket("/b").connect());
    CompletableFuture<RawJson> answer = new CompletableFuture<>();
    client
        .socket()
        .on(
            "go",
            event -> {
              client.socket().connect().join();
              answer.complete(client.socket("/b").call("n", 1).as(RawJson.class).join());
            });

    stage.server.namespace("/").emit("go");

    assertThat(Stage.join(answer)).hasToString("1");
  }

  @Test
  void saysWhichArgumentIsMissingOrDoesNotFit() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    CompletableFuture<Event> came = new CompletableFuture<>();
    socket.on("e", came::complete);
    stage.server.namespace("/").emit("e", "1");

    Arguments args = Stage.join(came).args();

    assertThatThrownBy(() -> args.raw(1))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("no argument 1: the packet has 1");
    assertThatThrownBy(() -> args.get(0, List.class))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("argument 0 is not a java.util.List");
    assertThatThrownBy(() -> args.raw(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void givesUpOnASupplierThatNeverAnswers() {
    CompletableFuture<Object> never = new CompletableFuture<>();
    SocketIoClientBuilder builder =
        stage.client().connectTimeout(Duration.ofMillis(100)).authAsync(() -> never);

    Throwable failure = Stage.failure(stage.build(builder).socket().connect());

    assertThat(failure).isInstanceOf(SocketIoTimeoutException.class);
    assertThat(((SocketIoTimeoutException) failure).awaited())
        .isEqualTo(SocketIoTimeoutException.Awaited.AUTH);
  }

  /** A policy's answer is the caller's too, but comes on a thread of ours. */
  @Test
  void givesUpWhenThePolicyAnswersNonsense() {
    stage.server.everyConnection(Fault.http(503, ""));
    List<ReconnectPolicy> policies =
        Arrays.asList(
            failure -> java.util.Optional.of(Duration.ofSeconds(-1)),
            failure -> null,
            failure -> {
              throw new IllegalStateException("no policy today");
            });
    for (ReconnectPolicy policy : policies) {
      SocketIoClient client = stage.build(stage.client().reconnect(policy));

      assertThat(Stage.failure(client.socket().connect())).isInstanceOf(TransportException.class);
    }
    assertThat(stage.diary.failed).hasSize(3);
  }
}
