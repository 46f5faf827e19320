package io.tenterhook.cli.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a bench has measured.
 *
 * @param began when counting began
 * @param measuredNanos from then until the last answer, or until all time was over
 * @param latency nanoseconds; empty of values where nothing can be measured
 * @param lateness nanoseconds by which the bench itself sent later than it should have
 * @param done what went well
 * @param unanswered what was still in flight when it ended
 * @param bytes of the arguments of what went well
 * @param bytesEstimated whether bytes are projected from samples
 * @param errors by kind
 * @param connected how many of the clients got a connection
 * @param interrupted whether it was ended before its time
 * @param deserted whether it ended because no connection was left
 */
public record Outcome(
    Load load,
    Instant began,
    long measuredNanos,
    Histogram latency,
    Histogram lateness,
    long done,
    long unanswered,
    long bytes,
    boolean bytesEstimated,
    Map<String, Long> errors,
    int connected,
    boolean interrupted,
    boolean deserted,
    List<Second> seconds) {
  /** Lateness that would show in the figures. */
  private static final long NOTABLE_NANOS = 1_000_000;

  private static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.9);

  /** Percentiles that are shown, in order. */
  public static List<Double> percentiles() {
    return PERCENTILES;
  }

  /** Of all kinds. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Errors among all that ended, from 0 to 1. */
  public double errorShare() {
    long all = done + errorCount();
    return all == 0 ? 0 : (double) errorCount() / all;
  }

  /** What went well, a second. */
  public double rate() {
    return done * 1e9 / Math.max(1, measuredNanos);
  }

  /** Whether there are latencies at all. */
  public boolean hasLatency() {
    return latency.getTotalCount() > 0;
  }

  /** What those who read the figures must know; empty if nothing. */
  public Optional<String> caveat() {
    if (lateness.getTotalCount() > 0 && lateness.getValueAtPercentile(99) > NOTABLE_NANOS) {
      return Optional.of(
          ("the bench itself was late: 1%% of all sends by %s or more, and latencies hold that;"
                  + " give it more of a machine, or less to do")
              .formatted(Units.span(lateness.getValueAtPercentile(99))));
    }
    return Optional.empty();
  }
}
