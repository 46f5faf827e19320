package io.tenterhook.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be asked for. */
class LoadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 1; 1; 1; --clients is 0 but must be 1 to 10000",
        "10001; 1; 1; 1; --clients is 10001",
        "1; 2000000; 1; 1; --rate is 2000000.0 but must be more than 0, and 1,000,000 at most",
        "1; 1; 0; 1; --in-flight is 0",
        "1000; 0; 2000; 1; --in-flight times --clients is 2000000",
        "1; 1; 1; 25; --duration is 25h but must be 24h at most"
      })
  void whatIsTooMuchIsRefusedWithTheRule(
      int clients, double rate, int inFlight, int hours, String rule) {
    assertThatThrownBy(
            () ->
                new Load(
                    Load.Kind.CALL,
                    clients,
                    Duration.ofSeconds(1),
                    rate,
                    inFlight,
                    Duration.ZERO,
                    Duration.ofHours(hours),
                    Duration.ofSeconds(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void moreClientsThanOpenFilesAreRefusedBeforeTheyFail() {
    assertThat(OpenFiles.shortage(900, 1024)).isEmpty();
    assertThat(OpenFiles.shortage(1000, 1024))
        .contains("1000 clients need about 1100 open files, but this process may have 1024");
    assertThat(OpenFiles.allowed()).isPositive();
  }
}
