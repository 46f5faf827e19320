package io.tenterhook.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The faults of one connection, put together. Without any it describes a good connection. */
final class ArmedFaults {
  @Nullable HttpAnswer httpAnswer;
  boolean silent;

  /** What is sent in place of the OPEN packet; empty for nothing, null for the packet itself. */
  @Nullable String openText;

  boolean pings = true;
  boolean answersConnect = true;
  Duration connectDelay = Duration.ZERO;
  final List<Trigger> onSent = new ArrayList<>();
  final List<Trigger> onReceived = new ArrayList<>();

  record Trigger(int packets, Consumer<ServerConnection> act) {}

  ArmedFaults(List<Fault> faults) {
    faults.forEach(fault -> fault.arm(this));
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
}
