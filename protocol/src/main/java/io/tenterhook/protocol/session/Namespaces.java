package io.tenterhook.protocol.session;

import io.tenterhook.protocol.socketio.Namespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of a session, in the order in which they were first named. A session may see any
 * number of names; those that are closed and keep nothing leave only a number.
 */
final class Namespaces {
  /** Makes the machine of a namespace whose first ack id is given. */
  interface Maker {
    NamespaceMachine make(Namespace name, long firstAckId);
  }

  private final Map<Namespace, NamespaceMachine> machines = new LinkedHashMap<>(1);
  private final Maker maker;
  private long unusedAckId;

  Namespaces(Maker maker) {
    this.maker = maker;
  }

  @Nullable NamespaceMachine find(Namespace name) {
    return machines.get(name);
  }

  /** The namespace with a name, made if there is none. */
  NamespaceMachine of(Namespace name, long now) {
    NamespaceMachine namespace = machines.get(name);
    if (namespace == null) {
      // not as they close: one that is opened again soon goes on with its own numbers
      machines.values().removeIf(known -> forget(known, now));
      namespace = maker.make(name, unusedAckId);
      machines.put(name, namespace);
    }
    return namespace;
  }

  private boolean forget(NamespaceMachine namespace, long now) {
    if (!namespace.isForgettable(now)) {
      return false;
    }
    unusedAckId = Math.max(unusedAckId, namespace.outbox.nextAckId());
    return true;
  }

  /** A copy: what is done to one may change which there are. */
  List<NamespaceMachine> all() {
    return List.copyOf(machines.values());
  }

  /** Whether a namespace that fits needs the connection to be there. */
  boolean useConnection(Predicate<NamespaceMachine> fits) {
    for (NamespaceMachine namespace : machines.values()) {
      if (namespace.usesConnection() && fits.test(namespace)) {
        return true;
      }
    }
    return false;
  }
}
