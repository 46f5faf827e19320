package io.tenterhook.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace keeps for peers that may come back: who they were, and what has been emitted
 * meanwhile. Socket.IO, "Connection state recovery", and {@code SessionAwareAdapter} of the
 * reference server. Safe for use by any thread.
 *
 * <p>It keeps the latest {@value #MAX_EVENTS} events and 16 MiB of them, and the latest {@value
 * #MAX_PEERS} peers; what is older than the time limit is not given out.
 */
final class RecoveryLog {
  private static final int MAX_EVENTS = 10_000;
  private static final long MAX_BYTES = 16L << 20;
  private static final int MAX_PEERS = 10_000;
  private static final int BASE_36 = 36;

  private final long maxNanos;
  private final LongSupplier nanoTime;
  private final Deque<Emitted> events = new ArrayDeque<>();
  private final Map<String, Gone> peers = new LinkedHashMap<>();
  private long bytes;
  private long lastOffset;

  private record Emitted(String offset, long at, Audience audience, OutgoingPacket packet) {}

  private record Gone(String sid, Set<String> rooms, long at) {}

  /** A peer that was found again, and what it has missed. */
  record Recovered(String sid, String pid, Set<String> rooms, List<OutgoingPacket> missed) {}

  RecoveryLog(Duration maxDisconnection, LongSupplier nanoTime) {
    this.maxNanos = maxDisconnection.toNanos();
    this.nanoTime = nanoTime;
  }

  /** The last argument of the next event. */
  synchronized String nextOffset() {
    lastOffset++;
    return Long.toString(lastOffset, BASE_36);
  }

  synchronized void emitted(String offset, Audience audience, OutgoingPacket packet) {
    events.addLast(new Emitted(offset, nanoTime.getAsLong(), audience, packet));
    bytes += packet.totalBytes();
    while (events.size() > MAX_EVENTS || (bytes > MAX_BYTES && events.size() > 1)) {
      bytes -= events.removeFirst().packet().totalBytes();
    }
  }

  synchronized void left(ServerSocketPeer peer, String pid, Set<String> rooms) {
    peers.remove(pid);
    peers.put(pid, new Gone(peer.sid(), rooms, nanoTime.getAsLong()));
    if (peers.size() > MAX_PEERS) {
      peers.remove(peers.keySet().iterator().next());
    }
  }

  /** Null if the peer is not known, or not any more, or the offset is not. */
  synchronized @Nullable Recovered find(String pid, String offset) {
    Gone gone = peers.get(pid);
    if (gone == null || nanoTime.getAsLong() - gone.at() > maxNanos) {
      return null;
    }
    boolean found = false;
    List<OutgoingPacket> missed = new ArrayList<>();
    for (Emitted event : events) {
      if (found && event.audience().includes(gone.rooms())) {
        missed.add(event.packet());
      }
      found |= event.offset().equals(offset);
    }
    return found ? new Recovered(gone.sid(), pid, gone.rooms(), missed) : null;
  }
}
