package io.tenterhook.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** When data is coloured. */
final class ColourOption {
  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never (default: ${DEFAULT-VALUE}); auto obeys NO_COLOR")
  private When when = When.AUTO;

  /** The values of {@code --color}. */
  enum When {
    AUTO,
    ALWAYS,
    NEVER;

    /** As it is written, and completed by shells. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  void apply(Terminal terminal) {
    boolean unwanted = !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    terminal.colour(
        when == When.ALWAYS || (when == When.AUTO && terminal.interactive() && !unwanted));
  }
}
