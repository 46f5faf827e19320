package io.tenterhook.client;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The door into an event loop: many producers, one consumer, nothing allocated per letter.
 *
 * <p>An intrusive linked queue (Vyukov): a producer swaps itself in as the newest letter, then
 * links its predecessor to itself. Between the two steps the consumer sees the queue end early; the
 * producer then wakes it, because it wakes after linking.
 */
final class Mailbox {
  /** What can be put into a mailbox, once. */
  interface Letter {
    /** Runs on the consumer's thread. */
    void open(long now);

    /** The letter after this one; null if none is linked yet. */
    @Nullable Letter next();

    /** Links the letter after this one; must be a volatile write. */
    void link(@Nullable Letter next);
  }

  /** A letter that runs a task. */
  abstract static class Task implements Letter {
    private volatile @Nullable Letter next;

    @Override
    public final @Nullable Letter next() {
      return next;
    }

    @Override
    public final void link(@Nullable Letter letter) {
      next = letter;
    }
  }

  private static final class Stub extends Task {
    @Override
    public void open(long now) {
      throw new AssertionError("the stub is never delivered");
    }
  }

  private final Letter stub = new Stub();
  private final AtomicReference<Letter> newest = new AtomicReference<>(stub);

  /** Owned by the consumer. */
  private Letter oldest = stub;

  /** Any thread. */
  void put(Letter letter) {
    letter.link(null);
    newest.getAndSet(letter).link(letter);
  }

  /** The consumer's thread. @return the oldest letter, null if there is none to be had now */
  @Nullable Letter take() {
    Letter head = oldest;
    Letter next = head.next();
    if (head == stub) {
      if (next == null) {
        return null;
      }
      oldest = next;
      head = next;
      next = head.next();
    }
    if (next != null) {
      oldest = next;
      return head;
    }
    if (newest.get() != head) {
      return null;
    }
    // The head is the only letter: put the stub behind it, so that it can leave.
    put(stub);
    next = head.next();
    if (next != null) {
      oldest = next;
      return head;
    }
    return null;
  }
}
