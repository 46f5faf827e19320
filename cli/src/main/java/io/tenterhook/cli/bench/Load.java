package io.tenterhook.cli.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * How much, how fast, how long. What cannot be is refused with {@link IllegalArgumentException}.
 *
 * @param clients how many connections
 * @param ramp in which all of them are opened, evenly
 * @param rate events a second, all clients together; 0 for as fast as the answers come
 * @param inFlight of each client without a rate: how many answers it awaits at a time
 * @param warmup what is not counted, before what is
 * @param duration what is counted; of {@link Kind#CONN}, how long all connections are held
 * @param timeout for an answer
 */
public record Load(
    Kind kind,
    int clients,
    Duration ramp,
    double rate,
    int inFlight,
    Duration warmup,
    Duration duration,
    Duration timeout) {
  static final int MAX_CLIENTS = 10_000;
  static final double MAX_RATE = 1_000_000;

  /** Answers awaited by all clients together: each costs memory here. */
  static final int MAX_OUTSTANDING = 1_000_000;

  private static final Duration LONGEST = Duration.ofHours(24);

  /** What is measured. */
  public enum Kind {
    /** Connecting, and staying connected. */
    CONN,
    /** From when an event is due until the operating system has it. */
    EMIT,
    /** From when an event is due until its ack is here. */
    CALL,
    /** What the server sends by itself. */
    FLOOD;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks all values. */
  public Load {
    check(clients >= 1 && clients <= MAX_CLIENTS, "--clients", clients, "1 to " + MAX_CLIENTS);
    check(rate >= 0 && rate <= MAX_RATE, "--rate", rate, "more than 0, and 1,000,000 at most");
    check(inFlight >= 1, "--in-flight", inFlight, "1 or more");
    check(
        (long) inFlight * clients <= MAX_OUTSTANDING,
        "--in-flight times --clients",
        (long) inFlight * clients,
        MAX_OUTSTANDING + " at most");
    check(duration.compareTo(LONGEST) <= 0, "--duration", duration.toHours() + "h", "24h at most");
    check(ramp.compareTo(LONGEST) <= 0, "--ramp", ramp.toHours() + "h", "24h at most");
  }

  private static void check(boolean holds, String flag, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(flag + " is " + value + " but must be " + rule);
    }
  }

  /** Whether events are sent when they are due, whatever became of those before. */
  public boolean isOpenLoop() {
    return rate > 0;
  }

  /** All that matters, in one clause. */
  public String inWords() {
    String who = clients == 1 ? "1 client" : String.format(Locale.ROOT, "%,d clients", clients);
    String how =
        switch (kind) {
          case CONN -> Units.number(openingRate()) + " opened a second, held for ";
          case FLOOD -> "receiving for ";
          case EMIT, CALL ->
              isOpenLoop()
                  ? Units.number(rate) + "/s for "
                  : "closed loop, " + inFlight + " in flight each, for ";
        };
    return who + ", " + how + Units.span(duration.toNanos());
  }

  /** Connections a second while they are opened; the last is due before the ramp is over. */
  double openingRate() {
    return clients * 1e9 / Math.max(1.0, (double) ramp.toNanos());
  }
}
