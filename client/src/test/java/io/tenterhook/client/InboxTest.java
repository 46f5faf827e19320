package io.tenterhook.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InboxTest {

  /** Notes what comes. */
  private static final class Notes implements Inbox.Receiver {
    final List<Object> items = new ArrayList<>();
    final AtomicInteger reliefs = new AtomicInteger();
    final AtomicReference<@Nullable RejectedExecutionException> refusal = new AtomicReference<>();
    Consumer<Object> then = item -> {};

    @Override
    public void receive(Object item) {
      items.add(item);
      then.accept(item);
    }

    @Override
    public void relieved() {
      reliefs.incrementAndGet();
    }

    @Override
    public void refused(RejectedExecutionException refused) {
      refusal.set(refused);
    }
  }

  /** Runs when the test says so. */
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  private final Notes notes = new Notes();

  private void runOneTask() {
    Runnable task = tasks.poll();
    assertThat(task).as("a task to run").isNotNull();
    task.run();
  }

  private void runAllTasks() {
    while (!tasks.isEmpty()) {
      runOneTask();
    }
  }

  @Test
  void tellsTheFirstItemOfEachBurst() {
    Inbox inbox = new Inbox(tasks::add, notes, 1_000);

    assertThat(inbox.add("a", 1)).isTrue();
    assertThat(inbox.add("b", 1)).isFalse();
    inbox.handOver();
    assertThat(inbox.add("c", 1)).isTrue();
  }

  @Test
  void deliversInOrderOverBursts() {
    Inbox inbox = new Inbox(tasks::add, notes, 1 << 20);
    List<Object> sent = new ArrayList<>();
    for (int burst = 0; burst < 20; burst++) {
      for (int i = 0; i < burst * 7; i++) {
        sent.add(sent.size());
        inbox.add(sent.size() - 1, 1);
      }
      inbox.handOver();
      if (burst % 3 == 0) {
        runAllTasks();
      }
    }

    runAllTasks();

    assertThat(notes.items).isEqualTo(sent);
  }

  @Test
  void needsOneTaskForManyBursts() {
    Inbox inbox = new Inbox(tasks::add, notes, 1 << 20);
    for (int burst = 0; burst < 5; burst++) {
      inbox.add(burst, 1);
      inbox.handOver();
    }

    assertThat(tasks).hasSize(1);
    runOneTask();
    assertThat(notes.items).containsExactly(0, 1, 2, 3, 4);
    assertThat(tasks).isEmpty();
  }

  @Test
  void needsNoTaskWithoutItems() {
    Inbox inbox = new Inbox(tasks::add, notes, 1 << 20);

    assertThat(inbox.handOver()).isFalse();

    assertThat(tasks).isEmpty();
  }

  @Test
  void goesToTheBackOfTheQueueAfterItsFairShare() {
    Notes quiet = new Notes();
    Inbox busy = new Inbox(tasks::add, notes, 1 << 20);
    Inbox modest = new Inbox(tasks::add, quiet, 1 << 20);
    for (int burst = 0; burst < 30; burst++) {
      for (int i = 0; i < 100; i++) {
        busy.add(i, 1);
      }
      busy.handOver();
    }
    modest.add("me too", 1);
    modest.handOver();

    runOneTask();
    assertThat(notes.items).hasSizeBetween(1_000, 1_200);
    runOneTask();
    assertThat(quiet.items).containsExactly("me too");
    runAllTasks();
    assertThat(notes.items).hasSize(3_000);
  }

  @Test
  void tellsOnceThatItIsOverItsLimitAndOnceThatItIsRelieved() {
    Inbox inbox = new Inbox(tasks::add, notes, 100);
    inbox.add("a", 60);
    assertThat(inbox.handOver()).isFalse();
    inbox.add("b", 60);
    assertThat(inbox.handOver()).isTrue();
    inbox.add("c", 60);
    assertThat(inbox.handOver()).as("told already").isFalse();
    assertThat(inbox.isOver()).isTrue();

    runAllTasks();

    assertThat(notes.reliefs).hasValue(1);
    assertThat(inbox.isOver()).isFalse();
    inbox.add("d", 101);
    assertThat(inbox.handOver()).as("a new time").isTrue();
  }

  @Test
  void knowsTheThreadThatItDeliversOn() {
    Inbox[] inbox = new Inbox[1];
    inbox[0] = new Inbox(tasks::add, notes, 100);
    notes.then = item -> assertThat(inbox[0].isWorkingHere()).isTrue();
    inbox[0].add("a", 1);
    inbox[0].handOver();
    assertThat(inbox[0].isWorkingHere()).isFalse();

    runAllTasks();

    assertThat(notes.items).containsExactly("a");
    assertThat(inbox[0].isWorkingHere()).isFalse();
  }

  @Test
  void tellsThatTheExecutorRefuses() {
    RejectedExecutionException refusal = new RejectedExecutionException("shut down");
    Inbox inbox =
        new Inbox(
            task -> {
              throw refusal;
            },
            notes,
            100);
    inbox.add("a", 1);

    inbox.handOver();

    assertThat(notes.refusal).hasValue(refusal);
  }

  /** One loop, two workers, random bursts, sizes and speeds: 0 lost, 0 reordered, all paired. */
  @Test
  void pairsOverAndRelievedExactlyUnderRandomLoad() {
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try {
      for (int seed = 1; seed <= 6; seed++) {
        loadRandomly(workers, new SplittableRandom(seed));
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static void loadRandomly(ExecutorService workers, SplittableRandom random) {
    Checker checker = new Checker();
    Inbox inbox = new Inbox(workers, checker, 5_000);
    SplittableRandom sizes = random.split();
    int sent = 0;
    int crossings = 0;
    for (int burst = 0; burst < 500; burst++) {
      int items = sizes.nextInt(1, 40);
      for (int i = 0; i < items; i++) {
        inbox.add(sent++, sizes.nextInt(1, 300));
      }
      crossings += inbox.handOver() ? 1 : 0;
      for (int spin = sizes.nextInt(2_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
    }
    int all = sent;
    int expected = crossings;

    await().atMost(20, SECONDS).untilAsserted(() -> assertThat(checker.next).hasValue(all));
    await().untilAsserted(() -> assertThat(checker.reliefs).hasValue(expected));
    assertThat(checker.failures).hasValue(0);
    assertThat(inbox.isOver()).isFalse();
  }

  /** Checks order and that one thread at a time works; spins a little now and then. */
  private static final class Checker implements Inbox.Receiver {
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger reliefs = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();

    @Override
    public void receive(Object item) {
      if (inside.incrementAndGet() != 1 || (Integer) item != next.get()) {
        failures.incrementAndGet();
      }
      for (int spin = (Integer) item % 64; spin > 0; spin--) {
        Thread.onSpinWait();
      }
      inside.decrementAndGet();
      next.incrementAndGet();
    }

    @Override
    public void relieved() {
      reliefs.incrementAndGet();
    }

    @Override
    public void refused(RejectedExecutionException refusal) {
      failures.incrementAndGet();
    }
  }
}
