package io.tenterhook.client;

import io.tenterhook.protocol.socketio.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All handlers of one namespace. Changed under a lock by users' threads, read without one by the
 * thread that delivers.
 */
final class Handlers {
  private volatile HandlerTable named = HandlerTable.EMPTY;
  private volatile List<Registration> any = List.of();

  EventSubscription add(String event, EventHandler handler, boolean once) {
    return put(event, handler, once, false);
  }

  EventSubscription prepend(String event, EventHandler handler) {
    return put(event, handler, false, true);
  }

  private EventSubscription put(String event, EventHandler handler, boolean once, boolean first) {
    Registration added =
        new Registration(handler, once, registration -> remove(event, registration));
    synchronized (this) {
      HandlerTable.Entry entry = named.find(event);
      List<Registration> known = entry == null ? List.of() : entry.handlers;
      named = named.with(event, with(known, added, first));
    }
    return added;
  }

  EventSubscription addAny(EventHandler handler) {
    return putAny(handler, false);
  }

  EventSubscription prependAny(EventHandler handler) {
    return putAny(handler, true);
  }

  private EventSubscription putAny(EventHandler handler, boolean first) {
    Registration added = new Registration(handler, false, this::removeAny);
    synchronized (this) {
      any = with(any, added, first);
    }
    return added;
  }

  private static List<Registration> with(
      List<Registration> known, Registration added, boolean first) {
    List<Registration> handlers = new ArrayList<>(known);
    handlers.add(first ? 0 : known.size(), added);
    return List.copyOf(handlers);
  }

  void off(String event) {
    HandlerTable.Entry entry = named.find(event);
    if (entry != null) {
      entry.handlers.forEach(Registration::close);
    }
  }

  private void remove(String event, Registration registration) {
    synchronized (this) {
      HandlerTable.Entry entry = named.find(event);
      if (entry != null) {
        named = named.with(event, without(entry.handlers, registration));
      }
    }
  }

  private void removeAny(Registration registration) {
    synchronized (this) {
      any = without(any, registration);
    }
  }

  private static List<Registration> without(List<Registration> handlers, Registration one) {
    return handlers.stream().filter(registration -> registration != one).toList();
  }

  List<Registration> any() {
    return any;
  }

  /** The handlers for this packet's name; null if there are none. */
  HandlerTable.@Nullable Entry find(Packet.Event packet) {
    if (packet.nameEscaped()) {
      return named.find(packet.name());
    }
    byte[] array = packet.array();
    int start = packet.nameStart();
    int quote = array[start] == '"' ? 1 : 0;
    return named.find(array, start + quote, packet.nameEnd() - quote);
  }
}
