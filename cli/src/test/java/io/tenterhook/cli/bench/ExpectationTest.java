package io.tenterhook.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.cli.bench.Load.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --fail-if}, judged on 1,000 events of 1 to 100 ms in 20 s, and 250 errors. */
class ExpectationTest {
  private final Outcome outcome = Runs.outcome(Map.of("timeout", 200L, "other", 50L));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "p99>98ms; p99 is 99.0 ms",
        "p99>=98.9ms; p99 is 99.0 ms",
        "p99>100ms;",
        "p50 >= 50ms; p50 is 50.0 ms",
        "P99.9<1s; p99.9 is 100 ms",
        "p100>99ms; p100 is 100 ms",
        "p50>50000us; p50 is 50.0 ms",
        "p50<=50100µs; p50 is 50.0 ms",
        "min<2ms; min is 1.00 ms",
        "min<1us;",
        "mean>50ms; mean is 50.5 ms",
        "max>0.1s; max is 100 ms",
        "max>1s;",
        "errors>0; 250 errors",
        "errors>250;",
        "errors>=250; 250 errors",
        "errors>19%; errors are 20%",
        "errors>20%;",
        "errors<20.5%; errors are 20%",
        "rate<50;",
        "rate<51; rate is 50/s",
        "rate<1000/s; rate is 50/s",
        "rate>49.5; rate is 50/s"
      })
  void isMetOrNot(String condition, String actual) {
    assertThat(Expectation.parse(condition).metBy(outcome).orElse(null)).isEqualTo(actual);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "p99; it has the form METRIC>VALUE",
        "'';  it has the form METRIC>VALUE",
        "p99=5ms; it has the form METRIC>VALUE",
        "p99>5; a latency needs a unit",
        "p99>5m; a latency needs a unit",
        "p99>soon; \"soon\" is no number",
        "p99>-1ms; \"-1ms\" is no number",
        "p101>5ms; there is no \"p101\"",
        "median>5ms; there is no \"median\"",
        "median>5; there is no \"median\"",
        "errors>5ms; errors are written as 5 or 1%",
        "rate<5%; a rate is written as 1000 or 1000/s"
      })
  void whatIsNoConditionIsRefusedWithTheReason(String condition, String reason) {
    assertThatThrownBy(() -> Expectation.parse(condition))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--fail-if \"" + condition + "\"")
        .hasMessageContaining(reason);
  }

  @Test
  void longNonsenseIsShortenedInTheRefusal() {
    assertThatThrownBy(() -> Expectation.parse("x".repeat(10_000)))
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void noLatencyAtAllIsNoSuccess() {
    Outcome silent = Runs.outcome(Runs.load(Kind.CALL, 50), Meter.histogram(), Map.of(), List.of());
    assertThat(Expectation.parse("p99>1s").metBy(silent)).contains("nothing was measured");
    assertThat(Expectation.parse("errors>0").metBy(silent)).isEmpty();
  }
}
