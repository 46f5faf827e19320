package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ServerSocketPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events taken one by one, and the view for code that blocks. */
@Timeout(60)
class EventReceiverTest {
  private static final Duration PATIENCE = ofSeconds(Stage.PATIENCE_SECONDS);
  private static final String TEN_KB = "\"" + "x".repeat(10_000) + "\"";

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private ServerSocketPeer peer() {
    return stage.server.namespace("/").takePeer(PATIENCE);
  }

  private static int number(Event event) {
    return event.args().get(0, Integer.class);
  }

  private interface Blocking<T> {
    T run() throws Exception;
  }

  /** On a thread of its own. */
  private static <T> CompletableFuture<T> start(Blocking<T> blocking) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(blocking.run());
              } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  @Test
  void givesEventsOfItsNamesInOrder() throws Exception {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    EventReceiver receiver = socket.receiver("a", "b");
    ServerSocketPeer peer = peer();
    peer.emit("a", "1");
    peer.emit("other", "2");
    peer.emit("b", "3");

    assertThat(number(receiver.receive())).isEqualTo(1);
    assertThat(receiver.receive(PATIENCE))
        .hasValueSatisfying(b -> assertThat(number(b)).isEqualTo(3));
    assertThat(receiver.receive(Duration.ZERO)).isEmpty();
    assertThat(receiver.receive(ofMillis(20))).isEmpty();
    assertThat(stage.diary.unhandled).hasSize(1);
  }

  @Test
  void wakesAThreadThatWaits() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    EventReceiver receiver = socket.receiver();
    CompletableFuture<Event> received = start(receiver::receive);

    peer().emit("n", "1");

    assertThat(number(Stage.join(received))).isEqualTo(1);
  }

  @Test
  void slowsTheServerDownWhenFullAndLosesNothing() throws Exception {
    int events = 3_000;
    NamespaceSocket socket =
        stage.connected(stage.client().limits(Limits.defaults().maxInboundQueueBytes(65_536)), "/");
    EventReceiver receiver = socket.receiver("flood");
    CompletableFuture<Void> written = peer().flood(events, "flood", TEN_KB);
    await().during(ofMillis(200)).until(() -> !written.isDone());

    for (int i = 0; i < events; i++) {
      assertThat(receiver.receive(PATIENCE)).isPresent();
    }

    Stage.join(written);
    assertThat(receiver.receive(ofMillis(20))).isEmpty();
  }

  @Test
  void sharesEventsAmongThreadsEachToOneOfThem() {
    int events = 2_000;
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    EventReceiver receiver = socket.receiver("n");
    List<Integer> received = new CopyOnWriteArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      var unused =
          start(
              () -> {
                while (true) {
                  received.add(number(receiver.receive()));
                }
              });
    }
    ServerSocketPeer peer = peer();
    IntStream.range(0, events).forEach(i -> peer.emit("n", String.valueOf(i)));

    await().until(() -> received.size() == events);
    assertThat(received).doesNotHaveDuplicates();
  }

  @Test
  void throwsWhatEndedTheNamespaceWhenAllIsTaken() throws Exception {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    EventReceiver receiver = socket.receiver();
    ServerSocketPeer peer = peer();
    peer.emit("n", "1");
    peer.disconnect(false);
    await().until(() -> !socket.isActive());

    assertThat(number(receiver.receive())).isEqualTo(1);
    assertThatThrownBy(receiver::receive).isInstanceOf(DisconnectedException.class);
    assertThatThrownBy(() -> receiver.receive(ofMillis(1)))
        .isInstanceOf(DisconnectedException.class);
  }

  @Test
  void wakesWhoWaitsWhenItIsClosedOrTheNamespaceIsLeft() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    EventReceiver closed = socket.receiver();
    EventReceiver left = socket.receiver();
    CompletableFuture<Event> one = start(closed::receive);
    CompletableFuture<Event> other = start(left::receive);

    closed.close();
    Stage.join(socket.disconnect());

    assertThat(Stage.failure(one)).isInstanceOf(IllegalStateException.class);
    assertThat(Stage.failure(other)).isInstanceOf(ClientClosedException.class);
  }

  @Test
  void letsHandlersGoOnWhenAFullReceiverIsClosed() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    List<Event> handled = new CopyOnWriteArrayList<>();
    socket.on("flood", handled::add);
    EventReceiver receiver = socket.receiver();
    Stage.join(peer().flood(100, "flood", TEN_KB));
    await().until(() -> !handled.isEmpty());
    assertThat(handled).hasSizeLessThan(20);

    receiver.close();

    await().until(() -> handled.size() == 100);
  }

  @Test
  void refusesToWaitInAHandler() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    EventReceiver receiver = socket.receiver("other");
    BlockingSocket blocking = socket.blocking();
    socket.on("n", event -> receiver.receive());
    socket.on("n", event -> blocking.receive(ofMillis(1)));
    socket.on("n", event -> blocking.emit("e"));
    socket.on("n", event -> blocking.call("e"));
    socket.on("n", event -> blocking.connect());
    socket.on("n", event -> blocking.disconnect());

    peer().emit("n");

    await().until(() -> stage.diary.failed.size() == 6);
    assertThat(stage.diary.failed)
        .allSatisfy(
            failed ->
                assertThat(failed.error())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("on a thread of your own"));
  }

  @Test
  void doesOneThingAfterAnother() throws Exception {
    stage.server.namespace("/").echo();
    BlockingSocket socket = stage.build(stage.client()).socket().blocking();

    socket.connect();
    socket.emit("n", 1);
    assertThat(number(socket.receive(PATIENCE).orElseThrow())).isEqualTo(1);
    assertThat(socket.call("ask", 2).raw(0)).hasToString("2");
    assertThat(socket.call(Integer.class, "ask", 3)).isEqualTo(3);
    socket.disconnect();

    assertThatThrownBy(() -> socket.emit("n")).isInstanceOf(NotConnectedException.class);
    assertThatThrownBy(() -> socket.receive(PATIENCE)).isInstanceOf(ClientClosedException.class);
    socket.connect();
    socket.emit("n", 4);
    assertThat(number(socket.receive(PATIENCE).orElseThrow())).isEqualTo(4);
  }

  /** A thread that does not receive must get its ack: acks overtake what it has not received. */
  @Test
  void callsWhileManyEventsWait() throws Exception {
    stage.server.namespace("/").echo();
    BlockingSocket socket = stage.build(stage.client()).socket().blocking();
    socket.connect();
    peer().emit("first");
    assertThat(socket.receive(PATIENCE)).isPresent();
    Stage.join(stage.server.namespace("/").peers().get(0).flood(200, "flood", TEN_KB));

    assertThat(socket.call("ask", 1).raw(0)).hasToString("1");

    for (int i = 0; i < 200; i++) {
      assertThat(socket.receive(PATIENCE)).isPresent();
    }
  }

  @Test
  void holdsNobodyUpAsLongAsNobodyReceives() throws Exception {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    BlockingSocket blocking = socket.blocking();
    List<Event> handled = new CopyOnWriteArrayList<>();
    socket.onAny(handled::add);
    ServerSocketPeer peer = peer();
    IntStream.range(0, 100).forEach(i -> peer.emit("n", String.valueOf(i), TEN_KB));

    await().until(() -> handled.size() == 100);

    assertThat(number(blocking.receive(PATIENCE).orElseThrow())).isBetween(90, 98);
    await().until(() -> !stage.diary.dropped.isEmpty());
    assertThat(stage.diary.dropped)
        .singleElement()
        .asString()
        .contains("blocking view")
        .contains("nobody has received");
  }
}
