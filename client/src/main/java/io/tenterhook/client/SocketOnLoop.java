package io.tenterhook.client;

import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One namespace as the loop sees it: which lifetime the session has been told to open, which
 * connection it is on, and the inbox by which its user hears of it. Owned by the loop, but for the
 * volatile fields, which everybody reads.
 */
final class SocketOnLoop {
  private final Client client;
  private final Namespace name;
  private final Reception reception;
  private final Inbox inbox;
  private final InboundOverflow overflow;

  private @Nullable Lifetime opened;

  /** Counts connections, so that an answer never goes to a later one. */
  private int connection;

  private @Nullable SessionEnd interruptedBy;

  /** Whether the server has let it in since it was opened. */
  private boolean accepted;

  private boolean refreshed;

  private volatile @Nullable String sid;
  private volatile boolean recovered;
  private volatile OfflineBuffer.Level buffered = OfflineBuffer.Level.EMPTY;

  SocketOnLoop(Client client, Namespace name, Reception reception) {
    this.client = client;
    this.name = name;
    this.reception = reception;
    Settings settings = client.settings();
    this.overflow = settings.inboundOverflow();
    this.inbox =
        new Inbox(client::execute, reception, settings.limits().maxInboundQueueBytes(), overflow);
  }

  // ---- any thread

  @Nullable String sid() {
    return sid;
  }

  boolean recovered() {
    return recovered;
  }

  OfflineBuffer.Level buffered() {
    return buffered;
  }

  /** Whether the calling thread is in one of this namespace's handlers. */
  boolean isDeliveringHere() {
    return inbox.isWorkingHere();
  }

  /** The thread that delivers at this moment. */
  @Nullable Thread worker() {
    return inbox.worker();
  }

  /** Events that were held back may be wanted now. */
  void resume() {
    inbox.resume();
  }

  // ---- what the user wants

  void open(Lifetime life, long now) {
    if (life.leaving) {
      // A disconnect() on another thread has overtaken the connect() it belongs to.
      tell(() -> ended(life, Ending.LEFT, false));
      return;
    }
    if (opened != null) {
      // A connect() on another thread has overtaken the disconnect() before it.
      client.session().leave(name, now);
    }
    opened = life;
    client.session().open(name, now);
  }

  void leave(Lifetime life, long now) {
    // Else it has ended already, or will not be opened.
    if (opened == life) {
      client.session().leave(name, now);
    }
  }

  /** Answers an ack request, if the connection that asked is still there. */
  void acknowledge(Emission answer, long ackId, int asked) {
    if (asked == connection && sid != null) {
      client.session().acknowledge(answer, ackId);
    } else {
      client.dropped(name.name(), "an answer whose connection is gone");
    }
  }

  boolean wasAccepted() {
    return accepted;
  }

  /** The reconnect policy has asked for another attempt without a delay. */
  void refreshed() {
    refreshed = true;
  }

  /** Whether it had, before the attempt that has failed now. */
  boolean takeRefreshed() {
    boolean was = refreshed;
    refreshed = false;
    return was;
  }

  // ---- what the session says

  void event(Packet.Event event) {
    Object item = event.ackId() < 0 ? event : new Reception.AckRequest(event, connectionOfEvents());
    tell(item, Batch.bytesOf(event));
  }

  /** Events that were held until the CONNECT answer belong to the connection that is coming. */
  private int connectionOfEvents() {
    return sid == null ? connection + 1 : connection;
  }

  void acked(Emission emission, Packet.Ack ack) {
    emission.keep(ack);
    tell(emission, ack.array().length + Client.BYTES_PER_ITEM);
  }

  void connected(String newSid, boolean isRecovered) {
    accepted = true;
    // Last what others wait for: who sees it connected sees whether it was recovered.
    recovered = isRecovered;
    sid = newSid;
    connection++;
    Lifetime life = opened;
    if (life != null) {
      CompletableFuture<Void> due = life.connected;
      tell(
          () -> {
            reception.connected(newSid, isRecovered);
            due.complete(null);
          });
    }
    client.roads().pauseIfOverfull();
  }

  void buffered(int emits, long bytes) {
    buffered = new OfflineBuffer.Level(emits, bytes);
  }

  void interrupted(SessionEnd end) {
    disconnect();
    interruptedBy = end;
    Lifetime life = opened;
    if (life != null) {
      life.connectAnew();
    }
  }

  private void disconnect() {
    sid = null;
    recovered = false;
    connection++;
  }

  void retrying() {
    SessionEnd end = interruptedBy;
    interruptedBy = null;
    if (end != null) {
      Ending ending = client.endings().of(end);
      tell(() -> reception.disconnected(ending, true));
    }
  }

  void ended(SessionEnd end) {
    boolean wasConnected = sid != null || interruptedBy != null;
    disconnect();
    interruptedBy = null;
    Lifetime life = opened;
    opened = null;
    accepted = false;
    Ending ending = client.endings().of(end);
    tell(() -> ended(life, ending, wasConnected));
    tell(new Taps.End(ending), Client.BYTES_PER_ITEM);
  }

  /** On the handler executor. */
  private void ended(@Nullable Lifetime life, Ending ending, boolean wasConnected) {
    if (wasConnected) {
      reception.disconnected(ending, false);
    }
    reception.ended(ending);
    if (life != null) {
      life.end(ending);
    }
  }

  /** The client is closed: also who never was connected hears of it. */
  void closed() {
    tell(new Taps.End(Ending.LEFT), Client.BYTES_PER_ITEM);
  }

  /** Any notice, in its order among the events. */
  void tell(Runnable notice) {
    tell(notice, Client.BYTES_PER_ITEM);
  }

  /** Likewise, also behind events that wait until a stream or receiver takes them. */
  void tellBehindEvents(Runnable notice) {
    tell(new Taps.BehindEvents(notice), Client.BYTES_PER_ITEM);
  }

  private void tell(Object item, long bytes) {
    if (inbox.add(item, bytes)) {
      client.touched(this);
    }
  }

  void handOver() {
    if (!inbox.handOver()) {
      return;
    }
    if (overflow == InboundOverflow.DISCONNECT) {
      client.overflowed(
          new OverflowException(
              "events of %s wait for their handlers, more than maxInboundQueueBytes allows (%d)"
                  .formatted(name, client.settings().limits().maxInboundQueueBytes())));
    } else {
      client.roads().overfull();
    }
  }
}
