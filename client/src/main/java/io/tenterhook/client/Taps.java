package io.tenterhook.client;

import io.tenterhook.protocol.socketio.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The {@link Tap}s of one namespace. An event goes to all who want it at the same time; while one
 * of them is not ready, it waits, and so do the events behind it. Changed under a lock by users'
 * threads, read without one by whoever delivers.
 */
final class Taps {
  /** Comes behind the last event of a namespace that has ended. */
  record End(Ending ending) {}

  /** A notice that must not overtake the events before it. */
  record BehindEvents(Runnable notice) {}

  private volatile List<Tap> taps = List.of();

  static Set<String> names(String... names) {
    for (String name : names) {
      EventEncoder.checkName(name);
    }
    return Set.of(names);
  }

  void add(Tap tap) {
    synchronized (this) {
      List<Tap> changed = new ArrayList<>(taps);
      changed.add(tap);
      taps = List.copyOf(changed);
    }
  }

  void remove(Tap tap) {
    synchronized (this) {
      taps = taps.stream().filter(known -> known != tap).toList();
    }
  }

  boolean isEmpty() {
    return taps.isEmpty();
  }

  /** Whether everybody who wants the event can take it. */
  boolean admit(Packet.Event packet) {
    for (Tap tap : taps) {
      if (!tap.isReady() && tap.wants(packet.name())) {
        return false;
      }
    }
    return true;
  }

  /** Gives the event to those who want it. @return whether anybody does */
  boolean take(Event event) {
    boolean wanted = false;
    for (Tap tap : taps) {
      // One that has come meanwhile, and is not ready, is too late for this event.
      if (tap.isReady() && tap.wants(event.name())) {
        tap.take(event);
        wanted = true;
      }
    }
    return wanted;
  }

  void end(Ending ending) {
    List<Tap> ended;
    synchronized (this) {
      ended = taps;
      taps = List.of();
    }
    ended.forEach(tap -> tap.end(ending));
  }
}
