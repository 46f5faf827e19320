package io.tenterhook.cli.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Outcomes of runs that never were. */
final class Runs {
  private Runs() {}

  static Load load(Load.Kind kind, double rate) {
    return new Load(
        kind,
        10,
        Duration.ofMillis(20),
        rate,
        1,
        Duration.ZERO,
        Duration.ofSeconds(20),
        Duration.ofSeconds(5));
  }

  /** 1 to 100 ms, ten of each, over 20 seconds; with errors in some of them. */
  static Outcome outcome(Map<String, Long> errors) {
    Histogram latency = Meter.histogram();
    for (int millis = 1; millis <= 100; millis++) {
      latency.recordValueWithCount(millis * 1_000_000L, 10);
    }
    List<Second> seconds = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      seconds.add(
          new Second(
              i,
              1_000_000_000,
              50,
              errors.isEmpty() ? 0 : i % 3,
              1000,
              10,
              50,
              50_000_000L + i,
              99_000_000,
              100_000_000));
    }
    return outcome(load(Load.Kind.CALL, 50), latency, errors, seconds);
  }

  static Outcome outcome(
      Load load, Histogram latency, Map<String, Long> errors, List<Second> seconds) {
    return new Outcome(
        load,
        Instant.parse("2026-01-31T12:00:00Z"),
        20_000_000_000L,
        latency,
        Meter.histogram(),
        1000,
        0,
        20_000,
        false,
        new TreeMap<>(errors),
        10,
        false,
        false,
        seconds);
  }

  static Subject subject(String event) {
    return new Subject(
        "http://localhost:3000", "/", event, Map.of("--clients", "10", "--auth", "***"), "tenter");
  }
}
