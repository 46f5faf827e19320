package io.tenterhook.cli.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Reads the meters: five times a second for those who watch, once a second for the record. Owned by
 * the thread that runs the bench.
 */
final class Sampler {
  static final long TICK_NANOS = 200_000_000;
  private static final int TICKS_PER_SECOND = 5;

  private final Meter[] meters;
  private final Histogram total = Meter.histogram();
  private final Histogram second = Meter.histogram();
  private final Histogram window = Meter.histogram();
  private final Deque<Tick> ticks = new ArrayDeque<>();
  private final List<Second> seconds = new ArrayList<>();
  private final Consumer<Second> listener;

  private Counts before = new Counts(0, 0, 0);
  private long secondBegan;
  private boolean counting;

  Sampler(Meter[] meters, Consumer<Second> listener) {
    this.meters = meters;
    this.listener = listener;
  }

  private record Counts(long done, long errors, long bytes) {}

  private record Tick(long nanos, long done, Histogram latencies) {}

  /** What was counted until now is not of the run. */
  void baseline(long nanos) {
    before = counts();
    ticks.clear();
    ticks.add(new Tick(nanos, before.done, Meter.histogram()));
  }

  /** Begins the first second. */
  void begin(long nanos) {
    counting = true;
    secondBegan = nanos;
  }

  private Counts counts() {
    long done = 0;
    long bytes = 0;
    for (Meter meter : meters) {
      done += meter.done();
      bytes += meter.bytes();
    }
    return new Counts(done, errorCount(), bytes);
  }

  Map<String, Long> errors() {
    Map<String, Long> sums = new TreeMap<>();
    for (Meter meter : meters) {
      meter.addErrorsTo(sums);
    }
    return sums;
  }

  private long errorCount() {
    return errors().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Takes in what has come since the last time. */
  Progress tick(long nanos, String phase, long secondsLeft, int connections, int clients) {
    Histogram fresh =
        ticks.size() > TICKS_PER_SECOND ? ticks.removeFirst().latencies : Meter.histogram();
    fresh.reset();
    for (Meter meter : meters) {
      meter.drainTo(fresh);
    }
    total.add(fresh);
    second.add(fresh);
    Counts now = counts();
    ticks.addLast(new Tick(nanos, now.done, fresh));
    if (counting && nanos - secondBegan >= TICKS_PER_SECOND * TICK_NANOS - TICK_NANOS / 2) {
      close(nanos, now, connections);
    }
    return progress(nanos, now, phase, secondsLeft, connections, clients);
  }

  private Progress progress(
      long nanos, Counts now, String phase, long secondsLeft, int connections, int clients) {
    window.reset();
    ticks.stream().skip(1).forEach(tick -> window.add(tick.latencies));
    Tick oldest = ticks.getFirst();
    return new Progress(
        phase,
        secondsLeft,
        (now.done - oldest.done) * 1e9 / Math.max(1, nanos - oldest.nanos),
        window.getTotalCount(),
        window.getValueAtPercentile(50),
        window.getValueAtPercentile(99),
        now.errors,
        connections,
        clients);
  }

  private void close(long nanos, Counts now, int connections) {
    Second closed =
        new Second(
            seconds.size() + 1,
            nanos - secondBegan,
            now.done - before.done,
            now.errors - before.errors,
            now.bytes - before.bytes,
            connections,
            second.getTotalCount(),
            second.getValueAtPercentile(50),
            second.getValueAtPercentile(99),
            second.getMaxValue());
    second.reset();
    before = now;
    secondBegan = nanos;
    seconds.add(closed);
    listener.accept(closed);
  }

  /** Closes the last second, if anything happened in it. */
  void end(long nanos, int connections) {
    tick(nanos, "", 0, connections, 0);
    Counts now = counts();
    if (counting && !now.equals(before)) {
      close(nanos, now, connections);
    }
  }

  Histogram total() {
    return total;
  }

  long done() {
    return counts().done;
  }

  long bytes() {
    return counts().bytes;
  }

  List<Second> seconds() {
    return seconds;
  }
}
