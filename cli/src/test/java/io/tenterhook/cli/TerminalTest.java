package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.cli.Terminal.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(OutputStream stream) {
    return new Terminal(stream, new PrintStream(err, true, StandardCharsets.UTF_8), false);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void writesEachLineAtOnce() {
    terminal(out).data("é");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("é\n");
  }

  @Test
  void takesAClosedPipeForTheEndAndTellsOnce() {
    Terminal terminal = terminal(failing("Broken pipe"));
    AtomicInteger told = new AtomicInteger();
    terminal.whenClosed(told::incrementAndGet);
    terminal.data("a");
    terminal.data("b");
    assertThat(told).hasValue(1);
    assertThat(terminal.settle(ExitCode.DONE)).isEqualTo(ExitCode.DONE);
    assertThat(err.size()).isZero();
  }

  @Test
  void tellsAtOnceWhenThePipeWasClosedBefore() {
    Terminal terminal = terminal(failing("Broken pipe"));
    AtomicInteger told = new AtomicInteger();
    terminal.data("a");
    terminal.whenClosed(told::incrementAndGet);
    assertThat(told).hasValue(1);
  }

  @Test
  void takesAFullDiskForAFailure() {
    Terminal terminal = terminal(failing("No space left on device"));
    terminal.data("a");
    assertThat(terminal.settle(ExitCode.DONE)).isEqualTo(ExitCode.INTERNAL);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("No space left on device");
  }

  @Test
  void takesWhatCouldMoveATerminalOutOfStatusLines() {
    terminal(out).status("a\033[2J\u009bb\nc");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("a?[2J?b?c" + System.lineSeparator());
  }

  @Test
  void coloursOnlyWhenToldTo() {
    Terminal terminal = terminal(out);
    assertThat(terminal.paint(Style.NAME, "x")).isEqualTo("x");
    terminal.colour(true);
    assertThat(terminal.paint(Style.NAME, "x")).isEqualTo("\033[1;36mx\033[0m");
  }
}
