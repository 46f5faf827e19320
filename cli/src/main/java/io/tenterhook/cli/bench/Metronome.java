package io.tenterhook.cli.bench;

import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Does numbered things when they are due, on the calling thread. It never skips one: what became
 * due while the thread was held up is done at once, in a row, each with the moment it was due at.
 */
final class Metronome {
  /** So that a stop is seen soon, however slow the pace. */
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  private final Time time;
  private final Pace pace;

  /** How late each was done. Owned by the thread that runs. */
  private final Histogram lateness = new Histogram(3);

  Metronome(Time time, Pace pace) {
    this.time = time;
    this.pace = pace;
  }

  /** Something that is due. */
  interface Beat {
    void strike(long number, long dueNanos);
  }

  /**
   * Runs until there is nothing left to do.
   *
   * @param first the first number, {@code step} the distance to the next: threads share a pace so
   * @param endNanos what is due then or later is not done
   * @param stopped asked before each; ends at once
   */
  void run(long first, int step, long endNanos, BooleanSupplier stopped, Beat beat) {
    long number = first;
    while (!stopped.getAsBoolean()) {
      long due = pace.dueAt(number);
      if (due - endNanos >= 0) {
        return;
      }
      long early = due - time.nanos();
      if (early > 0) {
        time.pause(Math.min(early, LONGEST_PAUSE_NANOS));
      } else {
        lateness.recordValue(Math.min(-early, Meter.LONGEST_NANOS));
        beat.strike(number, due);
        number += step;
      }
    }
  }

  Histogram lateness() {
    return lateness;
  }
}
