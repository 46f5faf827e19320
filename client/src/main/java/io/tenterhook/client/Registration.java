package io.tenterhook.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One handler in its place; what {@link EventSubscription} is made of. */
final class Registration implements EventSubscription {
  private final boolean once;
  private final Consumer<Registration> remove;
  private final AtomicBoolean active = new AtomicBoolean(true);
  private volatile EventHandler handler;

  Registration(EventHandler handler, boolean once, Consumer<Registration> remove) {
    this.handler = handler;
    this.once = once;
    this.remove = remove;
  }

  /** Runs the handler, unless the subscription has ended. @return whether it ran */
  boolean handle(Event event) throws Exception {
    if (once) {
      if (!active.compareAndSet(true, false)) {
        return false;
      }
      remove.accept(this);
    } else if (!active.get()) {
      return false;
    }
    handler.handle(event);
    return true;
  }

  @Override
  public void replace(EventHandler replacement) {
    if (!active.get()) {
      throw new IllegalStateException("the subscription has ended: register the handler anew");
    }
    handler = replacement;
  }

  @Override
  public void close() {
    if (active.compareAndSet(true, false)) {
      remove.accept(this);
    }
  }

  @Override
  public boolean isActive() {
    return active.get();
  }
}
