package io.tenterhook.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxHoldingTest {

  /** Admits so many events, and any notice. */
  private static final class Gate implements Inbox.Receiver {
    final AtomicInteger admitted = new AtomicInteger();
    final List<Object> items = new ArrayList<>();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger reliefs = new AtomicInteger();
    int dropped;

    @Override
    public boolean admits(Object item) {
      return !(item instanceof Packet.Event) || admitted.get() > 0;
    }

    @Override
    public void receive(Object item) {
      if (item instanceof Packet.Event event) {
        admitted.decrementAndGet();
        items.add(new String(event.array(), StandardCharsets.UTF_8));
      } else {
        items.add(item);
      }
      received.incrementAndGet();
    }

    @Override
    public void relieved() {
      reliefs.incrementAndGet();
    }

    @Override
    public void dropped(int events) {
      dropped += events;
    }

    @Override
    public void refused(RejectedExecutionException refusal) {
      throw refusal;
    }
  }

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Gate gate = new Gate();
  private final Inbox inbox = new Inbox(tasks::add, gate, 1_000);

  private static String text(int number) {
    return "2[\"" + (char) ('a' + number) + "\"]";
  }

  private static Packet.Event event(int number) {
    byte[] bytes = text(number).getBytes(StandardCharsets.UTF_8);
    return (Packet.Event) new PacketDecoder(DecoderLimits.DEFAULT).text(bytes, 0, bytes.length);
  }

  private static void add(Inbox inbox, int number) {
    Packet.Event event = event(number);
    inbox.add(event, Batch.bytesOf(event));
  }

  private void runAllTasks() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private void admit(int more) {
    gate.admitted.addAndGet(more);
    inbox.resume();
    runAllTasks();
  }

  @Test
  void holdsEventsInOrderWhileNoticesOvertake() {
    add(inbox, 0);
    inbox.add("one", 1);
    add(inbox, 1);
    inbox.handOver();
    runAllTasks();
    add(inbox, 2);
    inbox.add("two", 1);
    inbox.handOver();
    runAllTasks();
    assertThat(gate.items).containsExactly("one", "two");

    admit(2);
    assertThat(gate.items).containsExactly("one", "two", text(0), text(1));
    admit(1);
    assertThat(gate.items).endsWith(text(2)).hasSize(5);
    assertThat(tasks).isEmpty();
  }

  @Test
  void keepsTheEndBehindTheEvents() {
    Taps.End end = new Taps.End(Ending.LEFT);
    add(inbox, 0);
    inbox.add(end, 1);
    inbox.handOver();
    runAllTasks();
    assertThat(gate.items).isEmpty();

    admit(1);

    assertThat(gate.items).containsExactly(text(0), end);
  }

  @Test
  void resumesNothingThatIsNotHeld() {
    inbox.resume();

    assertThat(tasks).isEmpty();
  }

  @Test
  void countsWhatItHolds() {
    for (int i = 0; i < 20; i++) {
      add(inbox, i);
    }
    assertThat(inbox.handOver()).isTrue();
    runAllTasks();
    assertThat(inbox.isOver()).isTrue();

    admit(15);

    assertThat(inbox.isOver()).isFalse();
    assertThat(gate.reliefs).hasValue(1);
  }

  @Test
  void dropsTheOldestOfWhatItHolds() {
    Inbox dropping = new Inbox(tasks::add, gate, 1_000, InboundOverflow.DROP_OLDEST);
    for (int i = 0; i < 26; i++) {
      add(dropping, i);
      assertThat(dropping.handOver()).isFalse();
      runAllTasks();
    }
    int left = 26 - gate.dropped;
    assertThat(left).isEqualTo((int) (1_000 / Batch.bytesOf(event(0))));

    gate.admitted.set(100);
    dropping.resume();
    runAllTasks();

    assertThat(gate.items).hasSize(left).startsWith(text(gate.dropped)).endsWith(text(25));
  }

  /**
   * Demand comes from one thread, events from another: no event is lost, reordered or forgotten.
   */
  @Test
  void forgetsNothingWhileDemandAndEventsRace() throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try {
      for (int seed = 1; seed <= 5; seed++) {
        race(workers, new SplittableRandom(seed));
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static void race(ExecutorService workers, SplittableRandom random)
      throws InterruptedException {
    int events = 5_000;
    Gate gate = new Gate();
    Inbox inbox = new Inbox(workers, gate, 1_000);
    SplittableRandom pauses = random.split();
    Thread demanding =
        new Thread(
            () -> {
              for (int i = 0; i < events; i++) {
                gate.admitted.incrementAndGet();
                inbox.resume();
                spin(pauses);
              }
            });
    demanding.start();
    List<String> sent = new ArrayList<>();
    while (sent.size() < events) {
      for (int i = random.nextInt(20); i >= 0 && sent.size() < events; i--) {
        add(inbox, sent.size() % 26);
        sent.add(text(sent.size() % 26));
      }
      inbox.handOver();
      spin(random);
    }

    await().atMost(20, SECONDS).until(() -> gate.received.get() == events);
    demanding.join();
    assertThat(gate.items).isEqualTo(sent);
  }

  private static void spin(SplittableRandom random) {
    for (int spins = random.nextInt(1_000); spins > 0; spins--) {
      Thread.onSpinWait();
    }
  }
}
