package io.tenterhook.cli;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Each flag can come from the environment: {@code --connect-timeout} from {@code
 * TENTER_CONNECT_TIMEOUT}. The flag wins. Repeatable ones take one value a line, {@code
 * TENTER_VERBOSE} is 1 or 2, what is on or off is 1 or 0.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String value = environment.get(variable(option));
    if (value != null && option.type() == boolean[].class) {
      if (!value.matches("[0-2]")) {
        throw CommandFailure.usage(variable(option) + " is \"" + value + "\"", "use 0, 1 or 2");
      }
      return value.equals("0")
          ? null
          : String.join(",", Collections.nCopies(Integer.parseInt(value), "true"));
    }
    if (value != null && option.type() == boolean.class && value.matches("[01]")) {
      return value.equals("1") ? "true" : "false";
    }
    return value;
  }

  /** The variable of a flag, if it is where the flag's value came from. */
  @Nullable String source(ArgSpec argument, Iterable<String> commandLine) {
    if (!(argument instanceof OptionSpec option) || !environment.containsKey(variable(option))) {
      return null;
    }
    for (String word : commandLine) {
      for (String name : option.names()) {
        if (word.startsWith(name)) {
          return null;
        }
      }
    }
    return variable(option);
  }

  private static String variable(OptionSpec option) {
    return "TENTER" + option.longestName().substring(1).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
