package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.cli.probe.Step;
import io.tenterhook.cli.probe.Verdict;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints a diagnosis: for people in columns, for programs a line of JSON each.
 *
 * <pre>
 * tcp        ok         1 ms  127.0.0.1:3000 answers
 * websocket  failed    12 ms  HTTP 404: no such page
 * </pre>
 */
final class ProbeReport {
  private final Terminal terminal;
  private final JsonLines lines;
  private final boolean json;

  ProbeReport(Terminal terminal, JsonLines lines, boolean json) {
    this.terminal = terminal;
    this.lines = lines;
    this.json = json;
  }

  void step(Step step) {
    if (json) {
      terminal.data(lines.probe(step));
      return;
    }
    boolean skipped = step.status() == Step.Status.SKIPPED;
    String row =
        terminal.paint(Style.NAME, pad(step.kind().word(), 11))
            + terminal.paint(style(step.status()), pad(step.status().word(), 8))
            + terminal.paint(Style.FAINT, skipped ? " ".repeat(8) : millis(step.took()))
            + "  ";
    terminal.data(row + (skipped ? terminal.paint(Style.FAINT, step.says()) : step.says()));
  }

  void verdict(Verdict verdict, ExitCode code) {
    if (json) {
      terminal.data(lines.verdict(verdict, code.number()));
      return;
    }
    boolean well = verdict.mistake().equals("none");
    Style style = well ? Style.GOOD : code == ExitCode.DONE ? Style.WARNING : Style.BAD;
    terminal.data("");
    terminal.data(terminal.paint(style, verdict.says()));
    if (!verdict.next().isEmpty()) {
      terminal.data("  next: " + verdict.next());
    }
  }

  private static Style style(Step.Status status) {
    return switch (status) {
      case OK -> Style.GOOD;
      case WARNING -> Style.WARNING;
      case FAILED -> Style.BAD;
      case SKIPPED -> Style.FAINT;
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String millis(Duration took) {
    return String.format(Locale.ROOT, "%5d ms", took.toMillis());
  }
}
