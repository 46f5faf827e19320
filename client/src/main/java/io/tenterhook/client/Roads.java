package io.tenterhook.client;

import io.tenterhook.client.spi.Link;
import io.tenterhook.protocol.session.SessionEnd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The road the client is on, and those it has left that are not closed yet. Writes to the present
 * one are flushed once per burst; it is not read while an inbox is over its limit. Lives on the
 * loop.
 */
final class Roads {
  private final Client client;
  private final Backlog backlog;
  private final Outflow outflow;
  private final List<Road> closing = new ArrayList<>();
  private @Nullable Road present;
  private @Nullable Transport worked;
  private volatile @Nullable Transport goesBy;
  private volatile @Nullable String subprotocol;
  private boolean unflushed;
  private int overfull;

  Roads(Client client, Backlog backlog) {
    this.client = client;
    this.backlog = backlog;
    this.outflow = new Outflow(client, client.settings().writeTimeout().toNanos());
  }

  /** None is open, and none is closing. */
  boolean isEmpty() {
    return present == null && closing.isEmpty();
  }

  /** Opens one to the endpoint that the attempt takes. */
  void open(int attempt, RoadCookies cookies) {
    Endpoint taken = client.itinerary().taken();
    client.notice(
        () -> client.observe(observer -> observer.onEndpoint(attempt, taken.hostAndPort())));
    Road opened = new Road(client, taken, cookies, order());
    present = opened;
    opened.open();
  }

  /** The transport that has worked first, then the others as the user wants them. */
  private List<Transport> order() {
    List<Transport> wanted = client.settings().transports();
    Transport known = worked;
    if (known == null || known == wanted.get(0) || !wanted.contains(known)) {
      return wanted;
    }
    List<Transport> order = new ArrayList<>(wanted);
    order.remove(known);
    order.add(0, known);
    return order;
  }

  /** The present road is open, or has changed its transport. */
  void goesBy(Transport transport, boolean upgraded, @Nullable String chosen) {
    // Last what others wait for: who sees the transport sees what was chosen with it.
    subprotocol = chosen;
    goesBy = transport;
    backlog.polling(transport == Transport.POLLING);
    // One unlucky WebSocket must not keep a client on polling for months.
    boolean wanted = client.settings().transports().get(0) == transport;
    if (!upgraded || wanted || client.settings().rememberUpgrade()) {
      worked = transport;
    }
    client.notice(() -> client.observe(observer -> observer.onTransport(transport, upgraded)));
  }

  /** What the present road goes by; any thread. */
  @Nullable Transport transport() {
    return goesBy;
  }

  /** What the server has chosen for the present road; any thread. */
  @Nullable String subprotocol() {
    return subprotocol;
  }

  void leave(SessionEnd why) {
    Road leaving = present;
    if (leaving == null) {
      return;
    }
    present = null;
    goesBy = null;
    subprotocol = null;
    unflushed = false;
    backlog.linkHolds(0);
    outflow.forget();
    client.tellWriters();
    leaving.leave();
    closing.add(leaving);
    if (why instanceof SessionEnd.TimedOut || why instanceof SessionEnd.TransportLost) {
      leaving.link().abort();
    } else {
      // It writes what is queued, too: together with its close frame.
      leaving.link().close(why instanceof SessionEnd.ProtocolViolated ? 1002 : 1000);
    }
  }

  /** One of them has told that it is gone. */
  void closed() {
    closing.removeIf(Road::isClosed);
  }

  void ping() {
    if (present != null) {
      present.link().controlPing();
    }
  }

  // ---- writing

  void send(
      byte[] array, int start, int end, boolean binary, Link.@Nullable WriteListener written) {
    Road current = present;
    if (current != null) {
      client.notices().frame(true, array, start, end, binary);
      if (!unflushed) {
        watch(current);
      }
      current.link().send(array, start, end, binary, written);
      unflushed = true;
    }
  }

  /** The end of a burst. */
  void flush() {
    Road current = present;
    if (unflushed && current != null) {
      unflushed = false;
      watch(current);
      current.link().flush();
      measure();
    } else if (backlog.linkHoldsSome()) {
      // A link tells of a shrinking queue only when it had been long, and not of its end.
      measure();
    }
  }

  void measure() {
    Road current = present;
    if (current == null) {
      backlog.linkHolds(0);
    } else {
      backlog.linkHolds(current.link().queuedBytes());
      outflow.look(current.link().unsentBytes());
    }
    client.session().writable(!backlog.isBusy());
    client.tellWriters();
  }

  /** Before something is added to what waits, or taken from it. */
  private void watch(Road current) {
    if (outflow.isWatching()) {
      outflow.look(current.link().unsentBytes());
    }
  }

  /** When it is to be looked whether the server still takes what is sent. */
  long deadline() {
    // A server that cannot get rid of its answers may well stop reading: that is our doing.
    return isPaused() ? Long.MAX_VALUE : outflow.deadline();
  }

  void deadline(long now) {
    Road current = present;
    if (current == null || now < deadline()) {
      return;
    }
    outflow.look(current.link().unsentBytes());
    if (now >= deadline()) {
      Object stalled = new Endings.WriteStalled(outflow.limitNanos(), outflow.unsentBytes());
      client.session().transportLost(stalled, now);
    }
  }

  // ---- reading

  /** Nothing is heard from the server, pongs neither. */
  boolean isPaused() {
    return overfull > 0;
  }

  /** An inbox has gone over its limit: TCP shall slow the server down. */
  void overfull() {
    overfull++;
    pauseIfOverfull();
  }

  void pauseIfOverfull() {
    Road current = present;
    if (overfull > 0 && current != null) {
      current.link().setReading(false);
      client.session().readingPaused();
    }
  }

  /** The inbox has been worked off. */
  void relieved(long now) {
    overfull--;
    Road current = present;
    if (overfull == 0 && current != null) {
      client.session().readingResumed(now);
      outflow.forgive(now);
      current.link().setReading(true);
    }
  }
}
