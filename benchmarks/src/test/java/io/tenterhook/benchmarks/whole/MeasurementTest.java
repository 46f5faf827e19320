package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Meter.Reading READING = new Meter.Reading(2_000, 4_000, 800, 0);

  @Test
  void survivesTheWayToTheParent() {
    Measurement told = Measurement.of(4, READING, new long[] {1, 2, 3, 4});

    Measurement heard = Measurement.parse(told.line(), 77);

    assertThat(heard.line()).isEqualTo(told.line());
    assertThat(heard.serverCpuNanos()).isEqualTo(77);
  }

  @Test
  void refusesALineThatIsNoMeasurement() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Measurement.parse("Exception in thread", 0))
        .withMessageContaining("Exception in thread");
  }

  @Test
  void dividesByTheNumberOfEvents() {
    Measurement found = Measurement.of(4, READING, new long[0]);

    assertThat(found.cpuMicrosPerEvent()).isEqualTo(1.0);
    assertThat(found.bytesPerEvent()).isEqualTo(200.0);
    assertThat(found.eventsPerSecond()).isEqualTo(2e6);
  }

  @Test
  void takesPercentilesFromSortedRoundTrips() {
    long[] roundTrips = LongStream.rangeClosed(1, 101).toArray();

    Measurement found = Measurement.of(101, READING, roundTrips);

    assertThat(found.p50Nanos()).isEqualTo(51);
    assertThat(found.p99Nanos()).isEqualTo(100);
  }

  @Test
  void takesTheMiddleRound() {
    List<Measurement> rounds =
        List.of(withCpu(9_000), withCpu(1_000), withCpu(2_000), withCpu(3_000));
    Summary odd = new Summary(Workload.P1, "tenterhook", rounds.subList(0, 3));
    Summary even = new Summary(Workload.P1, "tenterhook", rounds);

    assertThat(odd.cpu()).isEqualTo(2.0);
    assertThat(even.cpu()).isEqualTo(2.5);
    assertThat(odd.max(Measurement::cpuMicrosPerEvent)).isEqualTo(9.0);
  }

  private static Measurement withCpu(long cpuNanos) {
    return Measurement.of(1, new Meter.Reading(1, cpuNanos, 1, 0), new long[0]);
  }
}
