package io.tenterhook.cli;

import java.time.Duration;

/** When the n-th of many events is due. Counted from the first, so that no delay adds up. */
final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double intervalNanos;

  private Pace(double intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  static Pace unlimited() {
    return new Pace(0);
  }

  static Pace every(Duration interval) {
    return new Pace(interval.toNanos());
  }

  /**
   * So many a second.
   *
   * @throws CommandFailure if it is no number above zero
   */
  static Pace perSecond(double rate) {
    if (!(rate > 0) || rate > NANOS_PER_SECOND) {
      throw CommandFailure.usage(
          "--rate is " + rate, "it must be more than 0, and at most 1000000000 a second");
    }
    return new Pace(NANOS_PER_SECOND / rate);
  }

  /**
   * @param index of the event, from 0
   */
  long dueNanos(long index) {
    return Math.round(index * intervalNanos);
  }
}
