package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code tenter demo} as a process. */
class DemoTest {

  @Test
  void tellsAndChecksTheWholeStory() throws Exception {
    try (TenterProcess demo = TenterProcess.start("demo", "--patience", "30s")) {
      assertThat(demo.exitCode()).as(demo.toString()).isEqualTo(0);
      assertThat(demo.err()).isEmpty();
      assertThat(String.join("\n", demo.out()))
          .contains("lets token-1 in")
          .contains("is asked: six times seven? and answers 42")
          .contains("is off: transport error, will reconnect")
          .contains("lets token-2 in")
          .contains("is refused: \"not authorized\", data {\"reason\":\"used token\"}")
          .contains("All 17 steps happened as they should.");
    }
  }

  @Test
  void exits7AndSaysWhatDidNotHappen() throws Exception {
    try (TenterProcess demo = TenterProcess.start("demo", "--patience", "1ms")) {
      assertThat(demo.exitCode()).isEqualTo(7);
      assertThat(demo.err()).contains("this did not happen: server lets token-1 in");
    }
  }
}
