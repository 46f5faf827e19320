package io.tenterhook.protocol.session;

import io.tenterhook.protocol.socketio.Packet;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The acks that one namespace awaits on the present connection.
 *
 * <p>Ids go up by one for as long as the session lives and are never used again, so an ack that was
 * meant for an earlier connection finds nobody (Socket.IO v5, "Acknowledgement"). Each entry leaves
 * exactly once: by its ack, its deadline, or the end of the connection.
 *
 * <p>A hash table of its own, whose entries are chained by themselves: a map costs two objects more
 * for each ack, 64 bytes. An id is its own hash; ids in a row fill the slots evenly.
 */
final class PendingAcks {
  /** Hears how the wait for one ack ended. */
  interface Waiting {
    void acked(OutboundPacket packet, Packet.Ack ack);

    void timedOut(OutboundPacket packet, long now);

    void lost(OutboundPacket packet, SessionEnd end);
  }

  private static final int FEWEST_SLOTS = 8;
  private static final Pending[] NONE = {};

  private final Deadlines deadlines;
  private @Nullable Pending[] slots = NONE;
  private int size;
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
    return size;
  }

  /** Awaits an ack, for as long as the packet wishes, from a moment on. @return the id to send */
  long await(OutboundPacket packet, Waiting waiting, long since) {
    Pending entry = new Pending(packet, waiting, nextId++);
    put(entry);
    deadlines.set(entry, since, packet.delivery.ackTimeoutNanos());
    return entry.id;
  }

  /** Gives an ack to whoever awaits it. @return false if nobody does */
  boolean take(Packet.Ack ack) {
    Pending entry = remove(ack.id());
    if (entry == null) {
      return false;
    }
    deadlines.clear(entry);
    entry.waiting.acked(entry.packet, ack);
    return true;
  }

  /** Nothing is awaited any more. */
  void abandon(SessionEnd end) {
    Pending[] abandoned = all();
    slots = NONE;
    size = 0;
    // In the order in which they were sent.
    Arrays.sort(abandoned, Comparator.comparingLong(entry -> entry.id));
    for (Pending entry : abandoned) {
      deadlines.clear(entry);
    }
    for (Pending entry : abandoned) {
      entry.waiting.lost(entry.packet, end);
    }
  }

  // ---- the table

  private void put(Pending entry) {
    if (size == slots.length) {
      Pending[] all = all();
      slots = new Pending[Math.max(FEWEST_SLOTS, size * 2)];
      for (Pending moved : all) {
        link(moved);
      }
    }
    link(entry);
    size++;
  }

  private void link(Pending entry) {
    int slot = slotOf(entry.id);
    entry.next = slots[slot];
    slots[slot] = entry;
  }

  private @Nullable Pending remove(long id) {
    if (size == 0) {
      return null;
    }
    int slot = slotOf(id);
    Pending before = null;
    Pending entry = slots[slot];
    while (entry != null && entry.id != id) {
      before = entry;
      entry = entry.next;
    }
    if (entry == null) {
      return null;
    }
    if (before == null) {
      slots[slot] = entry.next;
    } else {
      before.next = entry.next;
    }
    size--;
    return entry;
  }

  /** The number of slots is a power of two. */
  private int slotOf(long id) {
    return (int) id & (slots.length - 1);
  }

  private Pending[] all() {
    Pending[] all = new Pending[size];
    int count = 0;
    for (Pending first : slots) {
      for (Pending entry = first; entry != null; entry = entry.next) {
        all[count++] = entry;
      }
    }
    return all;
  }

  private final class Pending extends Deadline {
    final OutboundPacket packet;
    final Waiting waiting;
    final long id;

    /** In the same slot. */
    @Nullable Pending next;

    Pending(OutboundPacket packet, Waiting waiting, long id) {
      this.packet = packet;
      this.waiting = waiting;
      this.id = id;
    }

    @Override
    void reached(long now) {
      PendingAcks.this.remove(id);
      waiting.timedOut(packet, now);
    }
  }
}
