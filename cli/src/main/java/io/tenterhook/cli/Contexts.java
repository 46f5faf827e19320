package io.tenterhook.cli;

import io.tenterhook.cli.file.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a user, each a file of mode 0600:
 *
 * <pre>
 * $XDG_CONFIG_HOME/tenter/contexts/NAME.json     (else ~/.config; %APPDATA% on Windows)
 * $XDG_CONFIG_HOME/tenter/context                the name of the one in use
 * </pre>
 */
final class Contexts {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String SUFFIX = ".json";
  private static final long MAX_BYTES = 1 << 20;

  private final Path home;

  private Contexts(Path home) {
    this.home = home;
  }

  static Contexts of(Map<String, String> environment) {
    return new Contexts(configFolder(environment).resolve("tenter"));
  }

  private static Path configFolder(Map<String, String> environment) {
    for (String variable : List.of("XDG_CONFIG_HOME", "APPDATA")) {
      String folder = environment.get(variable);
      if (folder != null && Path.of(folder).isAbsolute()) {
        return Path.of(folder);
      }
    }
    return Path.of(System.getProperty("user.home"), ".config");
  }

  List<String> names() {
    Path folder = home.resolve("contexts");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw failure("the folder of contexts cannot be read", unreadable);
    }
  }

  boolean has(String name) {
    return Files.exists(file(name));
  }

  /**
   * @throws CommandFailure if there is none of that name
   */
  Context read(String name) {
    Path file = file(name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is larger than " + MAX_BYTES + " bytes");
      }
      return Context.parse(name, Files.readString(file));
    } catch (NoSuchFileException absent) {
      throw noSuch(name);
    } catch (IOException broken) {
      // A parser's message would quote the file, which may hold a token.
      throw new CommandFailure(
          ExitCode.USAGE, "the context " + name + " cannot be read", "look at " + file, broken);
    }
  }

  void write(Context context) {
    Path file = file(context.name());
    try {
      OwnerFile.createFolder(home.resolve("contexts"));
      OwnerFile.write(file, context.json() + "\n");
    } catch (IOException failed) {
      throw failure("the context " + context.name() + " cannot be written", failed);
    }
  }

  /** Also leaves no context in use if it was this one. */
  void remove(String name) {
    try {
      Files.delete(file(name));
      if (name.equals(inUse())) {
        useNone();
      }
    } catch (NoSuchFileException absent) {
      throw noSuch(name);
    } catch (IOException failed) {
      throw failure("the context " + name + " cannot be removed", failed);
    }
  }

  /** The context that is taken where none is named. */
  @Nullable String inUse() {
    try {
      String name = Files.readString(home.resolve("context")).strip();
      return name.isEmpty() ? null : name;
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException unreadable) {
      throw failure("the name of the context in use cannot be read", unreadable);
    }
  }

  void use(String name) {
    if (!has(name)) {
      throw noSuch(name);
    }
    try {
      OwnerFile.write(home.resolve("context"), name + "\n");
    } catch (IOException failed) {
      throw failure("the context in use cannot be changed", failed);
    }
  }

  void useNone() {
    try {
      Files.deleteIfExists(home.resolve("context"));
    } catch (IOException failed) {
      throw failure("the context in use cannot be changed", failed);
    }
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw CommandFailure.usage(
          "\"" + name + "\" is no name of a context",
          "use letters, digits, dots, dashes and underscores, at most 64");
    }
    return home.resolve("contexts").resolve(name + SUFFIX);
  }

  private CommandFailure noSuch(String name) {
    List<String> names = names();
    return CommandFailure.usage(
        "there is no context " + name,
        names.isEmpty()
            ? "make it: tenter context add " + name + " URL"
            : "there are: " + String.join(", ", names));
  }

  private static CommandFailure failure(String what, IOException cause) {
    return new CommandFailure(
        ExitCode.INTERNAL, what + " (" + cause + ")", "may you write there?", cause);
  }
}
