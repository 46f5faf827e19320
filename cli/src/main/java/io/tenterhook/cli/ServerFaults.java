package io.tenterhook.cli;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What {@code --fault} says: {@code drop-after=20,delay=50..200ms}. */
final class ServerFaults {
  private static final String NAMES =
      "drop-after=PACKETS (a TCP reset), delay=SPAN or delay=FROM..TO (of the answer to CONNECT)";

  private ServerFaults() {}

  /**
   * The faults of every connection; a delay within a range is drawn once.
   *
   * @throws CommandFailure if there is no such fault
   */
  static Fault[] parseAll(String text) {
    List<Fault> faults = new ArrayList<>();
    for (String fault : text.split(",", -1)) {
      faults.add(parse(fault.strip()));
    }
    return faults.toArray(Fault[]::new);
  }

  private static Fault parse(String text) {
    String[] parts = text.split("=", 2);
    String value = parts.length == 2 ? parts[1] : "";
    return switch (parts[0]) {
      case "drop-after" -> Fault.afterSent(packets(value), ServerConnection::cut);
      case "delay" -> Fault.delayConnect(delay(value));
      default -> throw CommandFailure.usage("there is no fault \"" + text + "\"", "use " + NAMES);
    };
  }

  private static int packets(String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw CommandFailure.usage(
          "drop-after takes a number of packets, 1 or more, not \"" + value + "\"", "use " + NAMES);
    }
    return Integer.parseInt(value);
  }

  private static Duration delay(String value) {
    int dots = value.indexOf("..");
    Span span = new Span();
    if (dots < 0) {
      return span.convert(value);
    }
    Duration to = span.convert(value.substring(dots + 2));
    String from = value.substring(0, dots);
    // As in 50..200ms, the unit may stand at the end alone.
    String unit = from.matches("\\d+") ? value.replaceFirst(".*\\d", "") : "";
    Duration least = span.convert(from + unit);
    if (least.compareTo(to) > 0) {
      throw CommandFailure.usage("delay=" + value + " ends before it begins", "use " + NAMES);
    }
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(least.toMillis(), to.toMillis() + 1));
  }
}
