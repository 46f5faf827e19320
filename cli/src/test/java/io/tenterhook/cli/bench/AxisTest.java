package io.tenterhook.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  @Test
  void labelsRoundValues() {
    assertThat(labels(Axis.linear(970, 5, Units::number)))
        .containsExactly("0", "200", "400", "600", "800", "1,000");
    assertThat(labels(Axis.linear(0, 5, Units::number))).startsWith("0").endsWith("1");
    assertThat(labels(Axis.counting(1))).containsExactly("0", "1", "2", "3", "4");
    assertThat(labels(Axis.time(10))).startsWith("0 s", "2 s").endsWith("10 s");
    assertThat(labels(Axis.time(1.5))).startsWith("0 s", "0.2 s");
    assertThat(labels(Axis.time(300))).startsWith("0:00", "1:00").endsWith("5:00");
    assertThat(labels(Axis.percentiles(10_000)))
        .containsExactly("0%", "90%", "99%", "99.9%", "99.99%");
  }

  @Test
  void latenciesFarApartStandOnALogarithmicAxis() {
    assertThat(Axis.latency(50e6, 100e6).logarithmic()).isFalse();
    Axis wide = Axis.latency(150e3, 30e6);
    assertThat(wide.logarithmic()).isTrue();
    assertThat(labels(wide))
        .containsExactly(
            "100 µs", "200 µs", "500 µs", "1 ms", "2 ms", "5 ms", "10 ms", "20 ms", "50 ms");
    assertThat(wide.place(100e3)).isZero();
    assertThat(wide.place(50e6)).isEqualTo(1);
    assertThat(wide.place(1e12)).as("outside").isEqualTo(1);
    assertThat(labels(Axis.logarithmic(2e3, 3e9)))
        .containsExactly("10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s");
  }

  @Test
  void bucketsHoldEachLatencyOnce() {
    Histogram latency = Meter.histogram();
    for (int i = 1; i <= 1000; i++) {
      latency.recordValue(i * 10_000L);
    }
    List<Buckets.Bucket> buckets = Buckets.of(latency, 20);
    assertThat(buckets).hasSizeBetween(60, 62);
    assertThat(buckets.stream().mapToLong(Buckets.Bucket::count).sum()).isEqualTo(1000);
    assertThat(buckets.get(0).fromNanos()).isLessThanOrEqualTo(10_007);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1234, 1.23 µs",
    "312000, 312 µs",
    "999600, 1.00 ms",
    "1500000, 1.50 ms",
    "20000000, 20 ms",
    "61500000000, 61.5 s"
  })
  void spansHaveThreeDigitsAndAUnit(double nanos, String text) {
    assertThat(Units.span(nanos)).isEqualTo(text);
  }
}
