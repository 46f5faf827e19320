package io.tenterhook.benchmarks.whole;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What one run has found. A figure that is not known is NaN, and so is all that follows of it. */
final class Measurement {
  private final Map<Figure, Long> figures = new EnumMap<>(Figure.class);

  Measurement(Map<Figure, Long> figures) {
    this.figures.putAll(figures);
  }

  static Measurement of(long events, Meter.Reading reading, long[] roundTrips) {
    Map<Figure, Long> found = new EnumMap<>(Figure.class);
    found.put(Figure.EVENTS, events);
    found.put(Figure.WALL_NANOS, reading.wallNanos());
    found.put(Figure.CPU_NANOS, reading.cpuNanos());
    found.put(Figure.BYTES, reading.bytes());
    found.put(Figure.THREADS_ENDED, reading.threadsEnded());
    if (roundTrips.length > 0) {
      long[] sorted = roundTrips.clone();
      Arrays.sort(sorted);
      found.put(Figure.P50_NANOS, percentile(sorted, 0.5));
      found.put(Figure.P99_NANOS, percentile(sorted, 0.99));
      found.put(Figure.P999_NANOS, percentile(sorted, 0.999));
    }
    return new Measurement(found);
  }

  private static long percentile(long[] sorted, double share) {
    return sorted[(int) ((sorted.length - 1) * share)];
  }

  /** The same and what somebody else knows. */
  Measurement with(Figure figure, long value) {
    Map<Figure, Long> more = new EnumMap<>(figures);
    more.put(figure, value);
    return new Measurement(more);
  }

  String line() {
    return figures.entrySet().stream()
        .map(figure -> figure.getKey().key + "=" + figure.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Reads what {@link #line} has written, or another client's program. */
  static Measurement parse(String line) {
    Map<Figure, Long> found = new EnumMap<>(Figure.class);
    for (String pair : line.split(" ", -1)) {
      String[] sides = pair.split("=", -1);
      if (sides.length != 2 || Figure.of(sides[0]).isEmpty()) {
        throw new IllegalArgumentException("expected a measurement, found: " + line);
      }
      found.put(Figure.of(sides[0]).get(), Long.parseLong(sides[1]));
    }
    for (Figure needed : new Figure[] {Figure.EVENTS, Figure.WALL_NANOS, Figure.CPU_NANOS}) {
      if (!found.containsKey(needed)) {
        throw new IllegalArgumentException("the measurement lacks " + needed.key + ": " + line);
      }
    }
    return new Measurement(found);
  }

  @JsonValue
  Map<String, Long> toJson() {
    Map<String, Long> json = new LinkedHashMap<>();
    figures.forEach((figure, value) -> json.put(figure.key, value));
    return json;
  }

  @JsonCreator
  static Measurement fromJson(Map<String, Long> json) {
    Map<Figure, Long> known = new EnumMap<>(Figure.class);
    json.forEach((key, value) -> Figure.of(key).ifPresent(figure -> known.put(figure, value)));
    return new Measurement(known);
  }

  double get(Figure figure) {
    Long value = figures.get(figure);
    return value == null ? Double.NaN : value;
  }

  private double perEvent(Figure figure) {
    return get(figure) / get(Figure.EVENTS);
  }

  double cpuMicrosPerEvent() {
    return perEvent(Figure.CPU_NANOS) / 1e3;
  }

  double bytesPerEvent() {
    return perEvent(Figure.BYTES);
  }

  double eventsPerSecond() {
    return get(Figure.EVENTS) * 1e9 / get(Figure.WALL_NANOS);
  }

  double wallMicrosPerEvent() {
    return perEvent(Figure.WALL_NANOS) / 1e3;
  }

  double p50Micros() {
    return get(Figure.P50_NANOS) / 1e3;
  }

  double p99Micros() {
    return get(Figure.P99_NANOS) / 1e3;
  }

  double p999Micros() {
    return get(Figure.P999_NANOS) / 1e3;
  }

  double heapKibEach() {
    return perEvent(Figure.HEAP_BYTES) / 1024;
  }

  double rssKibEach() {
    return perEvent(Figure.RSS_GROWTH_BYTES) / 1024;
  }

  double rssMib() {
    return get(Figure.RSS_BYTES) / (1 << 20);
  }

  double threads() {
    return get(Figure.THREADS);
  }

  double idleCpuMillis() {
    return get(Figure.IDLE_CPU_NANOS) / 1e6;
  }

  /** The share of one processor that the server used. */
  double serverBusy() {
    return get(Figure.SERVER_CPU_NANOS) / get(Figure.WALL_NANOS);
  }

  /** Whether the server could have been the limit: hardly idle, while the client was. */
  boolean serverWasTheLimit() {
    return serverBusy() > 0.9 && get(Figure.CPU_NANOS) < get(Figure.WALL_NANOS);
  }
}
