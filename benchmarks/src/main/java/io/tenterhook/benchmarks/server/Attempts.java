package io.tenterhook.benchmarks.server;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How many connections were attempted in each tenth of a second of two minutes. On the loop. */
final class Attempts {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int STEPS = 1200;

  private final int[] counts = new int[STEPS];
  private long startNanos = System.nanoTime();

  void restart() {
    Arrays.fill(counts, 0);
    startNanos = System.nanoTime();
  }

  void count() {
    counts[(int) Math.min(STEPS - 1, (System.nanoTime() - startNanos) / STEP_NANOS)]++;
  }

  /** Separated by commas, up to the last attempt. */
  @Override
  public String toString() {
    int used = STEPS;
    while (used > 0 && counts[used - 1] == 0) {
      used--;
    }
    return Arrays.stream(counts, 0, used)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }
}
