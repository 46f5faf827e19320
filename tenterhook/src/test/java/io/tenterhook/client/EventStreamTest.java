package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ServerSocketPeer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events as streams: as many as were requested, all of them, in order, to the end. */
@Timeout(60)
class EventStreamTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  /** Keeps what comes and requests nothing by itself. */
  private static final class Reader implements Flow.Subscriber<Event> {
    final List<String> events = new CopyOnWriteArrayList<>();
    final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    Flow.Subscription subscription;

    Reader(Flow.Publisher<Event> stream, long requested) {
      stream.subscribe(this);
      if (requested > 0) {
        subscription.request(requested);
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
      subscription = subscribed;
    }

    @Override
    public void onNext(Event event) {
      events.add(event.name() + event.args().json());
    }

    @Override
    public void onError(Throwable error) {
      end.complete(error);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }
  }

  private ServerSocketPeer peer() {
    return stage.server.namespace("/").takePeer(Duration.ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "n[" + i + "]").toList();
  }

  private static void emit(ServerSocketPeer peer, int from, int to) {
    IntStream.range(from, to).forEach(i -> peer.emit("n", String.valueOf(i)));
  }

  @Test
  void givesEachSubscriberAsManyAsItRequests() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    Reader fast = new Reader(socket.events("n"), Long.MAX_VALUE);
    Reader slow = new Reader(socket.events("n"), 2);
    emit(peer(), 0, 5);

    await().until(() -> slow.events.size() == 2);
    assertThat(slow.events).isEqualTo(numbered(0, 2));
    assertThat(fast.events).as("no more than the slowest").isEqualTo(numbered(0, 2));
    slow.subscription.request(1);
    await().until(() -> slow.events.size() == 3);
    slow.subscription.request(Long.MAX_VALUE);

    await().until(() -> slow.events.size() == 5 && fast.events.size() == 5);
    assertThat(slow.events).isEqualTo(numbered(0, 5));
    assertThat(stage.diary.unhandled).isEmpty();
  }

  @Test
  void holdsAllEventsBehindOneThatIsNotRequested() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    List<String> handled = new CopyOnWriteArrayList<>();
    socket.onAny(event -> handled.add(event.name()));
    Reader reader = new Reader(socket.events("n"), 0);
    ServerSocketPeer peer = peer();
    peer.emit("before");
    peer.emit("n", "0");
    peer.emit("after");

    assertThat(Stage.join(socket.call("x", 1).args()).raw(0)).as("acks overtake").isNotNull();
    await().during(ofMillis(100)).until(() -> handled.equals(List.of("before")));
    reader.subscription.request(1);

    await().until(() -> handled.equals(List.of("before", "n", "after")));
    assertThat(reader.events).isEqualTo(numbered(0, 1));
  }

  @Test
  void goesOnForOthersWhenTheSlowestCancels() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    Reader fast = new Reader(socket.events(), Long.MAX_VALUE);
    Reader slow = new Reader(socket.events(), 1);
    emit(peer(), 0, 3);
    await().until(() -> slow.events.size() == 1);

    slow.subscription.cancel();

    await().until(() -> fast.events.size() == 3);
    assertThat(slow.events).hasSize(1);
    assertThat(slow.end).isNotDone();
  }

  /** No demand, a small limit: 4 MB wait on the server's side, and all of them come. */
  @Test
  void slowsTheServerDownWithoutDemandAndLosesNothing() {
    int events = 4_000;
    NamespaceSocket socket =
        stage.connected(stage.client().limits(Limits.defaults().maxInboundQueueBytes(65_536)), "/");
    Reader reader = new Reader(socket.events("flood"), 0);
    CompletableFuture<Void> written =
        peer().flood(events, "flood", "\"" + "x".repeat(10_000) + "\"");
    await().during(ofMillis(200)).until(() -> !written.isDone());

    for (int i = 1; i <= 100; i++) {
      reader.subscription.request(1);
    }
    await().until(() -> reader.events.size() == 100);
    reader.subscription.request(Long.MAX_VALUE);

    Stage.join(written);
    await().until(() -> reader.events.size() == events);
  }

  @Test
  void dropsWhatWaitsForDemandIfToldTo() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket =
        stage.connected(
            stage
                .client()
                .limits(Limits.defaults().maxInboundQueueBytes(4_096))
                .inboundOverflow(InboundOverflow.DROP_OLDEST),
            "/");
    Reader reader = new Reader(socket.events("n"), 1);
    ServerSocketPeer peer = peer();
    emit(peer, 0, 1);
    await().until(() -> reader.events.size() == 1);
    emit(peer, 1, 1_000);
    Stage.join(socket.call("all have come", 1).args());
    reader.subscription.request(Long.MAX_VALUE);

    await().until(() -> reader.events.contains("n[999]"));
    assertThat(reader.events).doesNotContain("n[1]").hasSizeLessThan(100);
  }

  @Test
  void completesAfterTheLastEventWhenTheNamespaceIsLeft() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    Reader reader = new Reader(socket.events("n"), 1);
    emit(peer(), 0, 3);
    await().until(() -> stage.diary.frames.contains("< 42[\"n\",2]"));
    await().until(() -> reader.events.size() == 1);
    socket.on("n", event -> {});

    Stage.join(socket.disconnect());
    assertThat(reader.end).as("two to come").isNotDone();
    reader.subscription.request(2);

    assertThat(Stage.join(reader.end)).isNull();
    assertThat(reader.events).startsWith("n[0]");
  }

  @Test
  void failsWithWhatEndedTheNamespace() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    Reader reader = new Reader(socket.events("n"), 0);

    peer().disconnect(false);

    assertThat(Stage.join(reader.end))
        .isInstanceOfSatisfying(
            DisconnectedException.class,
            error -> assertThat(error.reason()).isEqualTo(DisconnectReason.SERVER_DISCONNECT));
  }

  @Test
  void livesOverReconnects() {
    NamespaceSocket socket =
        stage.connected(stage.client().reconnect(failure -> Optional.of(ofMillis(10))), "/");
    Reader reader = new Reader(socket.events("n"), Long.MAX_VALUE);
    ServerSocketPeer first = peer();
    emit(first, 0, 1);
    await().until(() -> reader.events.size() == 1);
    first.connection().cut();
    ServerSocketPeer second = peer();

    emit(second, 1, 2);

    await().until(() -> reader.events.equals(numbered(0, 2)));
    assertThat(reader.end).isNotDone();
  }

  @Test
  void endsWithTheClientAlsoIfItNeverConnected() {
    SocketIoClient client = stage.build(stage.client());
    Reader early = new Reader(client.socket().events(), 0);
    client.close();
    Reader late = new Reader(client.socket().events(), 0);

    assertThat(Stage.join(early.end)).isNull();
    assertThat(Stage.join(late.end)).isNull();
  }

  @Test
  void tellsTheObserverWhatASubscriberThrowsAndCancelsIt() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    IllegalStateException mine = new IllegalStateException("mine");
    socket
        .events("n")
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
              }

              @Override
              public void onNext(Event event) {
                throw mine;
              }

              @Override
              public void onError(Throwable error) {}

              @Override
              public void onComplete() {}
            });
    emit(peer(), 0, 3);

    await().until(() -> stage.diary.unhandled.size() == 2);
    await().until(() -> stage.diary.failed.size() == 1);
    assertThat(stage.diary.failed.get(0))
        .isEqualTo(new Diary.Failed("a subscriber's onNext on /", mine));
  }
}
