package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.SocketIoServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The complaints, and defects of the official Java client, about what is emitted, and what comes
 * back. The numbers and letters are those of {@code docs/complaints.md}.
 */
@Timeout(60)
class EmitComplaintsTest {
  private static final ReconnectPolicy AT_ONCE = failure -> Optional.of(Duration.ZERO);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  /** For what would wait. */
  private void goInMemory() {
    stage.close();
    stage = Stage.inMemory();
  }

  private ServerConnection connection() {
    return stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private ReceivedEvent received(String event) {
    return stage.server.take(event, ofSeconds(Stage.PATIENCE_SECONDS));
  }

  /** 1, b: ack callbacks are never called after a drop, or twice. */
  @Test
  void failsACallWhenTheConnectionDropsAndForgetsIt() {
    goInMemory();
    NamespaceSocket socket =
        stage.connected(
            stage.client().reconnect(AT_ONCE).limits(Limits.defaults().maxPendingAcks(1)), "/");
    AtomicInteger completions = new AtomicInteger();
    CompletableFuture<Arguments> call = socket.call("ask").within(ofSeconds(10)).args();
    var unused = call.whenComplete((args, error) -> completions.incrementAndGet());
    received("ask");
    assertThat(Stage.failure(socket.call("second").args()))
        .as("one is the limit")
        .isInstanceOf(OverflowException.class)
        .hasMessageContaining("maxPendingAcks");

    connection().cut();

    assertThat(Stage.failure(call)).isInstanceOf(DisconnectedException.class);
    stage.time().settle();
    assertThat(stage.diary.connected).hasSize(2);
    stage.server.namespace("/").echo();
    assertThat(Stage.join(socket.call("third", 3).args()).raw(0)).hasToString("3");
    stage.time().advance(ofSeconds(60));
    assertThat(completions).hasValue(1);
  }

  /** 1: an ack that never comes. */
  @Test
  void failsACallWhoseAckDoesNotComeInTime() {
    goInMemory();
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    CompletableFuture<Arguments> call = socket.call("ask").within(ofMillis(50)).args();
    stage.time().advance(ofMillis(49));
    assertThat(call).isNotDone();
    stage.time().advance(ofMillis(1));

    assertThat(Stage.failure(call))
        .isInstanceOf(SocketIoTimeoutException.class)
        .hasMessageContaining("no ack for event \"ask\" within 50 ms");
    received("ask").ack("\"late\"");
    stage.time().settle();
    assertThat(stage.diary.dropped).hasSize(1);
    assertThat(socket.isConnected()).isTrue();
  }

  /** 9, c: emits of an outage are replayed as a burst, and nobody sees them. */
  @Test
  void replaysNothingThatWasRefusedWhileOffline() {
    NamespaceSocket socket =
        stage.connected(stage.client().reconnect(failure -> Optional.of(ofMillis(50))), "/");
    stage.server.stop();
    await().until(() -> !socket.isConnected());
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> socket.emit("offline")).isInstanceOf(NotConnectedException.class);
    }
    stage.server.startAgain();
    await().until(() -> stage.diary.connected.size() == 2);
    stage.server.namespace("/").echo();

    Stage.join(socket.call("marker").args());

