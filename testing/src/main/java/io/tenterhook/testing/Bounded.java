package io.tenterhook.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest entries, within a count and a size, for threads that look or wait. What no
 * longer fits is forgotten, oldest first, and counted.
 */
final class Bounded<T> {
  private final int maxEntries;
  private final long maxBytes;
  private final ToLongFunction<T> bytesOf;

  private final ArrayDeque<T> entries = new ArrayDeque<>();
  private long bytes;
  private long forgotten;

  /** Counts changes, for those who wait for one. */
  private long version;

  Bounded(int maxEntries, long maxBytes, ToLongFunction<T> bytesOf) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.bytesOf = bytesOf;
  }

  synchronized void add(T entry) {
    entries.addLast(entry);
    bytes += bytesOf.applyAsLong(entry);
    while (entries.size() > maxEntries || (bytes > maxBytes && entries.size() > 1)) {
      bytes -= bytesOf.applyAsLong(entries.removeFirst());
      forgotten++;
    }
    version++;
    notifyAll();
  }

  /** Removes the first entry that is wanted, waiting for it; null if the time is over. */
  synchronized @Nullable T take(Predicate<T> wanted, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      for (Iterator<T> each = entries.iterator(); each.hasNext(); ) {
        T entry = each.next();
        if (wanted.test(entry)) {
          each.remove();
          bytes -= bytesOf.applyAsLong(entry);
          return entry;
        }
      }
      long remaining = deadline - System.nanoTime();
      if (remaining <= 0) {
        return null;
      }
      pause(remaining);
    }
  }

  /**
   * Waits until the entries are as wanted, or the time is over; returns the latest either way. The
   * predicate is asked without a lock, so that it may take its time.
   */
  List<T> await(Predicate<List<T>> wanted, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      List<T> now;
      long seen;
      synchronized (this) {
        now = entries();
        seen = version;
      }
      if (wanted.test(now) || !awaitChange(seen, deadline)) {
        return now;
      }
    }
  }

  private synchronized boolean awaitChange(long seen, long deadline) {
    while (version == seen) {
      long remaining = deadline - System.nanoTime();
      if (remaining <= 0) {
        return false;
      }
      pause(remaining);
    }
    return true;
  }

  private synchronized void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  synchronized List<T> entries() {
    return List.copyOf(entries);
  }

  synchronized long forgotten() {
    return forgotten;
  }

  synchronized void clear() {
    entries.clear();
    bytes = 0;
    forgotten = 0;
  }
}
