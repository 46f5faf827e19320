package io.tenterhook.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completions for fish, which picocli does not write: a line for each command and each flag.
 *
 * <pre>
 * complete -c tenter -n __fish_use_subcommand -a listen -d 'Prints the events of a server.'
 * complete -c tenter -n '__fish_seen_subcommand_from listen' -s n -l namespace -x -d 'the namespace'
 * </pre>
 */
final class FishCompletion {
  private final List<String> lines = new ArrayList<>();

  private FishCompletion() {}

  static String of(CommandLine root) {
    FishCompletion fish = new FishCompletion();
    fish.lines.add("complete -c tenter -f");
    fish.commands(root, "__fish_use_subcommand");
    for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
      fish.describe(command.getKey(), command.getValue());
    }
    return String.join("\n", fish.lines);
  }

  private void commands(CommandLine parent, String when) {
    parent
        .getSubcommands()
        .forEach((name, command) -> line(when, "-a " + name, text(command.getCommandSpec())));
  }

  private void describe(String name, CommandLine command) {
    String seen = "__fish_seen_subcommand_from " + name;
    if (!command.getSubcommands().isEmpty()) {
      String words = String.join(" ", command.getSubcommands().keySet());
      commands(command, seen + "; and not __fish_seen_subcommand_from " + words);
      command.getSubcommands().forEach(this::flags);
    }
    flags(name, command);
  }

  private void flags(String name, CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      StringBuilder flag = new StringBuilder();
      for (String spelling : option.names()) {
        flag.append(spelling.startsWith("--") ? "-l " : "-s ");
        flag.append(spelling.replaceFirst("^-+", "")).append(' ');
      }
      line("__fish_seen_subcommand_from " + name, flag + value(option), text(option));
    }
    command.getCommandSpec().positionalParameters().stream()
        .filter(argument -> argument.completionCandidates() != null)
        .forEach(
            argument ->
                line(
                    "__fish_seen_subcommand_from " + name,
                    "-a '" + words(argument.completionCandidates()) + "'",
                    ""));
  }

  /** What comes behind a flag: nothing, one of some words, a file, or anything else. */
  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    if (option.completionCandidates() != null) {
      return "-x -a '" + words(option.completionCandidates()) + "'";
    }
    if (option.longestName().equals("--context")) {
      return "-x -a '(tenter context ls | string replace -rf \".*\\\"context\\\":\\\"([^\\\"]*).*\" \"\\$1\")'";
    }
    return option.type() == Path.class ? "-r -F" : "-x";
  }

  private static String words(Iterable<String> candidates) {
    return String.join(" ", candidates);
  }

  private static String text(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  /** The first clause: fish has one line for it. */
  private static String text(OptionSpec option) {
    return String.join(" ", option.description()).split("[;(:]", 2)[0].strip();
  }

  private void line(String when, String what, String text) {
    String described = text.isEmpty() ? "" : " -d '" + text.replace("'", "\\'") + "'";
    lines.add("complete -c tenter -n '" + when + "' " + what.strip() + described);
  }
}
