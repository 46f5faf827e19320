package io.tenterhook.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Entrance of the {@code tenter} command: the list of commands, and what is true for all. */
@Command(
    name = "tenter",
    description = "Talks Socket.IO from the terminal.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    footer = {
      "",
      "Every flag can come from the environment: --output from TENTER_OUTPUT.",
      "A flag beats the environment, the environment a context, a context the default.",
      "Exit codes: 0 done, 1 internal, 2 usage, 3 unreachable, 4 refused,",
      "5 time-out, 6 connection lost, 7 expectation not met, 130 interrupted."
    })
final class Tenter {
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          ListenCommand.class,
          EmitCommand.class,
          CallCommand.class,
          ShellCommand.class,
          ServeCommand.class,
          ProbeCommand.class,
          RecordCommand.class,
          ReplayCommand.class,
          BenchCommand.class,
          DecodeCommand.class,
          EncodeCommand.class,
          ContextCommand.class,
          CompletionCommand.class,
          CheatCommand.class,
          VersionCommand.class);

  @Option(
      names = "--explain",
      scope = CommandLine.ScopeType.INHERIT,
      description = "do nothing but say which flags have a value, and where it comes from")
  private boolean explained;

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

  /**
   * How command lines are read.
   *
   * @param words if the first is a command's name, only that command is looked at: reading the
   *     definitions of all takes most of the time in which the program starts
   */
  static CommandLine line(Tenter tenter, String... words) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(command -> words.length > 0 && name(command).equals(words[0]))
            .toList();
    CommandLine line = new CommandLine(tenter);
    // Only a CommandLine of its own applies the command's model transformer.
    (named.isEmpty() ? COMMANDS : named)
        .forEach(command -> line.addSubcommand(new CommandLine(command)));
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        // A word that starts with @ is an argument of emit.
        .setExpandAtFiles(false)
        .setUsageHelpWidth(100);
  }

  private static String name(Class<?> command) {
    return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
  }

  private int run(String[] args) {
    CommandLine line = line(this, args);
    Map<String, String> environment = System.getenv();
    try {
      Context context = new ContextChoice(line, args).make(environment, Contexts.of(environment));
      FlagSources sources = new FlagSources(environment, context);
      CommandErrors errors = new CommandErrors(terminal, sources, List.of(args));
      return line.setDefaultValueProvider(sources)
          .setParameterExceptionHandler(errors)
          .setExecutionExceptionHandler(errors)
          .setExecutionStrategy(parsed -> execute(parsed, new Explanation(sources, context)))
          .execute(args);
    } catch (CommandFailure unusable) {
      terminal.failed(unusable);
      return unusable.code().number();
    }
  }

  private int execute(ParseResult parsed, Explanation explanation) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    if (!explained) {
      return new RunLast().execute(parsed);
    }
    explanation.print(command, terminal);
    return terminal.settle(ExitCode.DONE).number();
  }
}
