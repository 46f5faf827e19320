package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A clock that stands still until it is moved. */
class VirtualTimeTest {
  private final VirtualTime time = VirtualTime.create();
  private final VirtualLoop loop = time.loop();

  @AfterEach
  void close() {
    time.close();
  }

  private static Instant at(long seconds) {
    return Instant.parse("2000-01-01T00:00:00Z").plusSeconds(seconds);
  }

  @Test
  void standsStillUntilItIsMoved() {
    assertThat(time.now()).isEqualTo(at(0));
    time.advance(ofSeconds(90));
    assertThat(time.now()).isEqualTo(at(90));
  }

  @Test
  void goesFromTimerToTimerInTheirOrder() {
    List<String> told = new ArrayList<>();
    loop.schedule(ofSeconds(2), () -> told.add("two " + time.now()));
    loop.schedule(
        ofSeconds(1),
        () -> {
          told.add("one " + time.now());
          loop.schedule(ofMillis(500), () -> told.add("half " + time.now()));
        });
    loop.schedule(ofSeconds(2), () -> told.add("also two"));
    loop.schedule(ofSeconds(4), () -> told.add("never"));
    Runnable cancel = loop.schedule(ofSeconds(1), () -> told.add("cancelled"));
    loop.execute(cancel);

    time.advance(ofSeconds(3));

    assertThat(told)
        .containsExactly(
            "one 2000-01-01T00:00:01Z",
            "half 2000-01-01T00:00:01.500Z",
            "two 2000-01-01T00:00:02Z",
            "also two");
  }

  @Test
  void doesAtOnceWhatNeedsNoTime() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.schedule(Duration.ZERO, () -> done.complete(loop.isHere()));

    assertThat(done.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void waitsForWorkersBeforeItGoesOn() {
    List<String> told = new ArrayList<>();
    loop.schedule(
        ofSeconds(1),
        () ->
            loop.workers()
                .execute(
                    () -> {
                      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                      loop.execute(() -> told.add("worked " + time.now()));
                    }));
    loop.schedule(ofSeconds(2), () -> told.add("two"));

    time.advance(ofSeconds(2));

    assertThat(told).containsExactly("worked 2000-01-01T00:00:01Z", "two");
  }

  @Test
  void doesNotWaitForAWorkerThatWaitsForIt() {
    CompletableFuture<String> timer = new CompletableFuture<>();
    CompletableFuture<String> worked = new CompletableFuture<>();
    loop.workers().execute(() -> worked.complete(timer.join() + " at " + time.now()));
    loop.schedule(ofMinutes(1), () -> timer.complete("woken"));

    time.advance(ofMinutes(2));

    assertThat(worked).succeedsWithin(ofSeconds(10)).isEqualTo("woken at 2000-01-01T00:01:00Z");
  }

  @Test
  void refusesToBeMovedByAHandler() {
    CompletableFuture<Void> onLoop = CompletableFuture.runAsync(time::settle, loop);
    CompletableFuture<Void> onWorker = CompletableFuture.runAsync(time::settle, loop.workers());

    assertThatThrownBy(onLoop::join).hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(onWorker::join).hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> time.advance(ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhoKeepsItBusy() throws InterruptedException {
    VirtualTime hasty = new VirtualTime(ofMillis(100));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    hasty
        .loop()
        .execute(
            () -> {
              inside.countDown();
              try {
                gate.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(hasty::settle)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not quiet after PT0.1S")
        .hasMessageContaining("tenterhook-world-")
        .hasMessageContaining("saysWhoKeepsItBusy");
    gate.countDown();
    hasty.close();
  }

  @Test
  void endsAfterWhatWasAskedFor() {
    List<String> told = new ArrayList<>();
    loop.execute(() -> loop.execute(() -> told.add("last")));

    time.close();

    assertThat(told).containsExactly("last");
    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  // ---- the server by this clock

  @Test
  void pingsByItAndMissesThePongByIt() {
    try (SocketIoServer server =
        SocketIoServer.builder().inMemory(time).connectTimeout(ofMinutes(10)).start()) {
      MemoryClient client = new MemoryClient(server);
      client.heard.clear();

      time.advance(ofSeconds(25).minusNanos(1));
      assertThat(client.heard).isEmpty();
      time.advance(Duration.ofNanos(1));
      assertThat(client.heard).containsExactly("2", ".");
      client.says("3");
      time.advance(ofSeconds(45).minusNanos(1));
      assertThat(client.heard).containsExactly("2", ".", "2", ".");
      time.advance(Duration.ofNanos(1));

      assertThat(client.heard).endsWith("closed CLOSE_FRAME 1005 ");
      List<JournalEntry> entries = server.journal().entries();
      assertThat(entries.get(entries.size() - 1).at()).isEqualTo(at(70));
    }
  }

  @Test
  void limitsTheAcksOfABroadcastByIt() {
    try (SocketIoServer server = SocketIoServer.builder().inMemory(time).start()) {
      new MemoryClient(server).says("40");

      CompletableFuture<BroadcastAcks> acks =
          server.namespace("/").everybody().emitWithAck(ofSeconds(5), "ready?");
      time.advance(ofSeconds(4));
      assertThat(acks).isNotDone();
      time.advance(ofSeconds(1));

      assertThat(acks).isCompletedWithValueMatching(came -> !came.isComplete());
    }
  }
}
