package io.tenterhook.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is in which room of a namespace. Each peer is in the room of its own sid. Safe for use by any
 * thread, as the loops of many connections share a namespace.
 */
final class Rooms {
  /** Guarded by this, with the next. Peers in the order in which they joined. */
  private final Map<String, Set<ServerSocketPeer>> members = new HashMap<>();

  private final Map<ServerSocketPeer, Set<String>> rooms = new HashMap<>();
  private final Set<ServerSocketPeer> all = new LinkedHashSet<>();

  synchronized void enter(ServerSocketPeer peer, Collection<String> into) {
    all.add(peer);
    rooms.computeIfAbsent(peer, key -> new LinkedHashSet<>());
    join(peer, into);
  }

  /** Does nothing for a peer that has left the namespace. */
  synchronized void join(ServerSocketPeer peer, Collection<String> into) {
    Set<String> joined = rooms.get(peer);
    if (joined != null) {
      for (String room : into) {
        joined.add(room);
        members.computeIfAbsent(room, key -> new LinkedHashSet<>()).add(peer);
      }
    }
  }

  synchronized void leave(ServerSocketPeer peer, Collection<String> outOf) {
    Set<String> joined = rooms.get(peer);
    if (joined != null) {
      for (String room : outOf) {
        joined.remove(room);
        forget(peer, room);
      }
    }
  }

  /** Returns the rooms in which the peer was. */
  synchronized Set<String> exit(ServerSocketPeer peer) {
    all.remove(peer);
    Set<String> left = rooms.remove(peer);
    if (left == null) {
      return Set.of();
    }
    left.forEach(room -> forget(peer, room));
    return left;
  }

  private void forget(ServerSocketPeer peer, String room) {
    Set<ServerSocketPeer> inside = members.get(room);
    if (inside != null && inside.remove(peer) && inside.isEmpty()) {
      members.remove(room);
    }
  }

  synchronized Set<String> of(ServerSocketPeer peer) {
    return Set.copyOf(rooms.getOrDefault(peer, Set.of()));
  }

  /** Each peer once, however many of the rooms it is in. */
  synchronized List<ServerSocketPeer> select(Audience audience) {
    Set<ServerSocketPeer> chosen = new LinkedHashSet<>();
    if (audience.rooms().isEmpty()) {
      chosen.addAll(all);
    } else {
      for (String room : audience.rooms()) {
        chosen.addAll(members.getOrDefault(room, Set.of()));
      }
    }
    for (String room : audience.except()) {
      chosen.removeAll(members.getOrDefault(room, Set.of()));
    }
    return new ArrayList<>(chosen);
  }
}
