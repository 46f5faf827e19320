package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
  private static final Meter.Reading READING = new Meter.Reading(2_000, 4_000, 800, 0);

  @Test
  void survivesTheWayToTheParent() {
    Measurement told = Measurement.of(4, READING, new long[] {1, 2, 3, 4});

    Measurement heard = Measurement.parse(told.line());

    assertThat(heard.toJson()).isEqualTo(told.toJson()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Exception in thread", "events=1 wallNanos=2", "events=1 speed=2"})
  void refusesALineThatIsNoMeasurement(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Measurement.parse(line))
        .withMessageContaining(line);
  }

  @Test
  void dividesByTheNumberOfEvents() {
    Measurement found = Measurement.of(4, READING, new long[0]);

    assertThat(found.cpuMicrosPerEvent()).isEqualTo(1.0);
    assertThat(found.bytesPerEvent()).isEqualTo(200.0);
    assertThat(found.eventsPerSecond()).isEqualTo(2e6);
  }

  @Test
  void leavesBlankWhatAClientCannotTell() {
    Measurement found = Measurement.parse("events=4 wallNanos=5 cpuNanos=6");

    assertThat(found.bytesPerEvent()).isNaN();
    assertThat(found.p50Micros()).isNaN();
  }

  @Test
  void takesPercentilesFromRoundTrips() {
    long[] roundTrips = LongStream.rangeClosed(0, 1_000).map(i -> 2_000 - i).toArray();

    Measurement found = Measurement.of(1_001, READING, roundTrips);

    assertThat(found.get(Figure.P50_NANOS)).isEqualTo(1_500);
    assertThat(found.get(Figure.P99_NANOS)).isEqualTo(1_990);
    assertThat(found.get(Figure.P999_NANOS)).isEqualTo(1_999);
  }

  @Test
  void suspectsTheServerOnlyWhileTheClientWasWaiting() {
    Measurement waiting = Measurement.parse("events=1 wallNanos=100 cpuNanos=50");
    Measurement working = Measurement.parse("events=1 wallNanos=100 cpuNanos=150");

    assertThat(waiting.with(Figure.SERVER_CPU_NANOS, 95).serverWasTheLimit()).isTrue();
    assertThat(waiting.with(Figure.SERVER_CPU_NANOS, 80).serverWasTheLimit()).isFalse();
    assertThat(working.with(Figure.SERVER_CPU_NANOS, 95).serverWasTheLimit()).isFalse();
  }

  @Test
  void takesTheMiddleRound() {
    List<Measurement> rounds =
        List.of(withCpu(9_000), withCpu(1_000), withCpu(2_000), withCpu(3_000));
    Summary odd = new Summary(Workload.P1, "tenterhook", rounds.subList(0, 3));
    Summary even = new Summary(Workload.P1, "tenterhook", rounds);

    assertThat(odd.cpu()).isEqualTo(2.0);
    assertThat(even.cpu()).isEqualTo(2.5);
  }

  private static Measurement withCpu(long cpuNanos) {
    return Measurement.of(1, new Meter.Reading(1, cpuNanos, 1, 0), new long[0]);
  }
}
