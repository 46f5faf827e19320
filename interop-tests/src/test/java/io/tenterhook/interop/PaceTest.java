package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.BlockingSocket;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Event;
import io.tenterhook.client.EventReceiver;
import io.tenterhook.client.InboundOverflow;
import io.tenterhook.client.Limits;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events at their user's pace, while socket.io 4.8.4 sends at its own. */
@RequiresNode
final class PaceTest {
  private static final int FLOOD = 20_000;
  private static final int QUEUE_BYTES = 65_536;

  private final Watcher watcher = new Watcher();
  private NodePeer server;

  @BeforeEach
  void start() {
    server = NodePeer.socketIo("{pingInterval: 200, pingTimeout: 20000}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SocketIoClientBuilder client(InboundOverflow policy) {
    return SocketIoClient.builder(server.url())
        .limits(Limits.defaults().maxInboundQueueBytes(QUEUE_BYTES))
        .inboundOverflow(policy)
        .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(100)))
        .observer(watcher);
  }

  private static int number(Event event) {
    return event.args().asInt(0);
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, FLOOD).boxed().toList();
  }

  /** Asks for ten, and for ten more when it has them. */
  private static final class Tens implements Flow.Subscriber<Event> {
    final List<Integer> taken = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private int count;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(10);
    }

    @Override
    public void onNext(Event event) {
      count++;
      if (count % 100 == 0 || count == FLOOD) {
        taken.add(number(event));
      }
      if (count == FLOOD) {
        done.complete(null);
      } else if (count % 10 == 0) {
        subscription.request(10);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      done.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      done.completeExceptionally(new AssertionError("ended early"));
    }
  }

  @Test
  void aStreamWithLittleDemandGetsAFloodWholeAndInOrder() {
    try (SocketIoClient client = client(InboundOverflow.PAUSE_READING).build()) {
      NamespaceSocket socket = client.socket();
      Tens tens = new Tens();
      socket.events("n").subscribe(tens);
      connected(socket);
      socket.emit("flood", FLOOD, 100);

      within(tens.done);
      assertThat(tens.taken).isEqualTo(numbers().stream().filter(i -> (i + 1) % 100 == 0).toList());
      assertThat(watcher.disconnected).isEmpty();
    }
  }

  @Test
  void aReceiverTakesEventsOneByOne() throws InterruptedException {
    try (SocketIoClient client = client(InboundOverflow.PAUSE_READING).build()) {
      NamespaceSocket socket = client.socket();
      try (EventReceiver receiver = socket.receiver("n")) {
        connected(socket);
        socket.emit("flood", FLOOD, 100);
        for (int i = 0; i < FLOOD; i++) {
          assertThat(number(receiver.receive(Patience.LIMIT).orElseThrow())).isEqualTo(i);
        }
        assertThat(receiver.receive(Duration.ofMillis(1))).isEmpty();
      }
    }
  }

  @Test
  void theBlockingViewConnectsAsksAndReceives() throws InterruptedException {
    try (SocketIoClient client = client(InboundOverflow.PAUSE_READING).build()) {
      BlockingSocket socket = client.socket("/a").blocking();
      socket.connect();
      assertThat(socket.receive(Duration.ofMillis(1))).isEmpty();

      assertThat(socket.call("echo-ack", "asked").asString(0)).isEqualTo("asked");
      socket.emit("echo", "came back");

      assertThat(socket.receive(Patience.LIMIT).orElseThrow().args().asString(0))
          .isEqualTo("came back");
      socket.disconnect();
    }
  }

  @Test
  void whoDropsTheOldestAnswersPingsAndHearsTheLatest() {
    CountDownLatch blocked = new CountDownLatch(1);
    List<Integer> heard = new CopyOnWriteArrayList<>();
    try (SocketIoClient client = client(InboundOverflow.DROP_OLDEST).build()) {
      NamespaceSocket socket = client.socket();
      socket.on(
          "n",
          event -> {
            blocked.await();
            heard.add(number(event));
          });
      connected(socket);
      socket.emit("flood", FLOOD, 100);
      int before = server.upToDate().packets("pong").size();
      until(() -> server.upToDate().packets("pong").size() >= before + 5);
      connected(client.socket("/a"));
      blocked.countDown();

      until(() -> !heard.isEmpty() && heard.get(heard.size() - 1) == FLOOD - 1);
      assertThat(heard).isSorted().doesNotHaveDuplicates().hasSizeLessThan(FLOOD);
      assertThat(watcher.disconnected).isEmpty();
      until(() -> watcher.dropped.stream().anyMatch(what -> what.contains("events")));
    }
  }

  @Test
  void whoWouldRatherDisconnectIsToldSoAndComesBack() {
    CountDownLatch blocked = new CountDownLatch(1);
    try (SocketIoClient client = client(InboundOverflow.DISCONNECT).build()) {
      NamespaceSocket socket = client.socket();
      socket.on("n", event -> blocked.await());
      connected(socket);
      socket.emit("flood", FLOOD, 100);
      server.awaitFact("disconnect");
      blocked.countDown();

      until(() -> watcher.connected.size() == 2 && socket.isConnected());
      assertThat(watcher.disconnected).hasSize(1);
      assertThat(watcher.disconnected.get(0).reason()).isEqualTo(DisconnectReason.OVERFLOW);
      assertThat(within(socket.call("echo-ack", 1).args()).asInt(0)).isEqualTo(1);
    }
  }

  @Test
  void whereAndByWhatHeadersIsAskedBeforeEachAttemptAndTheNextServerStandsIn() {
    try (NodePeer other = NodePeer.socketIo();
        SocketIoClient client =
            client(InboundOverflow.PAUSE_READING)
                .alternativeUrl(other.url())
                .endpoint(
                    (configured, attempt) -> configured.withHeader("X-Attempt", "n" + attempt))
                .build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      assertThat(server.awaitFact("connection").json().path("headers").path("x-attempt").asText())
          .isEqualTo("n0");
      server.stop();

      until(() -> watcher.connected.size() == 2);
      assertThat(other.awaitFact("connection").json().path("headers").path("x-attempt").asText())
          .matches("n[1-9]\\d*");
      assertThat(within(socket.call("echo-ack", "there").args()).asString(0)).isEqualTo("there");
    }
  }
}
