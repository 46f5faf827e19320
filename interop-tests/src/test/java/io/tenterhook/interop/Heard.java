package io.tenterhook.interop;

import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events of one name that a socket heard, in their order. */
final class Heard {
  private final List<Event> events = new CopyOnWriteArrayList<>();

  private Heard() {}

  static Heard on(NamespaceSocket socket, String name) {
    Heard heard = new Heard();
    socket.on(name, heard.events::add);
    return heard;
  }

  /** Waits for so many events. */
  List<Event> await(int count) {
    Patience.until(() -> events.size() >= count);
    return events;
  }

  Event first() {
    return await(1).get(0);
  }

  /** The arguments of each event, as one JSON array. */
  List<String> arguments() {
    return events.stream().map(event -> event.args().json().toString()).toList();
  }

  int count() {
    return events.size();
  }
}
