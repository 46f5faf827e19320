package io.tenterhook.client;

import io.tenterhook.protocol.socketio.Packet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Some items of an {@link Inbox}, in order. The worker takes them to deliver them, the loop may
 * replace them by fewer before: whoever is first has his way, and nobody waits.
 */
final class Batch extends AtomicReference<Batch.@Nullable Items> {
  private static final long serialVersionUID = 1L;

  /** Never changed. */
  @SuppressWarnings("ArrayRecordComponent")
  record Items(@Nullable Object[] array, int size, long bytes) {

    /** What is left when plain events are dropped until so many bytes are gone, or all are. */
    Items without(long excessBytes, boolean oldestFirst) {
      boolean[] dropped = new boolean[size];
      long droppedBytes = 0;
      int left = size;
      for (int i = 0; i < size && droppedBytes < excessBytes; i++) {
        int at = oldestFirst ? i : size - 1 - i;
        if (array[at] instanceof Packet.Event event) {
          dropped[at] = true;
          droppedBytes += bytesOf(event);
          left--;
        }
      }
      return left == size ? this : new Items(rest(dropped, left), left, bytes - droppedBytes);
    }

    private @Nullable Object[] rest(boolean[] dropped, int left) {
      @Nullable Object[] rest = new Object[left];
      int to = 0;
      for (int i = 0; i < size; i++) {
        if (!dropped[i]) {
          rest[to++] = array[i];
        }
      }
      return rest;
    }
  }

  Batch(Items items) {
    super(items);
  }

  /** Items that others overtake while they are held. */
  static Batch ofHeld(List<Object> held) {
    long bytes = 0;
    for (Object item : held) {
      bytes += bytesOf(item);
    }
    return new Batch(new Items(held.toArray(), held.size(), bytes));
  }

  /** Whether it keeps its place behind what is held: events, and what must come after them. */
  static boolean isHeld(Object item) {
    return item instanceof Packet.Event
        || item instanceof Reception.AckRequest
        || item instanceof Taps.End
        || item instanceof Taps.BehindEvents;
  }

  private static long bytesOf(Object heldItem) {
    if (heldItem instanceof Reception.AckRequest request) {
      return bytesOf(request.event());
    }
    return heldItem instanceof Packet.Event event ? bytesOf(event) : Client.BYTES_PER_ITEM;
  }

  /** What an event counts while it waits. */
  static long bytesOf(Packet.Event event) {
    long bytes = event.array().length;
    List<byte[]> attachments = event.attachments();
    // By index: an iterator for each event would be the largest thing made for it.
    for (int i = 0; i < attachments.size(); i++) {
      bytes += attachments.get(i).length;
    }
    return bytes + Client.BYTES_PER_ITEM;
  }
}
