package io.tenterhook.benchmarks.whole;

import java.util.HashMap;
import java.util.Map;

/**
 * What one run has found.
 *
 * @param bytes allocated; to some megabytes only if threads have ended
 * @param p50Nanos median round trip; 0 for workloads without
 * @param serverCpuNanos of the server's process in the same span; known to the parent only
 */
record Measurement(
    long events,
    long wallNanos,
    long cpuNanos,
    long bytes,
    long threadsEnded,
    long p50Nanos,
    long p99Nanos,
    long serverCpuNanos) {

  static Measurement of(long events, Meter.Reading reading, long[] sortedRoundTrips) {
    return new Measurement(
        events,
        reading.wallNanos(),
        reading.cpuNanos(),
        reading.bytes(),
        reading.threadsEnded(),
        percentile(sortedRoundTrips, 50),
        percentile(sortedRoundTrips, 99),
        0);
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * (long) percent / 100)];
  }

  String line() {
    return "events=%d wallNanos=%d cpuNanos=%d bytes=%d threadsEnded=%d p50Nanos=%d p99Nanos=%d"
        .formatted(events, wallNanos, cpuNanos, bytes, threadsEnded, p50Nanos, p99Nanos);
  }

  /** Reads what {@link #line} has written. */
  static Measurement parse(String line, long serverCpuNanos) {
    Map<String, Long> values = new HashMap<>();
    for (String pair : line.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("expected a measurement, found: " + line);
      }
      values.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
    }
    return new Measurement(
        value(values, "events"),
        value(values, "wallNanos"),
        value(values, "cpuNanos"),
        value(values, "bytes"),
        value(values, "threadsEnded"),
        value(values, "p50Nanos"),
        value(values, "p99Nanos"),
        serverCpuNanos);
  }

  private static long value(Map<String, Long> values, String name) {
    Long value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the measurement lacks " + name);
    }
    return value;
  }

  double cpuMicrosPerEvent() {
    return cpuNanos / 1e3 / events;
  }

  double bytesPerEvent() {
    return (double) bytes / events;
  }

  double eventsPerSecond() {
    return events * 1e9 / wallNanos;
  }

  double p50Micros() {
    return p50Nanos / 1e3;
  }

  double p99Micros() {
    return p99Nanos / 1e3;
  }

  /** The share of one processor that the server used: near 1 it could have been the limit. */
  double serverBusy() {
    return (double) serverCpuNanos / wallNanos;
  }
}
