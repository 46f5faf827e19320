package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The faults of one connection, put together. Without any it describes a good connection. */
final class ArmedFaults {
  private static final Duration LONGEST = Duration.ofHours(24);

  @Nullable HttpAnswer httpAnswer;
  boolean silent;

  /** What is sent in place of the OPEN packet; empty for nothing, null for the packet itself. */
  @Nullable String openText;

  boolean wrongSid;
  boolean pings = true;
  boolean takesPongs = true;
  Duration pingDelay = Duration.ZERO;
  boolean answersConnect = true;
  Duration connectDelay = Duration.ZERO;
  @Nullable Verdict verdict;

  /** What is answered to the request for an upgrade; null for 101. */
  @Nullable HttpAnswer upgradeAnswer;

  boolean answersProbe = true;

  /** The namespace that acks are sent for; null for that of the event. */
  @Nullable Namespace ackNamespace;

  final PacketFaults packets = new PacketFaults();
  final LineFaults line = new LineFaults();

  final List<Consumer<ServerConnection>> atHandshake = new ArrayList<>();
  final List<Connected> onConnect = new ArrayList<>();
  final List<Consumer<ServerConnection>> onAck = new ArrayList<>();
  final List<Consumer<ServerConnection>> beforeAttachment = new ArrayList<>();
  final List<Trigger> inFrame = new ArrayList<>();
  final List<Trigger> onSent = new ArrayList<>();
  final List<Trigger> onReceived = new ArrayList<>();

  /** By the number of the GET or POST; never changed once they are armed. */
  final Map<Integer, HttpAnswer> onRequest = new HashMap<>();

  /** Requests may come on several loops. */
  private final AtomicInteger requests = new AtomicInteger();

  record Trigger(int packets, Consumer<ServerConnection> act) {
    Trigger {
      positive("the number of packets", packets);
    }
  }

  /** A namespace, null for any, and what is done when a client has joined it. */
  record Connected(@Nullable Namespace namespace, Consumer<ServerConnection> act) {
    boolean isFor(Namespace joined) {
      return namespace == null || namespace.equals(joined);
    }
  }

  ArmedFaults(List<Fault> faults) {
    faults.forEach(fault -> fault.arm(this));
  }

  static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be 1 or more, not " + value);
    }
    return value;
  }

  static Duration time(String what, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(what + " " + value + " is not from 0 to 24 h");
    }
    return value;
  }

  /** What the next GET or POST of the session is answered by; null if it is well. */
  @Nullable HttpAnswer answerToNextRequest() {
    return onRequest.isEmpty() ? null : onRequest.get(requests.incrementAndGet());
  }

  /** Whether they ask for what is not there in memory. */
  boolean needsTcp() {
    return line.areThere() || !atHandshake.isEmpty();
  }

  /** Takes the acts that are due out of {@code triggers}, in the order in which they were given. */
  static List<Consumer<ServerConnection>> due(List<Trigger> triggers, long packets) {
    if (triggers.isEmpty()) {
      return List.of();
    }
    List<Consumer<ServerConnection>> due = new ArrayList<>();
    triggers.removeIf(trigger -> trigger.packets() <= packets && due.add(trigger.act()));
    return due;
  }

  List<Consumer<ServerConnection>> dueOnConnect(Namespace joined) {
    List<Consumer<ServerConnection>> due = new ArrayList<>();
    onConnect.removeIf(connected -> connected.isFor(joined) && due.add(connected.act()));
    return due;
  }

  static List<Consumer<ServerConnection>> takeAll(List<Consumer<ServerConnection>> acts) {
    if (acts.isEmpty()) {
      return List.of();
    }
    List<Consumer<ServerConnection>> due = List.copyOf(acts);
    acts.clear();
    return due;
  }
}