    assertThat(stage.server.journal().received()).noneMatch(packet -> packet.contains("offline"));
  }

  /** 15: concurrent emits share an id; ack timeouts race. */
  @Test
  void matchesTenThousandAcksOfThirtyTwoThreads() throws Exception {
    goInMemory();
    AtomicInteger dropped = new AtomicInteger();
    stage
        .server
        .namespace("/")
        .on(
            "n",
            event -> {
              if (Integer.parseInt(event.arg(0)) % 50 == 0) {
                dropped.incrementAndGet();
              } else {
                event.echo();
              }
            });
    NamespaceSocket socket = stage.connected(stage.client().ackTimeout(ofSeconds(3)), "/");
    Map<Integer, CompletableFuture<Arguments>> answers = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<? extends CompletableFuture<?>> done =
          IntStream.range(0, 32)
              .mapToObj(
                  thread ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int n = thread; n < 10_000; n += 32) {
                              answers.put(n, socket.call("n", n).args());
                            }
                          },
                          threads))
              .toList();
      done.forEach(Stage::join);
    } finally {
      threads.shutdown();
    }

    stage.time().advance(ofSeconds(3));
    answers.forEach(
        (n, answer) -> {
          if (n % 50 == 0) {
            assertThat(Stage.failure(answer)).isInstanceOf(SocketIoTimeoutException.class);
          } else {
            assertThat(Stage.join(answer).raw(0)).hasToString(String.valueOf(n));
          }
        });
    assertThat(answers).hasSize(10_000);
    assertThat(dropped).hasValue(200);
  }

  /** 16: handlers run out of order. */
  @Test
  void keepsTheOrderOfTenThousandEventsAndAcks() {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    socket.on("n", event -> order.add(Integer.parseInt(event.args().raw(0).toString())));
    stage
        .server
        .namespace("/")
        .on(
            "ask",
            event -> {
              int from = Integer.parseInt(event.arg(0));
              for (int n = from; n < from + 99; n++) {
                event.reply("n", String.valueOf(n));
              }
              event.ack(String.valueOf(from + 99));
            });
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (int from = 0; from < 10_000; from += 100) {
      answers.add(
          socket
              .call("ask", from)
              .args()
              .thenAccept(args -> order.add(Integer.parseInt(args.raw(0).toString()))));
    }

    answers.forEach(Stage::join);

    assertThat(order).hasSize(10_000).isSorted();
  }

  /** 20: bytes are sent as lists of numbers. Bytes inside objects are the JSON binding's part. */
  @Test
  void sendsAndReceivesBytesAsAttachments() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    Arguments answer =
        Stage.join(socket.call("bytes", new byte[] {1, 2}, "text", new byte[] {}).args());

    assertThat(answer.size()).isEqualTo(3);
    assertThat(answer.raw(1)).hasToString("\"text\"");
    assertThat(answer.attachments()).containsExactly(new byte[] {1, 2}, new byte[] {});
  }

  /** c: a disconnect forgets the acks of packets that still wait, which are sent all the same. */
  @Test
  void keepsTheAckOfACallThatWaitsWhileConnectionsComeAndGo() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket =
        stage.connected(
            stage
                .client()
                .bufferWhileOffline(OfflineBuffer.of(10, 1 << 20, ofSeconds(60)))
                .reconnect(failure -> Optional.of(ofMillis(20))),
            "/");
    stage.server.stop();
    await().until(() -> !socket.isConnected());

    CompletableFuture<Arguments> call = socket.call("kept", 7).args();
    int failed = stage.diary.retries.size();
    await().until(() -> stage.diary.retries.size() > failed + 2);
    assertThat(call).isNotDone();
    stage.server.startAgain();

    assertThat(Stage.join(call).raw(0)).hasToString("7");
  }

  /** 11: large payloads end the connection, or are never sent. */
  @Test
  void sendsSixtyFourMebibytesToAServerThatTakesThem() {
    int size = 64 << 20;
    Stage large =
        new Stage(SocketIoServer.builder().maxPayload(100_000_000).withoutJournal().start());
    try {
      large
          .server
          .namespace("/")
          .on("file", event -> event.ack("" + event.attachments().get(0).length));
      NamespaceSocket socket = large.connected(large.client(), "/");

      assertThat(Stage.join(socket.call("file", new byte[size]).args()).raw(0))
          .hasToString("" + size);
      assertThat(large.diary.lost).isEmpty();
    } finally {
      large.close();
    }
  }

  /** 19: eleven attachments are too many, and a packet that announces none swallows the next. */
  @Test
  void takesElevenAttachmentsAndAPacketOfNone() {
    List<Integer> counts = new CopyOnWriteArrayList<>();
    List<String> came = new CopyOnWriteArrayList<>();
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    socket.on("bytes", event -> counts.add(event.args().attachments().size()));
    socket.on("a", event -> came.add("a"));
    socket.on("b", event -> came.add("b"));
    ServerConnection connection = connection();

    connection
        .peers()
        .get(0)
        .emit("bytes", List.of("1"), Collections.nCopies(11, new byte[] {1, 2}));
    connection.sendText("450-[\"a\"]");
    connection.sendText("42[\"b\"]");

    await().until(() -> came.size() == 2);
    assertThat(came).containsExactly("a", "b");
    assertThat(counts).containsExactly(11);
  }
}
