package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ReceivedAck;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when events come faster than they are handled, by policy. */
@Timeout(60)
class InboundOverflowTest {
  private static final int EVENTS = 2_000;
  private static final int LIMIT = 64 << 10;
  private static final String KIB = "\"" + "x".repeat(1_000) + "\"";

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage =
      new Stage(SocketIoServer.builder().pingInterval(ofMillis(200)).start());
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch observing = new CountDownLatch(1);
  private final CompletableFuture<Void> inside = new CompletableFuture<>();
  private final List<Integer> handled = new CopyOnWriteArrayList<>();
  private NamespaceSocket socket;
  private ServerSocketPeer peer;

  @BeforeEach
  void setUp() {
    stage.server.namespace("/").echo();
  }

  @AfterEach
  void tearDown() {
    gate.countDown();
    observing.countDown();
    stage.close();
  }

  /** Connects, and blocks the namespace's handlers until the gate opens. */
  private void block(SocketIoClientBuilder builder) {
    socket = stage.connected(builder.limits(Limits.defaults().maxInboundQueueBytes(LIMIT)), "/");
    peer = peer();
    socket.on(
        "block",
        event -> {
          inside.complete(null);
          gate.await();
        });
    socket.on("n", Integer.class, handled::add);
    peer.emit("block");
    Stage.join(inside);
  }

  private ServerSocketPeer peer() {
    return stage.server.namespace("/").takePeer(Duration.ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private void flood() {
    for (int i = 0; i < EVENTS; i++) {
      peer.emit("n", String.valueOf(i), KIB);
    }
  }

  private long pongs() {
    return stage.server.journal().received().stream().filter("3"::equals).count();
  }

  /** What the observer was told, added up. */
  private long told() {
    return stage.diary.dropped.stream()
        .filter(what -> what.contains("events did not fit"))
        .mapToLong(what -> Long.parseLong(what.substring("/: ".length(), what.indexOf(" events"))))
        .sum();
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
  void dropsWhatItTellsAndAnswersPingsWhileAHandlerBlocks(InboundOverflow policy) {
    block(stage.client().inboundOverflow(policy));
    flood();
    await().until(() -> told() > EVENTS / 2);
    long before = pongs();
    await().until(() -> pongs() >= before + 3);

    gate.countDown();
    assertThat(Stage.join(socket.call("last", 1).args()).raw(0)).hasToString("1");

    await().until(() -> handled.size() + told() == EVENTS);
    assertThat(handled).isSorted().doesNotHaveDuplicates();
    assertThat(handled).hasSizeBetween(40, LIMIT / 1_000);
    assertThat(handled.contains(0)).isEqualTo(policy == InboundOverflow.DROP_NEWEST);
    assertThat(handled.contains(EVENTS - 1)).isEqualTo(policy == InboundOverflow.DROP_OLDEST);
    assertThat(stage.diary.lost).isEmpty();
    assertThat(stage.diary.dropped)
        .anyMatch(what -> what.contains("maxInboundQueueBytes is " + LIMIT + " (" + policy + ")"));
  }

  @Test
  void tellsDropsOncePerBurstHoweverMany() {
    Diary slow =
        new Diary() {
          @Override
          public void onDropped(String namespace, String what) {
            super.onDropped(namespace, what);
            try {
              observing.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public boolean observesFrames() {
            return false;
          }
        };
    block(stage.client().observer(slow).inboundOverflow(InboundOverflow.DROP_NEWEST));

    flood();
    // Else the last one might belong to the burst.
    await().until(() -> slow.dropped.size() == 1);
    peer.emit("n", String.valueOf(EVENTS), KIB);
    long before = pongs();
    await().until(() -> pongs() >= before + 2);

    assertThat(slow.dropped).hasSize(1);
    observing.countDown();
    await().until(() -> slow.dropped.size() == 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
  void dropsNeitherAcksNorAckRequests(InboundOverflow policy) {
    block(stage.client().inboundOverflow(policy));
    socket.onRequest("ask", Integer.class, number -> number);
    CompletableFuture<Arguments> early = socket.call("early", 1).args();
    CompletableFuture<ReceivedAck> asked = peer.emitWithAck("ask", "42");
    flood();
    await().until(() -> told() > EVENTS / 2);
    CompletableFuture<Arguments> late = socket.call("late", 2).args();
    CompletableFuture<ReceivedAck> askedLate = peer.emitWithAck("ask", "43");

    gate.countDown();

    assertThat(Stage.join(early).raw(0)).hasToString("1");
    assertThat(Stage.join(late).raw(0)).hasToString("2");
    assertThat(Stage.join(asked).args()).containsExactly("42");
    assertThat(Stage.join(askedLate).args()).containsExactly("43");
  }

  @Test
  void disconnectsAndHandlesWhatHasComeAndComesBack() {
    block(
        stage
            .client()
            .inboundOverflow(InboundOverflow.DISCONNECT)
            .reconnect(failure -> Optional.of(ofMillis(20))));
    flood();
    ServerSocketPeer next = peer();

    gate.countDown();

    await().until(() -> stage.diary.lost.size() == 1);
    Ending ending = stage.diary.lost.get(0).ending();
    assertThat(ending.reason()).isEqualTo(DisconnectReason.OVERFLOW);
    assertThat(ending.error().orElseThrow())
        .isInstanceOf(OverflowException.class)
        .hasMessageContaining("maxInboundQueueBytes allows (" + LIMIT + ")");
    assertThat(stage.diary.lost.get(0).willReconnect()).isTrue();
    await().until(() -> stage.diary.connected.size() == 2);
    int came = handled.size();
    assertThat(handled).startsWith(0).isSorted().hasSizeGreaterThan(40);
    assertThat(handled.get(came - 1)).as("no gap").isEqualTo(came - 1);
    next.emit("n", "-1");
    await().until(() -> handled.contains(-1));
    assertThat(told()).isZero();
  }

  @Test
  void losesNothingByDefault() {
    block(stage.client());
    flood();

    gate.countDown();

    await().until(() -> handled.size() == EVENTS);
    assertThat(handled).isSorted();
    assertThat(told()).isZero();
  }
}
