package io.tenterhook.cli;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where a flag's value comes from: the command line, else the environment ({@code
 * --connect-timeout} from {@code TENTER_CONNECT_TIMEOUT}), else the context, else the default.
 *
 * <p>In the environment, repeatable flags take one value a line, {@code TENTER_VERBOSE} is 1 or 2,
 * what is on or off is 1 or 0. A context is for commands that have {@code --context}.
 */
final class FlagSources implements IDefaultValueProvider {
  private final Map<String, String> environment;
  private final @Nullable Context context;

  FlagSources(Map<String, String> environment, @Nullable Context context) {
    this.environment = environment;
    this.context = context;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return isUrl(argument) && context != null ? context.url() : null;
    }
    String value = environment.get(variable(option));
    return value == null ? ofContext(option) : ofVariable(option, value);
  }

  /** Commands name the argument that a context can stand for so. */
  static boolean isUrl(ArgSpec argument) {
    return argument.isPositional() && argument.paramLabel().equals("URL");
  }

  private static @Nullable String ofVariable(OptionSpec option, String value) {
    if (option.type() == boolean[].class) {
      if (!value.matches("[0-2]")) {
        throw CommandFailure.usage(variable(option) + " is \"" + value + "\"", "use 0, 1 or 2");
      }
      return value.equals("0")
          ? null
          : String.join(",", Collections.nCopies(Integer.parseInt(value), "true"));
    }
    if (option.type() == boolean.class && value.matches("[01]")) {
      return value.equals("1") ? "true" : "false";
    }
    return value;
  }

  private @Nullable String ofContext(OptionSpec option) {
    List<String> values = valuesOfContext(option);
    if (values == null) {
      return null;
    }
    return String.join(option.splitRegex().equals("\n") ? "\n" : ",", values);
  }

  private @Nullable List<String> valuesOfContext(OptionSpec option) {
    return context == null || option.command().findOption("--context") == null
        ? null
        : context.values().get(flag(option));
  }

  /** What is not the command line; for people. */
  String source(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      if (environment.containsKey(variable(option))) {
        return variable(option);
      }
      return valuesOfContext(option) == null ? "default" : "context " + contextName();
    }
    return isUrl(argument) && context != null ? "context " + contextName() : "default";
  }

  private String contextName() {
    return context == null ? "" : context.name();
  }

  /** The source of a flag's value if it stands elsewhere than on the command line. */
  @Nullable String sourceBeside(ArgSpec argument, Iterable<String> commandLine) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    for (String word : commandLine) {
      for (String name : option.names()) {
        if (word.startsWith(name)) {
          return null;
        }
      }
    }
    String source = source(option);
    return source.equals("default") ? null : source;
  }

  /** The long name without dashes, as in a context. */
  static String flag(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  private static String variable(OptionSpec option) {
    return "TENTER_" + flag(option).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
