package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Help, version and command lines that cannot be run, as processes. */
class UsageTest {

  @Test
  void exits2WithTheReasonAndTheNextStep() throws Exception {
    Map<List<String>, String> wrong =
        Map.of(
            List.of("listen"), "Missing required parameter: 'URL'",
            List.of("lisen", ":1"), "no command",
            List.of("listen", ":1", "--nope"), "there is no option --nope",
            List.of("listen", ":1/chat"), "-n /chat",
            List.of("listen", "ftp://h"), "scheme is ftp",
            List.of("listen", ":1", "--for", "5"), "write 200ms, 5s, 2m or 1h",
            List.of("listen", ":1", "-c", "0"), "it must be 1 or more",
            List.of("listen", ":1", "-o", "xml"), "xml",
            List.of("listen", ":1", "--reconnect", "maybe"), "write no, forever",
            List.of("emit", ":1", "a", "@no-such-file"), "cannot be read");
    for (Map.Entry<List<String>, String> entry : wrong.entrySet()) {
      try (TenterProcess tenter = TenterProcess.start(entry.getKey().toArray(String[]::new))) {
        assertThat(tenter.exitCode()).as(entry.getKey().toString()).isEqualTo(2);
        assertThat(tenter.err()).contains(entry.getValue());
        assertThat(tenter.out()).isEmpty();
      }
    }
  }

  @Test
  void namesTheVariableThatHoldsAWrongValue() throws Exception {
    try (TenterProcess tenter = TenterProcess.start(Map.of("TENTER_FOR", "soon"), "listen", ":1")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("(from TENTER_FOR)");
    }
  }

  @Test
  void printsItsVersionJavaAndSystem() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("version")) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out()).hasSize(3);
      assertThat(tenter.out().get(0)).matches("tenter \\d+\\.\\d+\\.\\d+.*");
      assertThat(tenter.out().get(1)).startsWith("Java " + Runtime.version().feature());
      assertThat(tenter.out().get(2)).startsWith(System.getProperty("os.name"));
    }
  }

  @Test
  void listsCommandsAndExitCodesInItsHelp() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("--help")) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(String.join("\n", tenter.out()))
          .contains("demo", "listen", "emit", "call", "serve", "version", "Exit codes:");
    }
  }
}
