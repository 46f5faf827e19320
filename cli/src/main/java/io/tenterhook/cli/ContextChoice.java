package io.tenterhook.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Which context a command line is about, and what that makes of its arguments: where the context
 * gives the URL, {@code listen price} needs none.
 *
 * <p>After {@code --context} all arguments are the command's. With a context from the environment
 * or from {@code context use}, a first argument that looks like a URL is one: {@code :3000}, {@code
 * host:3000}, {@code https://…}. Then the context counts for nothing: its credentials must not go
 * to another server.
 */
final class ContextChoice {
  private static final Pattern URL = Pattern.compile(":\\d+|[^\\s/:]+:\\d+([/?#].*)?|\\w+://.*");
  private static final String OPTION = "--context";
  private static final String VARIABLE = "TENTER_CONTEXT";

  private final CommandLine line;
  private final CommandSpec command;
  private final String[] words;

  ContextChoice(CommandLine line, String[] words) {
    this.line = line;
    this.command = command(line, words);
    this.words = words;
  }

  /** The command that the words name; its options come after its name. */
  private static CommandSpec command(CommandLine line, String[] words) {
    CommandLine found = line;
    for (String word : words) {
      CommandLine next = found.getSubcommands().get(word);
      if (next == null) {
        break;
      }
      found = next;
    }
    return found.getCommandSpec();
  }

  /**
   * The context, whose URL now stands for the argument.
   *
   * @return null if there is none, the command takes none, or another URL is given
   * @throws CommandFailure if the one that is named is not there
   */
  @Nullable Context make(Map<String, String> environment, Contexts contexts) {
    if (command.findOption(OPTION) == null) {
      return null;
    }
    String named = named();
    String name = named == null ? environment.get(VARIABLE) : named;
    if (name == null) {
      name = contexts.inUse();
    }
    if (name == null) {
      return null;
    }
    if (named == null && startsWithUrl()) {
      return null;
    }
    Context context = contexts.read(name);
    standIn(new ServerUrl().convert(context.url()));
    return context;
  }

  private @Nullable String named() {
    for (int i = 0; i < words.length && !words[i].equals("--"); i++) {
      String word = words[i];
      if ((word.equals("-C") || word.equals(OPTION)) && i + 1 < words.length) {
        return words[i + 1];
      }
      if (word.startsWith(OPTION + "=")) {
        return word.substring(OPTION.length() + 1);
      }
      if (word.startsWith("-C") && word.length() > 2) {
        return word.substring(2);
      }
    }
    return null;
  }

  /** Asks the parser, which knows what is a flag's value and what an argument. */
  private boolean startsWithUrl() {
    line.getCommandSpec().parser().collectErrors(true);
    command.parser().collectErrors(true);
    try {
      ParseResult parsed = line.parseArgs(words);
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      return parsed.matchedPositionals().stream()
          .filter(FlagSources::isUrl)
          .flatMap(url -> url.originalStringValues().stream())
          .anyMatch(word -> URL.matcher(word).matches());
    } finally {
      line.getCommandSpec().parser().collectErrors(false);
      command.parser().collectErrors(false);
    }
  }

  /** Gives the URL its value, and its place to the argument behind it. */
  private void standIn(String url) {
    for (PositionalParamSpec argument : List.copyOf(command.positionalParameters())) {
      if (FlagSources.isUrl(argument)) {
        command.remove(argument);
        set(argument, url);
        for (PositionalParamSpec behind : List.copyOf(command.positionalParameters())) {
          if (behind.index().min() > argument.index().min()) {
            command.remove(behind);
            command.addPositional(behind.toBuilder().index(before(behind)).build());
          }
        }
      }
    }
  }

  private static void set(PositionalParamSpec argument, String url) {
    try {
      argument.setter().set(url);
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException("a field cannot be set", impossible);
    }
  }

  private static String before(PositionalParamSpec argument) {
    var index = argument.index();
    return (index.min() - 1) + ".." + (index.isVariable() ? "*" : index.max() - 1);
  }
}
