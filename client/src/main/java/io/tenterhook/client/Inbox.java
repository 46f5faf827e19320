package io.tenterhook.client;

import io.tenterhook.client.Batch.Items;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The door out of the event loop: what one namespace has to tell its user, in order, on the handler
 * executor.
 *
 * <p>The loop collects items and hands them over once per burst; a thread of the executor takes
 * whole batches. At most one thread works for one inbox at any time. After {@link #FAIR_SHARE}
 * items it goes to the back of the executor's queue, so that one busy namespace does not starve
 * others.
 *
 * <p>What the receiver does not admit now is held, with the events behind it, until {@link
 * #resume()}. Acks and notices overtake what is held: else who waits for an ack before he takes the
 * next event would wait for ever.
 */
final class Inbox implements Runnable {
  /** Receives the items. */
  interface Receiver {
    /** Takes one item; must not throw. */
    void receive(Object item);

    /** Whether the item can be received now, or shall be held; any thread. */
    default boolean admits(Object item) {
      return true;
    }

    /** What was over the limit has been worked off, down to half of it. */
    void relieved();

    /** On the loop: so many events did not fit. */
    default void dropped(int events) {}

    /** The executor refuses to work. The items stay undelivered. */
    void refused(RejectedExecutionException refusal);
  }

  private static final int NO = 0;
  private static final int YES = 1;
  private static final AtomicIntegerFieldUpdater<Inbox> WORKING =
      AtomicIntegerFieldUpdater.newUpdater(Inbox.class, "working");
  private static final AtomicIntegerFieldUpdater<Inbox> OVER =
      AtomicIntegerFieldUpdater.newUpdater(Inbox.class, "over");
  private static final AtomicLongFieldUpdater<Inbox> WAITING_BYTES =
      AtomicLongFieldUpdater.newUpdater(Inbox.class, "waitingBytes");

  private static final int FAIR_SHARE = 1024;
  private static final int SMALLEST_BATCH = 16;
  private static final Object[] NOTHING = {};

  /** Of all inboxes that have never held anything, which are most. Nothing is ever added. */
  private static final Deque<Batch> NOTHING_HELD = new ConcurrentLinkedDeque<>();

  private final Executor executor;
  private final Receiver receiver;
  private final long maxBytes;
  private final InboundOverflow overflow;
  private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();

  /** Older than all batches. The worker puts them here and takes them, the loop drops of them. */
  private volatile Deque<Batch> held = NOTHING_HELD;

  // By updaters: a process may hold ten thousand clients with two inboxes each.
  private volatile int working;
  private volatile int over;
  private volatile long waitingBytes;
  private volatile @Nullable Thread worker;

  // ---- owned by the loop

  private @Nullable Object[] collected = NOTHING;
  private int room = SMALLEST_BATCH;
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
      if (size > 0 && isFull()) {
        seal();
      }
      collected = Arrays.copyOf(collected, Math.max(room, size * 2));
    }
    collected[size++] = item;
    bytes += itemBytes;
    return size == 1 && !sealed;
  }

  /**
   * Whether what was collected shall be a batch. What is being delivered cannot be dropped any
   * more: in small batches that is little. Where the newest are dropped they must stay together
   * until the burst ends. Else it is that no array grows without end: copying them was a tenth of
   * what an event allocates.
   */
  private boolean isFull() {
    return switch (overflow) {
      case DROP_OLDEST -> true;
      case DROP_NEWEST -> false;
      case PAUSE_READING, DISCONNECT -> size >= FAIR_SHARE;
    };
  }

  private void seal() {
    WAITING_BYTES.addAndGet(this, bytes);
    batches.add(new Batch(collect()));
    sealed = true;
  }

  private Items collect() {
    Items items = new Items(collected, size, bytes);
    // Bursts resemble each other: the next batch starts with room for as many, when it comes.
    room = Math.max(SMALLEST_BATCH, Math.min(size, FAIR_SHARE));
    collected = NOTHING;
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
    long waiting = WAITING_BYTES.addAndGet(this, newest.bytes());
    if (waiting > maxBytes && dropsEvents()) {
      newest = makeRoom(newest, waiting - maxBytes);
      waiting = waitingBytes;
    }
    boolean crossed = false;
    // While over the limit something must come after it, to notice the relief.
    if (newest.size() > 0 || over == YES) {
      crossed = waiting > maxBytes && OVER.getAndSet(this, YES) == NO;
      batches.add(new Batch(newest));
    }
    if (takesUpWork()) {
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
    if (oldestFirst) {
      excess -= dropOf(held, excess);
      excess -= dropOf(batches, excess);
    }
    Items kept = newest.without(excess, oldestFirst);
    tellDropped(newest, kept);
    return kept;
  }

  /** Drops the oldest events of what nobody has taken yet. @return how many bytes */
  private long dropOf(Queue<Batch> queue, long excessBytes) {
    long bytesDropped = 0;
    Iterator<Batch> oldest = queue.iterator();
    while (bytesDropped < excessBytes && oldest.hasNext()) {
      Batch batch = oldest.next();
      Items items = batch.get();
      if (items == null) {
        continue;
      }
      Items kept = items.without(excessBytes - bytesDropped, true);
      if (kept.size() < items.size() && batch.compareAndSet(items, kept)) {
        bytesDropped += items.bytes() - kept.bytes();
        tellDropped(items, kept);
        if (kept.size() == 0) {
          oldest.remove();
        }
      }
    }
    return bytesDropped;
  }

  private void tellDropped(Items items, Items kept) {
    WAITING_BYTES.addAndGet(this, kept.bytes() - items.bytes());
    if (kept.size() < items.size()) {
      receiver.dropped(items.size() - kept.size());
    }
  }

  /** Whether more waits than the limit allows. */
  boolean isOver() {
    return over == YES;
  }

  /** Whether the calling thread is delivering items of this inbox. */
  boolean isWorkingHere() {
    return worker == Thread.currentThread();
  }

  @Nullable Thread worker() {
    return worker;
  }

  /** Whether the caller is the one who works from now on. */
  private boolean takesUpWork() {
    return working == NO && WORKING.compareAndSet(this, NO, YES);
  }

  private void work() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException refusal) {
      working = NO;
      receiver.refused(refusal);
    }
  }

  /** What is held may be admitted now; any thread. */
  void resume() {
    if (!held.isEmpty() && takesUpWork()) {
      work();
    }
  }

  @Override
  public void run() {
    do {
      worker = Thread.currentThread();
      deliver();
      worker = null;
      working = NO;
      // Looked at last: who admits after that finds nobody working.
    } while ((!batches.isEmpty() || admitsHeld()) && takesUpWork() && !passedOn());
  }

  /** Whether what has been held for the longest time can be received now. */
  private boolean admitsHeld() {
    Batch first = held.peekFirst();
    if (first == null) {
      return false;
    }
    Items items = first.get();
    Object item = items == null || items.size() == 0 ? null : items.array()[0];
    return item == null || receiver.admits(item);
  }

  /** One turn: a fair share of what waits. */
  private void deliver() {
    int delivered = 0;
    while (delivered < FAIR_SHARE) {
      Batch batch = admitsHeld() ? held.pollFirst() : null;
      boolean wasHeld = batch != null;
      if (batch == null) {
        batch = batches.poll();
      }
      Items items = batch == null ? null : batch.getAndSet(null);
      if (items == null) {
        return;
      }
      long bytesDone = items.bytes() - deliver(items, wasHeld);
      if (WAITING_BYTES.addAndGet(this, -bytesDone) <= maxBytes / 2
          && OVER.getAndSet(this, NO) == YES) {
        receiver.relieved();
      }
      delivered += items.size();
    }
  }

  /** Delivers in order what is admitted. @return how many bytes are held */
  private long deliver(Items items, boolean wasHeld) {
    int next = 0;
    if (wasHeld || held.isEmpty()) {
      while (next < items.size() && deliver(items.array()[next])) {
        next++;
      }
    }
    return next == items.size() ? 0 : hold(items, next, wasHeld);
  }

  private boolean deliver(@Nullable Object item) {
    if (item != null) {
      if (!receiver.admits(item)) {
        return false;
      }
      receiver.receive(item);
    }
    return true;
  }

  /** Holds events, while acks and notices overtake them. */
  private long hold(Items items, int from, boolean wasHeld) {
    List<Object> events = new ArrayList<>();
    for (int i = from; i < items.size(); i++) {
      Object item = items.array()[i];
      if (item != null) {
        if (Batch.isHeld(item)) {
          events.add(item);
        } else {
          receiver.receive(item);
        }
      }
    }
    if (events.isEmpty()) {
      return 0;
    }
    Batch batch = Batch.ofHeld(events);
    Items kept = batch.get();
    if (held == NOTHING_HELD) {
      held = new ConcurrentLinkedDeque<>();
    }
    if (wasHeld) {
      held.addFirst(batch);
    } else {
      held.addLast(batch);
    }
    return kept == null ? 0 : kept.bytes();
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
