package io.tenterhook.protocol.session;

import io.tenterhook.protocol.socketio.Packet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The acks that one namespace awaits on the present connection.
 *
 * <p>Ids go up by one for as long as the session lives and are never used again, so an ack that was
 * meant for an earlier connection finds nobody (Socket.IO v5, "Acknowledgement"). Each entry leaves
 * exactly once: by its ack, its deadline, or the end of the connection.
 */
final class PendingAcks {
  /** Hears how the wait for one ack ended. */
  interface Waiting {
    void acked(OutboundPacket packet, Packet.Ack ack);

    void timedOut(OutboundPacket packet, long now);

    void lost(OutboundPacket packet, SessionEnd end);
  }

  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private final Deadlines deadlines;
  private long nextId;

  PendingAcks(Deadlines deadlines, long firstId) {
    this.deadlines = deadlines;
    this.nextId = firstId;
  }

  /** No id from this one on has been used. */
  long nextId() {
    return nextId;
  }

  int size() {
    return pending.size();
  }

  /** Awaits an ack, for as long as the packet wishes, from a moment on. @return the id to send */
  long await(OutboundPacket packet, Waiting waiting, long since) {
    Pending entry = new Pending(packet, waiting, nextId++);
    pending.put(entry.id, entry);
    deadlines.set(entry, since, packet.delivery.ackTimeoutNanos());
    return entry.id;
  }

  /** Gives an ack to whoever awaits it. @return false if nobody does */
  boolean take(Packet.Ack ack) {
    Pending entry = pending.remove(ack.id());
    if (entry == null) {
      return false;
    }
    deadlines.clear(entry);
    entry.waiting.acked(entry.packet, ack);
    return true;
  }

  /** Nothing is awaited any more. */
  void abandon(SessionEnd end) {
    Pending[] abandoned = pending.values().toArray(new Pending[0]);
    pending.clear();
    for (Pending entry : abandoned) {
      deadlines.clear(entry);
    }
    for (Pending entry : abandoned) {
      entry.waiting.lost(entry.packet, end);
    }
  }

  private final class Pending extends Deadline {
    final OutboundPacket packet;
    final Waiting waiting;
    final long id;

    Pending(OutboundPacket packet, Waiting waiting, long id) {
      this.packet = packet;
      this.waiting = waiting;
      this.id = id;
    }

    @Override
    void reached(long now) {
      pending.remove(id);
      waiting.timedOut(packet, now);
    }
  }
}
