package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts, read by real shells; those that this machine lacks are skipped. */
class CompletionTest {
  @TempDir private Path folder;

  private Path script(String shell) throws Exception {
    try (TenterProcess tenter = TenterProcess.start("completion", shell)) {
      assertThat(tenter.exitCode()).as(tenter.toString()).isZero();
      return Files.write(folder.resolve("script"), tenter.out());
    }
  }

  @Test
  void bashCompletesCommandsFlagsAndTheirValues() throws Exception {
    Path script = script("bash");
    String ask =
        """
        source %s 2>/dev/null
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _complete_tenter 2>/dev/null
                echo "${COMPREPLY[@]}"; }
        ask tenter lis; ask tenter listen --parser ''; ask tenter listen --names; ask tenter context ''
        """
            .formatted(script);
    assertThat(answers("bash", "-c", ask))
        .containsExactly("listen", "json msgpack", "--namespace", "add ls rm show use");
  }

  @Test
  void zshReadsTheSameScript() throws Exception {
    Path script = script("zsh");
    String ask =
        "autoload -U compinit; compinit -u -D; source " + script + "; print ${_comps[tenter]}";
    assertThat(answers("zsh", "-f", "-c", ask)).last().asString().contains("_complete_tenter");
  }

  @Test
  void fishCompletesCommandsFlagsAndTheirValues() throws Exception {
    Path script = script("fish");
    String ask =
        "source "
            + script
            + "; for line in 'lis' 'listen --parser ' 'listen --names' 'context r';"
            + " complete -C \"tenter $line\"; end";
    assertThat(
            answers("fish", "--no-config", "-c", ask).stream()
                .map(line -> line.replaceFirst("\t.*", "")))
        .containsExactly("listen", "json", "msgpack", "--namespace", "rm");
  }

  private List<String> answers(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectError(Redirect.DISCARD)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException absent) {
      assumeThat(false).as(command[0] + " is not installed: not tested").isTrue();
      throw absent;
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }
}
