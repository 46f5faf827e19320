package io.tenterhook.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is printed, and how; the same for every command that talks to a server. */
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "pretty, jsonl or raw (default: pretty on a terminal, else jsonl)")
  private @Nullable Format format;

  @Mixin private ColourOption colour = new ColourOption();

  @Option(
      names = {"-v", "--verbose"},
      split = ",",
      description = "-v tells what the client does, -vv every frame; secrets are masked")
  private boolean[] verbosity = {};

  /** How data is printed. */
  enum Format {
    PRETTY,
    JSONL,
    RAW;

    /** As it is written, and completed by shells. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A command, once it knows where to report to. */
  interface Body {
    ExitCode run(Report report) throws InterruptedException;
  }

  /** Runs a command and tells how it failed, if it does. @return the exit code */
  int run(Terminal terminal, Body body) throws InterruptedException {
    colour.apply(terminal);
    Report report = report(terminal);
    ExitCode code;
    try {
      code = body.run(report);
    } catch (CommandFailure failure) {
      terminal.failed(failure);
      report.failed(failure);
      code = failure.code();
    }
    return terminal.settle(code).number();
  }

  private Report report(Terminal terminal) {
    Format chosen = format(terminal);
    return chosen == Format.JSONL
        ? new JsonReport(terminal)
        : new PlainReport(terminal, chosen == Format.RAW, terminal::width);
  }

  /** As given, or what suits the terminal. */
  Format format(Terminal terminal) {
    if (format != null) {
      return format;
    }
    return terminal.interactive() ? Format.PRETTY : Format.JSONL;
  }

  /** 0, 1 for {@code -v}, 2 for {@code -vv}. */
  int verbosity() {
    return verbosity.length;
  }
}
