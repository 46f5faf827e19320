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
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InboundOverflowInInboxTest {
  /** What each event of this test counts. */
  private static final int EVENT_BYTES = 100;

  private static final int TEN_EVENTS = 10 * EVENT_BYTES;

  /** Notes what comes: numbers of events, and other items as they are. */
  private static class Notes implements Inbox.Receiver {
    final List<Object> items = new ArrayList<>();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger reliefs = new AtomicInteger();
    int dropped;

    @Override
    public void receive(Object item) {
      items.add(item instanceof Packet.Event event ? number(event) : item);
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
  private final Notes notes = new Notes();

  private Inbox inbox(InboundOverflow overflow) {
    return inbox(tasks::add, notes, overflow);
  }

  private static Inbox inbox(Executor executor, Notes notes, InboundOverflow overflow) {
    return new Inbox(executor, notes, TEN_EVENTS, overflow);
  }

  private static Packet.Event event(int number) {
    String head = "2[\"e\"," + number + ",\"";
    String text = head + "x".repeat(EVENT_BYTES - Client.BYTES_PER_ITEM - head.length() - 2);
    byte[] bytes = (text + "\"]").getBytes(StandardCharsets.UTF_8);
    return (Packet.Event) new PacketDecoder(DecoderLimits.DEFAULT).text(bytes, 0, bytes.length);
  }

  private static int number(Packet.Event event) {
    String text = new String(event.array(), StandardCharsets.UTF_8);
    return Integer.parseInt(text.substring(text.indexOf(',') + 1, text.lastIndexOf(',')));
  }

  private static void add(Inbox inbox, int from, int to) {
    IntStream.range(from, to).forEach(number -> inbox.add(event(number), EVENT_BYTES));
  }

  private void runAllTasks() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static Integer[] numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toArray(Integer[]::new);
  }

  @Test
  void countsEventsAsThisTestDoes() {
    assertThat(Batch.bytesOf(event(7))).isEqualTo(EVENT_BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void dropsNothingUpToTheLimit(InboundOverflow overflow) {
    Inbox inbox = inbox(overflow);
    add(inbox, 0, 10);

    assertThat(inbox.handOver()).isFalse();
    runAllTasks();

    assertThat(notes.items).containsExactly((Object[]) numbers(0, 10));
    assertThat(notes.dropped).isZero();
  }

  @Test
  void dropsTheOldestOfEarlierBurstsAndKeepsTheOrderOfTheRest() {
    Inbox inbox = inbox(InboundOverflow.DROP_OLDEST);
    for (int burst = 0; burst < 10; burst++) {
      add(inbox, 3 * burst, 3 * burst + 3);
      assertThat(inbox.handOver()).isFalse();
    }

    runAllTasks();

    assertThat(notes.items).containsExactly((Object[]) numbers(20, 30));
    assertThat(notes.dropped).isEqualTo(20);
  }

  @Test
  void dropsTheOldestOfOneBurst() {
    Inbox inbox = inbox(InboundOverflow.DROP_OLDEST);
    add(inbox, 0, 100);

    assertThat(inbox.handOver()).isFalse();
    runAllTasks();

    assertThat(notes.items).containsExactly((Object[]) numbers(90, 100));
    assertThat(notes.dropped).isEqualTo(90);
  }

  @Test
  void tellsOneBurstOnceHoweverLargeItIs() {
    Inbox inbox = inbox(InboundOverflow.DROP_OLDEST);

    long firsts =
        IntStream.range(0, 100).filter(number -> inbox.add(event(number), EVENT_BYTES)).count();

    assertThat(firsts).isEqualTo(1);
  }

  @Test
  void dropsWhatDoesNotFit() {
    Inbox inbox = inbox(InboundOverflow.DROP_NEWEST);
    for (int burst = 0; burst < 10; burst++) {
      add(inbox, 3 * burst, 3 * burst + 3);
      assertThat(inbox.handOver()).isFalse();
    }

    runAllTasks();

    assertThat(notes.items).containsExactly((Object[]) numbers(0, 10));
    assertThat(notes.dropped).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
  void dropsNeitherAckRequestsNorNotices(InboundOverflow overflow) {
    Inbox inbox = inbox(overflow);
    Object request = new Reception.AckRequest(event(0), 1);
    inbox.add("notice", Client.BYTES_PER_ITEM);
    inbox.add(request, EVENT_BYTES);
    inbox.handOver();
    add(inbox, 0, 50);
    inbox.handOver();
    inbox.add("late notice", Client.BYTES_PER_ITEM);
    inbox.handOver();

    runAllTasks();

    assertThat(notes.items).contains("notice", request, "late notice");
    assertThat(notes.items.subList(0, 2)).containsExactly("notice", request);
    assertThat(notes.dropped + notes.items.size()).isEqualTo(53);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
  void pausesReadingWhenEvenWhatIsNeverDroppedIsTooMuch(InboundOverflow overflow) {
    Inbox inbox = inbox(overflow);
    for (int i = 0; i < 11; i++) {
      inbox.add("ack " + i, EVENT_BYTES);
    }

    assertThat(inbox.handOver()).isTrue();
    runAllTasks();

    assertThat(notes.items).hasSize(11);
    assertThat(notes.reliefs).hasValue(1);
    assertThat(inbox.isOver()).isFalse();
  }

  @Test
  void dropsNothingThatIsBeingDelivered() {
    Inbox[] inbox = new Inbox[1];
    Notes blocked =
        new Notes() {
          @Override
          public void receive(Object item) {
            super.receive(item);
            if (items.size() == 1) {
              add(inbox[0], 5, 40);
              inbox[0].handOver();
            }
          }
        };
    inbox[0] = inbox(tasks::add, blocked, InboundOverflow.DROP_OLDEST);
    add(inbox[0], 0, 5);
    inbox[0].handOver();

    runAllTasks();

    assertThat(blocked.items.subList(0, 5)).containsExactly((Object[]) numbers(0, 5));
    assertThat(blocked.items.subList(5, 10)).containsExactly((Object[]) numbers(35, 40));
    assertThat(blocked.dropped).isEqualTo(30);
  }

  /** One loop, two workers: what was not dropped comes once and in order, and no pause is left. */
  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
  void losesNothingButWhatItTellsUnderRandomLoad(InboundOverflow overflow) {
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try {
      for (int seed = 1; seed <= 5; seed++) {
        loadRandomly(workers, overflow, new SplittableRandom(seed));
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static void loadRandomly(
      ExecutorService workers, InboundOverflow overflow, SplittableRandom random) {
    Notes notes = new Notes();
    Inbox inbox = inbox(workers, notes, overflow);
    int sent = 0;
    int acks = 0;
    int crossings = 0;
    for (int burst = 0; burst < 1_000; burst++) {
      for (int i = random.nextInt(1, 30); i > 0; i--) {
        if (random.nextInt(10) == 0) {
          inbox.add("ack " + acks++, EVENT_BYTES);
        } else {
          inbox.add(event(sent++), EVENT_BYTES);
        }
      }
      crossings += inbox.handOver() ? 1 : 0;
      for (int spin = random.nextInt(3_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
    }
    int expected = sent + acks - notes.dropped;
    int reliefs = crossings;

    await().atMost(20, SECONDS).until(() -> notes.received.get() == expected);
    await().until(() -> notes.reliefs.get() == reliefs);
    assertThat(notes.dropped).isPositive();
    assertThat(inbox.isOver()).isFalse();
    assertThat(notes.items.stream().filter(Integer.class::isInstance).map(Integer.class::cast))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(notes.items.stream().filter(String.class::isInstance)).hasSize(acks);
  }
}
