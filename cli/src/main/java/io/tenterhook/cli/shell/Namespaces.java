package io.tenterhook.cli.shell;

import io.tenterhook.client.EventHandler;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The namespaces that the user wants to be in, and the one that lines go to. Any thread. */
final class Namespaces {
  static final int MAX_NAMESPACES = 50;

  private final SocketIoClient client;
  private final EventHandler received;

  /** In the order in which they were entered; guarded by this. */
  private final Map<String, Entry> entered = new LinkedHashMap<>();

  private String here = "/";

  Namespaces(SocketIoClient client, EventHandler received) {
    this.client = client;
    this.received = received;
  }

  private record Entry(NamespaceSocket socket, Subscription events) {}

  /** The name as the server knows it: people leave the slash out. */
  static String named(String text) {
    return text.startsWith("/") ? text : "/" + text;
  }

  /**
   * Makes this the current one. Does not connect it.
   *
   * @throws IllegalArgumentException if the name cannot be one
   */
  synchronized NamespaceSocket enter(String name) {
    Entry entry = entered.get(name);
    if (entry == null) {
      NamespaceSocket socket = client.socket(name);
      entry = new Entry(socket, socket.onAny(received));
      entered.put(name, entry);
    }
    here = name;
    return entry.socket();
  }

  synchronized boolean isFull() {
    return entered.size() >= MAX_NAMESPACES;
  }

  synchronized boolean contains(String name) {
    return entered.containsKey(name);
  }

  /** Disconnects and forgets it; one of the others becomes the current one. */
  synchronized void leave(String name) {
    Entry entry = entered.remove(name);
    if (entry != null) {
      entry.events().close();
      var unused = entry.socket().disconnect();
    }
    if (here.equals(name) && !entered.isEmpty()) {
      here = new ArrayList<>(entered.keySet()).get(entered.size() - 1);
    }
  }

  synchronized String here() {
    return here;
  }

  /** The current one, entered again if it was left last. */
  synchronized NamespaceSocket socket() {
    return enter(here);
  }

  synchronized List<NamespaceSocket> sockets() {
    return entered.values().stream().map(Entry::socket).toList();
  }

  synchronized List<String> names() {
    return List.copyOf(entered.keySet());
  }
}
