package io.tenterhook.protocol.session;

import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The acks that one namespace awaits on the present connection.
 *
 * <p>Ids go up by one for as long as the session lives and are never used again, so an ack that was
 * meant for an earlier connection finds nobody (Socket.IO v5, "Acknowledgement"). Each entry leaves
 * exactly once: by its ack, its deadline, or the end of the connection.
 */
final class PendingAcks {
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private final Deadlines deadlines;
  private final SessionOutput output;
  private long nextId;

  PendingAcks(Deadlines deadlines, SessionOutput output, long firstId) {
    this.deadlines = deadlines;
    this.output = output;
    this.nextId = firstId;
  }

  /** No id from this one on has been used. */
  long nextId() {
    return nextId;
  }

  int size() {
    return pending.size();
  }

  /** Awaits an ack from now on. @return the id to send */
  long await(OutboundPacket packet, long now) {
    Pending entry = new Pending(packet, nextId++);
    pending.put(entry.id, entry);
    deadlines.set(entry, now, packet.ackTimeoutNanos);
    return entry.id;
  }

  /** The packet that awaits this ack, which it then no longer does; null if there is none. */
  @Nullable OutboundPacket take(long id) {
    Pending entry = pending.remove(id);
    if (entry == null) {
      return null;
    }
    deadlines.clear(entry);
    return entry.packet;
  }

  /** Nothing is awaited any more; tells each packet that was. */
  void abandon(Consumer<OutboundPacket> each) {
    Pending[] abandoned = pending.values().toArray(new Pending[0]);
    pending.clear();
    for (Pending entry : abandoned) {
      deadlines.clear(entry);
    }
    for (Pending entry : abandoned) {
      each.accept(entry.packet);
    }
  }

  private final class Pending extends Deadline {
    final OutboundPacket packet;
    final long id;

    Pending(OutboundPacket packet, long id) {
      this.packet = packet;
      this.id = id;
    }

    @Override
    void reached(long now) {
      pending.remove(id);
      output.failed(packet, EmitFailure.ACK_TIMEOUT, null);
    }
  }
}
