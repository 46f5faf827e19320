package io.tenterhook.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Servers by name: {@code context add staging https://… -a env:TOKEN}, {@code listen -C staging}.
 */
@Command(
    name = "context",
    description = "Keeps servers by name, with the flags to reach them, in files of mode 0600.",
    subcommands = ContextAddCommand.class)
final class ContextCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();

  Terminal terminal() {
    return tenter.terminal();
  }

  Contexts contexts() {
    return Contexts.of(System.getenv());
  }

  /** Without a further word: the list. */
  @Override
  public Integer call() {
    return list();
  }

  @Command(name = "ls", description = "Lists the contexts; a star marks the one in use.")
  int list() {
    Contexts contexts = contexts();
    String inUse = contexts.inUse();
    List<String> names = contexts.names();
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (String name : names) {
      boolean used = name.equals(inUse);
      String url = Masked.value(Context.URL, contexts.read(name).url());
      terminal()
          .data(
              terminal().interactive()
                  ? (used ? "* " : "  ") + name + " ".repeat(width - name.length() + 2) + url
                  : line(name, url, used));
    }
    return terminal().settle(ExitCode.DONE).number();
  }

  private static String line(String name, String url, boolean used) {
    return JsonText.of(
        out -> {
          out.writeStartObject();
          out.writeStringField("context", name);
          out.writeStringField("url", url);
          out.writeBooleanField("inUse", used);
          out.writeEndObject();
        });
  }

  @Command(
      name = "use",
      description = "Takes a context wherever none is named; --none takes none again.")
  int use(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "the context")
          @Nullable String name,
      @Option(names = "--none", description = "take none again") boolean none) {
    if ((name == null) != none) {
      throw CommandFailure.usage("context use takes a name, or --none", "see tenter context ls");
    }
    if (name == null) {
      contexts().useNone();
    } else {
      contexts().use(name);
    }
    return ExitCode.DONE.number();
  }

  @Command(name = "show", description = "Prints a context; secrets are hidden.")
  int show(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "by default the one in use")
          @Nullable String name) {
    String wanted = name == null ? contexts().inUse() : name;
    if (wanted == null) {
      throw CommandFailure.usage("no context is in use", "name one, see tenter context ls");
    }
    Context context = contexts().read(wanted);
    for (String flag : context.values().keySet().stream().sorted().toList()) {
      for (String value : context.values().getOrDefault(flag, List.of())) {
        String shown = flag.equals(Context.URL) ? flag : "--" + flag;
        terminal().data(shown + " " + Masked.value(flag, value));
      }
    }
    return terminal().settle(ExitCode.DONE).number();
  }

  @Command(name = "rm", description = "Removes contexts.")
  int remove(
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "the contexts")
          List<String> names) {
    names.forEach(contexts()::remove);
    return ExitCode.DONE.number();
  }
}
