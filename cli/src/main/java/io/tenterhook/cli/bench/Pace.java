package io.tenterhook.cli.bench;

/**
 * When each of many evenly spaced things is due. Computed from the first one for each, so that no
 * rounding adds up: after a day of 3 a second the last is due where it belongs.
 *
 * @param startNanos when number 0 is due
 * @param perSecond how many a second
 */
record Pace(long startNanos, double perSecond) {

  long dueAt(long number) {
    return startNanos + (long) (number * 1e9 / perSecond);
  }
}
