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
            "--events 500000 --rounds 5 --only P1,P3p --clients official --out x.json"
                .split(" ", -1));

    assertThat(options.events()).isEqualTo(500_000);
    assertThat(options.rounds()).isEqualTo(5);
    assertThat(options.workloads()).containsExactly(Workload.P1, Workload.P3P);
    assertThat(options.clients()).containsExactly("official");
    assertThat(options.out()).hasToString("x.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--events 0", "--rounds x", "--only P9", "--clients node", "--fast yes", "--only"})
  void refusesWhatItDoesNotKnow(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(line.split(" ", -1)));
  }
}
