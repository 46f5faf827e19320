package io.tenterhook.client;

import io.tenterhook.client.Batch.Items;
import java.util.Arrays;
import java.util.Iterator;
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

    /** On the loop: so many events did not fit. */
    default void dropped(int events) {}

    /** The executor refuses to work. The items stay undelivered. */
    void refused(RejectedExecutionException refusal);
  }

  private static final int FAIR_SHARE = 1024;
  private static final int SMALLEST_BATCH = 16;

  private final Executor executor;
  private final Receiver receiver;
  private final long maxBytes;
  private final InboundOverflow overflow;
  private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean working = new AtomicBoolean();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Thread worker;

  // ---- owned by the loop

  private @Nullable Object[] collected = new Object[SMALLEST_BATCH];
  private int size;
  private long bytes;
  private boolean sealed;

  Inbox(Executor executor, Receiver receiver, long maxBytes) {
    this(executor, receiver, maxBytes, InboundOverflow.PAUSE_READING);
  }

  Inbox(Executor executor, Receiver receiver, long maxBytes, InboundOverflow overflow) {
    this.executor = executor;
    this.receiver = receiver;
    this.maxBytes = maxBytes;
    this.overflow = overflow;
  }

  /** On the loop: collects an item. @return whether it is the first of a burst */
  boolean add(Object item, long itemBytes) {
    if (size == collected.length) {
      if (overflow == InboundOverflow.DROP_OLDEST) {
        seal();
      } else {
        collected = Arrays.copyOf(collected, size * 2);
      }
    }
    collected[size++] = item;
    bytes += itemBytes;
    return size == 1 && !sealed;
  }

  /** What is being delivered cannot be dropped any more: in small batches that is little. */
  private void seal() {
    waitingBytes.addAndGet(bytes);
    batches.add(new Batch(collect()));
    sealed = true;
  }

  private Items collect() {
    Items items = new Items(collected, size, bytes);
    // Bursts resemble each other: the next batch starts with room for as many.
    collected = new Object[Math.max(SMALLEST_BATCH, Math.min(size, FAIR_SHARE))];
    size = 0;
    bytes = 0;
    return items;
  }

  /**
   * On the loop: hands over what was collected, or what of it is not dropped.
   *
   * @return whether the inbox has just gone over its limit
   */
  boolean handOver() {
    if (size == 0) {
      return false;
    }
    sealed = false;
    Items newest = collect();
    long waiting = waitingBytes.addAndGet(newest.bytes());
    if (waiting > maxBytes && dropsEvents()) {
      newest = makeRoom(newest, waiting - maxBytes);
      waiting = waitingBytes.get();
    }
    boolean crossed = false;
    // While over the limit something must come after it, to notice the relief.
    if (newest.size() > 0 || over.get()) {
      crossed = waiting > maxBytes && !over.getAndSet(true);
      batches.add(new Batch(newest));
    }
    if (working.compareAndSet(false, true)) {
      work();
    }
    return crossed;
  }

  private boolean dropsEvents() {
    return overflow == InboundOverflow.DROP_OLDEST || overflow == InboundOverflow.DROP_NEWEST;
  }

  /** Drops events by the policy. @return what is left of the newest */
  private Items makeRoom(Items newest, long excessBytes) {
    boolean oldestFirst = overflow == InboundOverflow.DROP_OLDEST;
    long excess = excessBytes;
    int dropped = 0;
    Iterator<Batch> older = batches.iterator();
    while (oldestFirst && excess > 0 && older.hasNext()) {
      Batch batch = older.next();
      Items items = batch.get();
      if (items == null) {
        continue;
      }
      Items left = items.without(excess, true);
      if (left.size() < items.size() && batch.compareAndSet(items, left)) {
        excess -= items.bytes() - left.bytes();
        dropped += items.size() - left.size();
        if (left.size() == 0) {
          older.remove();
        }
      }
    }
    Items kept = newest.without(excess, oldestFirst);
    excess -= newest.bytes() - kept.bytes();
    dropped += newest.size() - kept.size();
    waitingBytes.addAndGet(excess - excessBytes);
    if (dropped > 0) {
      receiver.dropped(dropped);
    }
    return kept;
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
      Items items = batch.getAndSet(null);
      if (items != null) {
        deliver(items);
        if (waitingBytes.addAndGet(-items.bytes()) <= maxBytes / 2 && over.getAndSet(false)) {
          receiver.relieved();
        }
        delivered += items.size();
      }
      batch = delivered < FAIR_SHARE ? batches.poll() : null;
    }
  }

  private void deliver(Items items) {
    for (int i = 0; i < items.size(); i++) {
      Object item = items.array()[i];
      if (item != null) {
        receiver.receive(item);
      }
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
