package io.tenterhook.benchmarks.whole;

/**
 * How long work is repeated: until the process has used so much CPU time, because what is measured
 * is that, but not for ever when the work is to wait.
 */
record Span(double cpuSeconds) {
  private static final double WALL_PER_CPU = 3;

  boolean isOver(long cpuNanos, long wallNanos) {
    return cpuNanos >= cpuSeconds * 1e9 || wallNanos >= cpuSeconds * WALL_PER_CPU * 1e9;
  }
}
