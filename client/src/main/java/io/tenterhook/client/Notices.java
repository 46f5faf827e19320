package io.tenterhook.client;

import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * What a client tells that belongs to no namespace, in order, through an {@link Inbox} of its own;
 * and the one place where the observer is called.
 */
final class Notices implements Inbox.Receiver {
  private final Client client;
  private final Inbox inbox;

  /** Owned by the loop: something is to be handed over when the burst ends. */
  private boolean collected;

  Notices(Client client) {
    this.client = client;
    this.inbox =
        new Inbox(client::execute, this, client.settings().limits().maxInboundQueueBytes());
  }

  // ---- any thread

  void add(Runnable notice) {
    if (client.isOwnThread()) {
      collected = true;
      inbox.add(notice, Client.BYTES_PER_ITEM);
    } else {
      client.post(now -> add(notice));
    }
  }

  /** Whether the calling thread is running a notice. */
  boolean isDeliveringHere() {
    return inbox.isWorkingHere();
  }

  /** Whether its user is so slow that not everything can be told. */
  boolean isOver() {
    return inbox.isOver();
  }

  // ---- on the loop

  /** Frames that a slow observer cannot keep up with are left out rather than kept. */
  void frame(boolean outgoing, byte[] array, int start, int end, boolean binary) {
    if (!client.settings().observesFrames() || inbox.isOver()) {
      return;
    }
    String text = FrameText.of(array, start, end, binary);
    collected = true;
    inbox.add(
        (Runnable) () -> observe(observer -> observer.onFrame(outgoing, text)),
        Client.BYTES_PER_ITEM + 2L * text.length());
  }

  /** The end of a burst. @return whether the inbox has just gone over its limit */
  boolean handOver() {
    if (!collected) {
      return false;
    }
    collected = false;
    return inbox.handOver();
  }

  // ---- on the handler executor

  void observe(Consumer<ClientObserver> seen) {
    try {
      seen.accept(client.settings().observer());
    } catch (Throwable thrown) {
      System.getLogger("io.tenterhook.client").log(Level.WARNING, "an observer failed", thrown);
    }
  }

  void handlerFailed(String where, Throwable thrown) {
    observe(observer -> observer.onHandlerError(where, thrown));
  }

  @Override
  public void receive(Object item) {
    ((Runnable) item).run();
  }

  @Override
  public void relieved() {
    client.post(client.roads()::relieved);
  }

  @Override
  public void refused(RejectedExecutionException refusal) {
    handlerFailed("the executor refuses to run notices", refusal);
  }
}
