package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void readsEveryOption() {
    Options options =
        Options.parse(
            ("--seconds 0.5 --warm-up 2 --rounds 5 --only P1,P3p --clients official"
                    + " --storm 5000 --out x.json")
                .split(" ", -1));

    assertThat(options.seconds()).isEqualTo(0.5);
    assertThat(options.warmUp()).isEqualTo(2);
    assertThat(options.rounds()).isEqualTo(5);
    assertThat(options.workloads()).containsExactly(Workload.P1, Workload.P3P);
    assertThat(options.clients()).containsExactly("official");
    assertThat(options.storm()).isEqualTo(5_000);
    assertThat(options.out()).hasToString("x.json");
  }

  @Test
  void runsTenThousandBusyConnectionsOnlyWhenAskedTo() {
    assertThat(Options.parse(new String[0]).workloads()).doesNotContain(Workload.X10K);
    assertThat(Options.parse(new String[] {"--only", "X10k"}).workloads())
        .containsExactly(Workload.X10K);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seconds 0",
        "--rounds x",
        "--only P9",
        "--clients bun",
        "--storm 5001",
        "--fast yes",
        "--only"
      })
  void refusesWhatItDoesNotKnow(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(line.split(" ", -1)));
  }
}
