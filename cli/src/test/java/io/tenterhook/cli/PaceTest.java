package io.tenterhook.cli;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  @Test
  void countsFromTheFirstSoThatNothingDrifts() {
    Pace thirds = Pace.perSecond(3);
    assertThat(thirds.dueNanos(0)).isZero();
    assertThat(thirds.dueNanos(1)).isEqualTo(333_333_333);
    assertThat(thirds.dueNanos(3_000_000_000L)).isEqualTo(ofSeconds(1_000_000_000).toNanos());
    assertThat(Pace.every(ofMillis(10)).dueNanos(1_000)).isEqualTo(ofSeconds(10).toNanos());
  }

  @Test
  void everythingIsDueAtOnceWithoutPace() {
    assertThat(Pace.unlimited().dueNanos(Long.MAX_VALUE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e10})
  void refusesOtherRates(double rate) {
    assertThatThrownBy(() -> Pace.perSecond(rate)).hasMessageContaining("--rate is " + rate);
  }
}
