package io.tenterhook.cli.bench;

/**
 * What was counted in one second; what ended in it, whenever it began. The last may be shorter.
 *
 * @param number from 1
 * @param spanNanos how long it was
 * @param latencies how many have a latency; percentiles are 0 without
 * @param bytes of arguments
 * @param connections open at its end
 */
public record Second(
    int number,
    long spanNanos,
    long count,
    long errors,
    long bytes,
    int connections,
    long latencies,
    long p50Nanos,
    long p99Nanos,
    long maxNanos) {

  /** Events a second. */
  public double rate() {
    return count * 1e9 / Math.max(1, spanNanos);
  }
}
