package io.tenterhook.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entrance of the {@code tenter} command: the list of commands, and what is true for all. */
@Command(
    name = "tenter",
    description = "Talks Socket.IO from the terminal.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      ListenCommand.class,
      EmitCommand.class,
      CallCommand.class,
      ServeCommand.class,
      ProbeCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "Every flag can come from the environment: --output from TENTER_OUTPUT.",
      "Exit codes: 0 done, 1 internal, 2 usage, 3 unreachable, 4 refused,",
      "5 time-out, 6 connection lost, 7 expectation not met, 130 interrupted."
    })
final class Tenter {
  private final Terminal terminal =
      new Terminal(new FileOutputStream(FileDescriptor.out), System.err, Terminal.isInteractive());

  Terminal terminal() {
    return terminal;
  }

  public static void main(String[] args) {
    // Libraries must not write to standard error: what matters comes as a typed error.
    LogManager.getLogManager().reset();
    System.exit(new Tenter().run(args));
  }

  private int run(String[] args) {
    EnvironmentDefaults environment = new EnvironmentDefaults(System.getenv());
    CommandErrors errors = new CommandErrors(terminal, environment, List.of(args));
    return new CommandLine(this)
        .setDefaultValueProvider(environment)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A word that starts with @ is an argument of emit.
        .setExpandAtFiles(false)
        .setUsageHelpWidth(100)
        .execute(args);
  }
}
