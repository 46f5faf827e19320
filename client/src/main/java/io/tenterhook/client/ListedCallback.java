package io.tenterhook.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A subscription to something that is no event. */
final class ListedCallback<T> implements Subscription {
  private final List<T> list;
  private final T callback;
  private final AtomicBoolean active = new AtomicBoolean(true);

  ListedCallback(List<T> list, T callback) {
    this.list = list;
    this.callback = callback;
  }

  @Override
  public void close() {
    if (active.compareAndSet(true, false)) {
      list.remove(callback);
    }
  }

  @Override
  public boolean isActive() {
    return active.get();
  }
}
