package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a client's loop for what is in its {@link Mailbox}, once per burst: whoever finds the
 * client asleep rings, all others rely on it.
 */
final class Doorbell {
  /** After so many letters other clients on the loop have their turn. */
  private static final int LETTERS_AT_ONCE = 4096;

  private final Client client;
  private final EventLoop loop;
  private final Backlog backlog;
  private final Mailbox mailbox = new Mailbox();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Runnable drain = this::drain;

  Doorbell(Client client, EventLoop loop, Backlog backlog) {
    this.client = client;
    this.loop = loop;
    this.backlog = backlog;
  }

  // ---- any thread

  /** Leaves a letter. @return false if the client's loop has ended */
  boolean put(Mailbox.Letter letter) {
    mailbox.put(letter);
    return ring();
  }

  boolean ring() {
    if (!awake.get() && awake.compareAndSet(false, true)) {
      try {
        loop.execute(drain);
      } catch (RejectedExecutionException ended) {
        awake.set(false);
        // All of them: while this wake-up was being refused, others believed in it.
        client.sockets().forEach(ClientSocket::loopEnded);
        return false;
      }
    }
    return true;
  }

  // ---- on the loop

  private void drain() {
    long now = client.wake();
    int letters = 0;
    long bytes = 0;
    Mailbox.Letter letter = mailbox.take();
    while (letter != null) {
      if (letter instanceof Emission emission) {
        bytes += Backlog.sizeOf(emission);
      }
      letter.open(now);
      letter = ++letters < LETTERS_AT_ONCE ? mailbox.take() : null;
    }
    client.settle();
    backlog.taken(bytes);
    client.tellWriters();
    awake.set(false);
    if (letters == LETTERS_AT_ONCE) {
      ring();
      return;
    }
    Mailbox.@Nullable Letter late = mailbox.take();
    if (late != null) {
      openLate(late);
    }
  }

  /** A letter that came between the last look into the mailbox and going to sleep. */
  private void openLate(Mailbox.Letter letter) {
    if (letter instanceof Emission emission) {
      backlog.taken(Backlog.sizeOf(emission));
    }
    letter.open(client.now());
    client.settle();
    ring();
  }
}
