package io.tenterhook.cli.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts what happens, for one of the threads that hear of it; any thread may read. Latencies are
 * in nanoseconds, with three digits.
 */
final class Meter {
  static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  /** An ill-willed proxy can invent status codes. */
  private static final int MAX_KINDS = 32;

  private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);
  private final LongAdder done = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

  /** Owned by the thread that reads. */
  private Histogram interval = latencies.getIntervalHistogram();

  static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, DIGITS);
  }

  /** Something is done whose duration is not known. */
  void counted(long payloadBytes) {
    done.increment();
    bytes.add(payloadBytes);
  }

  void took(long nanos) {
    // A clock that was set back must not look like a defect of ours.
    latencies.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
  }

  void failed(String kind) {
    String counted = errors.size() < MAX_KINDS || errors.containsKey(kind) ? kind : "other";
    errors.computeIfAbsent(counted, fresh -> new LongAdder()).increment();
  }

  long done() {
    return done.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  /** Adds what was recorded since the last time to a histogram. The reader's thread. */
  void drainTo(Histogram all) {
    interval = latencies.getIntervalHistogram(interval);
    all.add(interval);
  }

  void addErrorsTo(Map<String, Long> sums) {
    errors.forEach((kind, count) -> sums.merge(kind, count.sum(), Long::sum));
  }
}
