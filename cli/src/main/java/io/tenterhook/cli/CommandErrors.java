package io.tenterhook.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command line that cannot be run, and a command that failed, end. */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;
  private final FlagSources sources;
  private final List<String> words;

  CommandErrors(Terminal terminal, FlagSources sources, List<String> words) {
    this.terminal = terminal;
    this.sources = sources;
    this.words = words;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    String help = "see " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    CommandFailure failure;
    if (problem.getCause() instanceof CommandFailure own) {
      failure = CommandFailure.usage(own.what() + origin(problem.getArgSpec()), own.next());
    } else if (problem instanceof UnmatchedArgumentException unmatched) {
      failure = CommandFailure.usage(unmatched(unmatched.getUnmatched()), help);
    } else {
      failure = CommandFailure.usage(problem.getMessage() + origin(problem.getArgSpec()), help);
    }
    terminal.failed(failure);
    if (!problem.getCommandLine().getSubcommands().isEmpty()) {
      problem.getCommandLine().usage(System.err);
    }
    return failure.code().number();
  }

  /** Values are left out: behind a misspelled --auth stands a secret. */
  private static String unmatched(List<String> unmatched) {
    String first = unmatched.get(0);
    return first.startsWith("-")
        ? "there is no option "
            + first.split("[=:{\\s]", 2)[0]
            + " (before an argument that starts with a dash, write --)"
        : "there are more arguments than the command takes, or it is no command";
  }

  private String origin(@Nullable ArgSpec argument) {
    String variable = argument == null ? null : sources.sourceBeside(argument, words);
    return variable == null ? "" : " (from " + variable + ")";
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine commandLine, ParseResult parsed) {
    CommandFailure failure =
        problem instanceof CommandFailure own
            ? own
            : new CommandFailure(
                ExitCode.INTERNAL,
                "internal error: " + problem + " at " + problem.getStackTrace()[0],
                "please report it with the output of tenter version",
                problem);
    terminal.failed(failure);
    return terminal.settle(failure.code()).number();
  }
}
