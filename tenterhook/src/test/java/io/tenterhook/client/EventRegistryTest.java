package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ServerSocketPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers: in which order, of which types, and those that see what is sent. */
@Timeout(60)
class EventRegistryTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();
  private final List<Object> seen = new CopyOnWriteArrayList<>();
  private NamespaceSocket socket;
  private ServerSocketPeer peer;

  @BeforeEach
  void setUp() {
    socket = stage.connected(stage.client(), "/");
    peer = stage.server.namespace("/").takePeer(Duration.ofSeconds(Stage.PATIENCE_SECONDS));
  }

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private EventHandler noted(String what) {
    return event -> seen.add(what);
  }

  private void awaitSeen(Object... expected) {
    await().until(() -> seen.size() >= expected.length);
    assertThat(seen).containsExactly(expected);
  }

  @Test
  void runsPrependedHandlersFirstAndCatchAllsBeforeNames() {
    socket.on("e", noted("3"));
    socket.onAny(noted("any 2"));
    socket.prepend("e", noted("2"));
    EventSubscription first = socket.prepend("e", noted("gone"));
    socket.prepend("e", noted("1"));
    socket.prependAny(noted("any 1"));
    socket.on("e", noted("4"));
    first.close();

    peer.emit("e");

    awaitSeen("any 1", "any 2", "1", "2", "3", "4");
  }

  @Test
  void bindsUpToThreeArgumentsToClassesAndGenericTypes() {
    JsonType<List<Integer>> list = new JsonType<>() {};
    socket.on("2", list, list, (a, b) -> seen.add(a.get(0) + b.get(0)));
    socket.on("3", int.class, String.class, int.class, (a, b, c) -> seen.add(a + b + c));
    socket.on("3g", list, list, list, (a, b, c) -> seen.add(a.size() + b.size() + c.size()));

    peer.emit("2", "[1]", "[2]");
    peer.emit("3", "1", "\"x\"", "2");
    peer.emit("3g", "[]", "[1]", "[1,2]");
    peer.emit("3g", "[]", "[1]");

    awaitSeen(3, "1x2", 3);
    await().until(() -> stage.diary.failed.size() == 1);
    assertThat(stage.diary.failed.get(0).error())
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("no argument 2");
  }

  @Test
  void bindsOnceHandlersToo() {
    socket.once("c", Integer.class, seen::add);
    socket.once("g", new JsonType<List<Integer>>() {}, seen::add);

    peer.emit("c", "1");
    peer.emit("c", "2");
    peer.emit("g", "[3]");
    peer.emit("g", "[4]");

    awaitSeen(1, List.of(3));
    await().until(() -> stage.diary.unhandled.size() == 2);
  }

  private static CompletionStage<Integer> later(int value) {
    return CompletableFuture.completedFuture(value);
  }

  @Test
  void answersRequestsOfAllShapes() {
    socket.onRequest("raw", args -> args.size());
    socket.onRequest("list", new JsonType<List<Integer>>() {}, list -> list.get(0));
    socket.onRequest("sum", int.class, int.class, (a, b) -> a + b);
    socket.onRequest("later", int.class, int.class, (a, b) -> later(a * b));

    assertThat(Stage.join(peer.emitWithAck("raw", "7", "8", "9")).args()).containsExactly("3");
    assertThat(Stage.join(peer.emitWithAck("list", "[5]")).args()).containsExactly("5");
    assertThat(Stage.join(peer.emitWithAck("sum", "2", "3")).args()).containsExactly("5");
    assertThat(Stage.join(peer.emitWithAck("later", "2", "3")).args()).containsExactly("6");
  }

  @Test
  void showsEmitsAndCallsOnTheCallersThreadBeforeTheyAreSent() {
    stage.server.namespace("/").echo();
    Subscription outgoing =
        socket.onAnyOutgoing(
            (event, arguments) -> {
              assertThat(Thread.currentThread().getName()).doesNotStartWith("tenterhook-");
              assertThatThrownBy(() -> arguments.set(0, "changed"))
                  .isInstanceOf(UnsupportedOperationException.class);
              seen.add(event + arguments);
            });
    socket.onRequest("ask", args -> "an ack");

    socket.emit("plain", 1, null);
    Stage.join(socket.emit(EmitOptions.defaults(), "tracked", 2));
    Call call = socket.call("call", 3);
    assertThat(seen).as("not sent yet").hasSize(2);
    Stage.join(call.args());
    Stage.join(call.args());
    Stage.join(peer.emitWithAck("ask"));
    assertThatThrownBy(() -> socket.emit("bad", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    outgoing.close();
    socket.emit("after");

    assertThat(seen).containsExactly("plain[1, null]", "tracked[2]", "call[3]", "call[3]");
    assertThat(stage.diary.failed).isEmpty();
  }

  @Test
  void sendsWhateverAnOutgoingHandlerThrows() {
    stage.server.namespace("/").echo();
    IllegalStateException mine = new IllegalStateException("mine");
    socket.onAnyOutgoing(
        (event, arguments) -> {
          throw mine;
        });

    assertThat(Stage.join(socket.call("n", 1).args()).raw(0)).hasToString("1");

    await().until(() -> stage.diary.failed.contains(new Diary.Failed("onAnyOutgoing of /", mine)));
  }
}
