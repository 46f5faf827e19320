package io.tenterhook.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.Resources;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is measured of real servers. */
class BenchTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private final SocketIoServer server = SocketIoServer.start();
  private final Resources resources = Resources.create(1);
  private final List<Second> seconds = new ArrayList<>();
  private final List<Progress> progress = new ArrayList<>();

  private final Bench.Listener listener =
      new Bench.Listener() {
        @Override
        public void progress(Progress now) {
          progress.add(now);
        }

        @Override
        public void second(Second second) {
          seconds.add(second);
        }
      };

  @AfterEach
  void stop() {
    resources.close();
    server.close();
  }

  private Member member() {
    SocketIoClient client =
        SocketIoClient.builder(server.uri().toString())
            .reconnect(ReconnectPolicy.never())
            .resources(resources)
            .executor(Runnable::run)
            .build();
    return new Member(client, client.socket());
  }

  private static Load load(Load.Kind kind, int clients, double rate, int millis) {
    return load(kind, clients, rate, millis, Duration.ofSeconds(5));
  }

  private static Load load(
      Load.Kind kind, int clients, double rate, int millis, Duration ackLimit) {
    return new Load(
        kind,
        clients,
        Duration.ofMillis(50),
        rate,
        1,
        Duration.ZERO,
        Duration.ofMillis(millis),
        ackLimit);
  }

  private Outcome send(Load load, String event) throws InterruptedException {
    Message message = new Message(event, List.of(RawJson.of("[1,2,3]")), 7);
    return Bench.sending(load, this::member, message, listener).run();
  }

  /** Answers at once, but from the twentieth event on not before a second has passed. */
  private void stallOnce() {
    AtomicInteger count = new AtomicInteger();
    AtomicLong stalledUntil = new AtomicLong(System.nanoTime());
    server
        .namespace("/")
        .on(
            "ask",
            event -> {
              if (count.incrementAndGet() == 20) {
                stalledUntil.set(System.nanoTime() + SECOND);
              }
              long left = stalledUntil.get() - System.nanoTime();
              if (left <= 0) {
                event.ack("1");
              } else {
                CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS)
                    .execute(() -> event.ack("1"));
              }
            });
  }

  private static Load stalled(double rate) {
    return new Load(
        Load.Kind.CALL,
        1,
        Duration.ofMillis(1),
        rate,
        1,
        Duration.ZERO,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5));
  }

  @Test
  void aStallOfTheServerShowsInThePercentilesOfAnOpenLoop() throws Exception {
    stallOnce();
    Outcome outcome = send(stalled(100), "ask");
    assertThat(outcome.done()).isEqualTo(200);
    // Half of the run was stalled: the events of that second waited from 1 s down to nothing.
    assertThat(outcome.latency().getValueAtPercentile(99)).isGreaterThan(SECOND * 9 / 10);
    assertThat(outcome.latency().getValueAtPercentile(75)).isGreaterThan(SECOND * 3 / 10);
  }

  @Test
  void aClosedLoopHardlySeesTheSameStall() throws Exception {
    stallOnce();
    Outcome outcome = send(stalled(0), "ask");
    assertThat(outcome.latency().getMaxValue()).isGreaterThan(SECOND * 9 / 10);
    assertThat(outcome.latency().getCountBetweenValues(SECOND / 2, 10 * SECOND))
        .as("the stall, and what else a busy machine holds up")
        .isBetween(1L, 3L);
    assertThat(outcome.load().isOpenLoop()).isFalse();
  }

  @Test
  void countsTimeOutsAsErrorsAndAsLatenciesToo() throws Exception {
    server.namespace("/").on("never", event -> {});
    Outcome outcome = send(load(Load.Kind.CALL, 2, 50, 400, Duration.ofMillis(400)), "never");
    assertThat(outcome.done()).isZero();
    assertThat(outcome.errors()).containsExactly(java.util.Map.entry("timeout", 20L));
    assertThat(outcome.errorShare()).isEqualTo(1);
    assertThat(outcome.latency().getTotalCount()).isEqualTo(20);
    assertThat(outcome.latency().getMinValue()).isGreaterThanOrEqualTo(399 * MILLI);
    assertThat(outcome.unanswered()).isZero();
  }

  @Test
  void emitsAllThatIsDueByAllMembersInTurn() throws Exception {
    Outcome outcome = send(load(Load.Kind.EMIT, 4, 400, 500), "bench");
    assertThat(outcome.done()).isEqualTo(200);
    assertThat(outcome.bytes()).isEqualTo(1400);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.latency().getTotalCount()).isEqualTo(200);
    int[] byPeer = new int[200];
    for (int i = 0; i < 200; i++) {
      ReceivedEvent event = server.take("bench", Duration.ofSeconds(10));
      assertThat(event.args()).containsExactly("[1,2,3]");
      byPeer[Math.floorMod(event.peer().sid().hashCode(), 200)]++;
    }
    assertThat(byPeer).contains(50);
    assertThat(seconds.stream().mapToLong(Second::count).sum()).isEqualTo(200);
  }

  @Test
  void leavesOutWhatWasDueBeforeTheWarmUpWasOver() throws Exception {
    server.namespace("/").echo();
    Load load =
        new Load(
            Load.Kind.CALL,
            1,
            Duration.ofMillis(1),
            100,
            1,
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(5));
    Outcome outcome = send(load, "ask");
    assertThat(outcome.done()).isEqualTo(50);
    assertThat(progress).extracting(Progress::phase).contains("warming up", "measuring");
  }

  @Test
  void opensConnectionsAndCountsThoseThatTheServerDrops() throws Exception {
    server.namespace("/").onConnect(peer -> dropTheThird(peer.connection()::cut));
    Outcome outcome =
        Bench.connecting(load(Load.Kind.CONN, 5, 0, 1_500), this::member, listener).run();
    assertThat(outcome.connected()).isEqualTo(5);
    assertThat(outcome.latency().getTotalCount()).isEqualTo(5);
    assertThat(outcome.errors()).containsExactly(java.util.Map.entry("connection dropped", 1L));
    assertThat(outcome.deserted()).isFalse();
  }

  private final AtomicInteger peers = new AtomicInteger();

  private void dropTheThird(Runnable drop) {
    if (peers.incrementAndGet() == 3) {
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(drop);
    }
  }

  @Test
  void endsEarlyWhenNoConnectionIsLeft() throws Exception {
    server.namespace("/").on("bench", event -> event.peer().connection().cut());
    Outcome outcome = send(load(Load.Kind.CALL, 2, 20, 60_000), "bench");
    assertThat(outcome.deserted()).isTrue();
    assertThat(outcome.measuredNanos()).isLessThan(60 * SECOND);
    assertThat(outcome.errors()).containsEntry("connection dropped", 2L);
  }

  @Test
  void failsAsConnectingDoesWhenNobodyIsLetIn() {
    server.namespace("/").authorize(request -> Verdict.reject("full"));
    assertThatThrownBy(() -> send(load(Load.Kind.CALL, 2, 20, 500), "bench"))
        .isInstanceOf(ConnectRefusedException.class);
  }

  @Test
  void countsWhatTheServerSendsFromTheStartOnAndReadsItsTimes() throws Exception {
    server
        .namespace("/")
        .on(
            "go",
            event -> {
              for (int i = 0; i < 40; i++) {
                long late = i;
                CompletableFuture.delayedExecutor(i * 10L, TimeUnit.MILLISECONDS)
                    .execute(
                        () -> {
                          long at = System.currentTimeMillis() - 500 - late;
                          event.peer().emit("tick", "{\"at\":" + at + "}");
                          event.peer().emit("other", "1");
                        });
              }
            });
    SentAt at = new SentAt(args -> Optional.of(args.element(0).member("at")));
    Flood flood = new Flood(List.of("tick"), new Message("go", List.of(), 0), at);
    Outcome outcome =
        Bench.receiving(load(Load.Kind.FLOOD, 2, 0, 1500), this::member, flood, listener).run();
    assertThat(outcome.done()).isBetween(60L, 80L);
    assertThat(outcome.latency().getTotalCount()).isEqualTo(outcome.done());
    assertThat(outcome.latency().getMinValue()).isGreaterThanOrEqualTo(498 * MILLI);
    assertThat(outcome.bytes()).isEqualTo(outcome.done() * "[{\"at\":1700000000000}]".length());
    assertThat(outcome.bytesEstimated()).isTrue();
  }

  @Test
  void tellsWhatItHasWhenItIsStopped() throws Exception {
    server.namespace("/").echo();
    Bench[] bench = new Bench[1];
    Message message = new Message("ask", List.of(), 0);
    Bench.Listener stopper =
        new Bench.Listener() {
          @Override
          public void progress(Progress now) {}

          @Override
          public void second(Second second) {
            bench[0].stop();
          }
        };
    bench[0] = Bench.sending(load(Load.Kind.CALL, 1, 50, 60_000), this::member, message, stopper);
    Outcome outcome = bench[0].run();
    assertThat(outcome.interrupted()).isTrue();
    assertThat(outcome.done()).isBetween(1L, 500L);
  }
}
