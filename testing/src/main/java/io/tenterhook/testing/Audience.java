package io.tenterhook.testing;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who shall get a packet: the peers in any of the rooms, or all if there are none, but for those in
 * one of the excepted rooms. Immutable.
 */
record Audience(Set<String> rooms, Set<String> except) {
  static final Audience ALL = new Audience(Set.of(), Set.of());

  Audience {
    rooms = Set.copyOf(rooms);
    except = Set.copyOf(except);
  }

  Audience to(String... more) {
    return new Audience(union(rooms, List.of(more)), except);
  }

  Audience except(String... more) {
    return new Audience(rooms, union(except, List.of(more)));
  }

  private static Set<String> union(Set<String> some, Collection<String> more) {
    Set<String> union = new LinkedHashSet<>(some);
    union.addAll(more);
    return union;
  }

  /** Whether a peer that was in these rooms belongs to the audience. */
  boolean includes(Set<String> joined) {
    boolean included = rooms.isEmpty() || joined.stream().anyMatch(rooms::contains);
    return included && joined.stream().noneMatch(except::contains);
  }
}
