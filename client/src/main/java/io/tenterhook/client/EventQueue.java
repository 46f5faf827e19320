package io.tenterhook.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A receiver. Its lock is held for a few steps only, by the thread that delivers and by those that
 * take; a {@link ReentrantLock}, which pins no virtual thread.
 */
final class EventQueue implements EventReceiver, Tap {
  private static final long MAX_BYTES = 64 << 10;

  private final ClientSocket socket;
  private final Set<String> names;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // ---- guarded by the lock

  private final Queue<Event> events = new ArrayDeque<>();
  private long bytes;
  private @Nullable Ending ending;
  private boolean closed;

  /** Until somebody has received once, the oldest makes room: perhaps nobody ever will. */
  private boolean lossy;

  private boolean toldLoss;

  /** Written under the lock. */
  private volatile boolean full;

  EventQueue(ClientSocket socket, Set<String> names, boolean lossyAtFirst) {
    this.socket = socket;
    this.names = names;
    this.lossy = lossyAtFirst;
  }

  @Override
  public boolean wants(String event) {
    return names.isEmpty() || names.contains(event);
  }

  @Override
  public boolean isReady() {
    return !full;
  }

  @Override
  public void take(Event event) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      events.add(event);
      bytes += event.queuedBytes();
      while (lossy && bytes > MAX_BYTES && events.size() > 1) {
        remove();
        tellLoss();
      }
      full = !lossy && bytes > MAX_BYTES;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Once: who never receives does not want to hear of each. */
  private void tellLoss() {
    if (!toldLoss) {
      toldLoss = true;
      socket.dropped(
          "the oldest events in the blocking view: nobody has received any, and more than "
              + MAX_BYTES
              + " bytes wait");
    }
  }

  @Override
  public void end(Ending how) {
    lock.lock();
    try {
      ending = how;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ending != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Event receive() throws InterruptedException {
    Event event = null;
    while (event == null) {
      event = poll(Long.MAX_VALUE);
    }
    return event;
  }

  @Override
  public Optional<Event> receive(Duration limit) throws InterruptedException {
    return Optional.ofNullable(poll(Settings.notNegative("limit", limit).toNanos()));
  }

  private @Nullable Event poll(long limitNanos) throws InterruptedException {
    boolean resumes;
    Event event;
    lock.lockInterruptibly();
    try {
      lossy = false;
      long left = limitNanos;
      while (events.isEmpty()) {
        checkOpen();
        if (left <= 0) {
          return null;
        }
        socket.checkMayBlock("receive");
        left = changed.awaitNanos(left);
      }
      event = remove();
      resumes = full && bytes <= MAX_BYTES / 2;
      full &= !resumes;
    } finally {
      lock.unlock();
    }
    if (resumes) {
      socket.onLoop().resume();
    }
    return event;
  }

  private @Nullable Event remove() {
    Event event = events.poll();
    bytes -= event == null ? 0 : event.queuedBytes();
    return event;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the receiver is closed");
    }
    Ending end = ending;
    if (end != null) {
      throw end.error().orElseGet(() -> ClientClosedException.disconnected(socket.namespace()));
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
      bytes = 0;
      full = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    socket.untap(this);
  }
}
