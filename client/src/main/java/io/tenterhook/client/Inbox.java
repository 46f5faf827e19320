package io.tenterhook.client;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The door out of the event loop: what one namespace has to tell its user, in order, on the handler
 * executor.
 *
 * <p>The loop collects items and hands them over once per burst; a thread of the executor takes
 * whole batches. At most one thread works for one inbox at any time. After {@link #FAIR_SHARE}
 * items it goes to the back of the executor's queue, so that one busy namespace does not starve
 * others.
 */
final class Inbox implements Runnable {
  /** Receives the items. */
  interface Receiver {
    /** Takes one item; must not throw. */
    void receive(Object item);

    /** What was over the limit has been worked off, down to half of it. */
    void relieved();

    /** The executor refuses to work. The items stay undelivered. */
    void refused(RejectedExecutionException refusal);
  }

  private static final int FAIR_SHARE = 1024;
  private static final int SMALLEST_BATCH = 16;

  @SuppressWarnings("ArrayRecordComponent")
  private record Batch(@Nullable Object[] items, int size, long bytes) {}

  private final Executor executor;
  private final Receiver receiver;
  private final long maxBytes;
  private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean working = new AtomicBoolean();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Thread worker;

  /** Owned by the loop. */
  private @Nullable Object[] collected = new Object[SMALLEST_BATCH];

  private int size;
  private long bytes;

  Inbox(Executor executor, Receiver receiver, long maxBytes) {
    this.executor = executor;
    this.receiver = receiver;
    this.maxBytes = maxBytes;
  }

  /** On the loop: collects an item. @return whether it is the first of a burst */
  boolean add(Object item, long itemBytes) {
    if (size == collected.length) {
      collected = Arrays.copyOf(collected, size * 2);
    }
    collected[size++] = item;
    bytes += itemBytes;
    return size == 1;
  }

  /**
   * On the loop: hands over what was collected.
   *
   * @return whether the inbox has just gone over its limit
   */
  boolean handOver() {
    if (size == 0) {
      return false;
    }
    Batch batch = new Batch(collected, size, bytes);
    // Bursts resemble each other: the next batch starts with room for as many.
    collected = new Object[Math.max(SMALLEST_BATCH, Math.min(size, FAIR_SHARE))];
    size = 0;
    bytes = 0;
    boolean crossed = waitingBytes.addAndGet(batch.bytes) > maxBytes && !over.getAndSet(true);
    batches.add(batch);
    if (working.compareAndSet(false, true)) {
      work();
    }
    return crossed;
  }

  /** Whether more waits than the limit allows. */
  boolean isOver() {
    return over.get();
  }

  /** Whether the calling thread is delivering items of this inbox. */
  boolean isWorkingHere() {
    return worker == Thread.currentThread();
  }

  private void work() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException refusal) {
      working.set(false);
      receiver.refused(refusal);
    }
  }

  @Override
  public void run() {
    do {
      worker = Thread.currentThread();
      deliver();
      worker = null;
      working.set(false);
    } while (!batches.isEmpty() && working.compareAndSet(false, true) && !passedOn());
  }

  /** One turn: a fair share of what waits. */
  private void deliver() {
    int delivered = 0;
    Batch batch = batches.poll();
    while (batch != null) {
      for (int i = 0; i < batch.size; i++) {
        Object item = batch.items[i];
        if (item != null) {
          receiver.receive(item);
        }
      }
      if (waitingBytes.addAndGet(-batch.bytes) <= maxBytes / 2 && over.getAndSet(false)) {
        receiver.relieved();
      }
      delivered += batch.size;
      batch = delivered < FAIR_SHARE ? batches.poll() : null;
    }
  }

  /** Whether somebody else goes on. If the executor ends meanwhile, whoever works stays at it. */
  private boolean passedOn() {
    try {
      executor.execute(this);
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }
}
