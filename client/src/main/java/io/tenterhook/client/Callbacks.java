package io.tenterhook.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Callbacks of one kind, in the order of their registration. Changed under a lock by users'
 * threads, read without one; while there are none it is next to nothing, for a process may hold ten
 * thousand.
 */
final class Callbacks<T> {
  private volatile List<T> all = List.of();

  Subscription add(T callback) {
    synchronized (this) {
      List<T> more = new ArrayList<>(all);
      more.add(callback);
      all = List.copyOf(more);
    }
    return new Listed(callback);
  }

  private synchronized void remove(T callback) {
    List<T> fewer = new ArrayList<>(all);
    fewer.remove(callback);
    all = List.copyOf(fewer);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void forEach(Consumer<T> calls) {
    all.forEach(calls);
  }

  /** A subscription to something that is no event. */
  private final class Listed implements Subscription {
    private final T callback;
    private final AtomicBoolean active = new AtomicBoolean(true);

    Listed(T callback) {
      this.callback = callback;
    }

    @Override
    public void close() {
      if (active.compareAndSet(true, false)) {
        remove(callback);
      }
    }

    @Override
    public boolean isActive() {
      return active.get();
    }
  }
}
