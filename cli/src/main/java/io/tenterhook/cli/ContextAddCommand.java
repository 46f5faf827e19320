package io.tenterhook.cli;

import io.tenterhook.client.ReconnectPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * Keeps a URL and flags as they stand on the command line, once it is clear that they can be used.
 */
@Command(
    name = "add",
    description = "Keeps a server and the flags to reach it, by a name.",
    modelTransformer = ContextAddCommand.NameFirst.class)
final class ContextAddCommand implements Callable<Integer> {
  @ParentCommand private ContextCommand parent = new ContextCommand();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "letters, digits, dots, dashes")
  private String name = "";

  @Option(names = "--force", description = "replace a context of that name")
  private boolean force;

  @Option(names = "--use", description = "take it from now on wherever none is named")
  private boolean use;

  /** The URL comes behind the name. */
  static final class NameFirst implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      for (PositionalParamSpec argument : List.copyOf(spec.positionalParameters())) {
        if (FlagSources.isUrl(argument)) {
          spec.remove(argument);
          spec.addPositional(argument.toBuilder().index("1").build());
        }
      }
      return spec;
    }
  }

  @Override
  public Integer call() {
    Contexts contexts = parent.contexts();
    if (contexts.has(name) && !force) {
      throw CommandFailure.usage(
          "there is a context " + name + " already", "replace it by --force");
    }
    // Says what is wrong with them.
    connection.client(ReconnectPolicy.never(), new ClientWatcher(parent.terminal(), 0)).close();
    contexts.write(new Context(name, given(spec.commandLine().getParseResult())));
    if (use) {
      contexts.use(name);
    }
    return ExitCode.DONE.number();
  }

  private static Map<String, List<String>> given(ParseResult parsed) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    parsed.matchedPositionals().stream()
        .filter(FlagSources::isUrl)
        .forEach(url -> values.put(Context.URL, List.copyOf(url.originalStringValues())));
    for (OptionSpec option : parsed.matchedOptions()) {
      String flag = FlagSources.flag(option);
      if (!List.of("force", "use", "context", "explain").contains(flag)) {
        values.put(
            flag,
            option.originalStringValues().stream().map(value -> anywhere(option, value)).toList());
      }
    }
    return values;
  }

  /** Files are found from any folder. */
  private static String anywhere(OptionSpec option, String value) {
    if (option.type() == Path.class) {
      return Path.of(value).toAbsolutePath().toString();
    }
    return option.longestName().equals("--auth") && value.startsWith("@")
        ? "@" + Path.of(value.substring(1)).toAbsolutePath()
        : value;
  }
}
