package io.tenterhook.cli;

import io.tenterhook.testing.ServerNamespace;
import io.tenterhook.testing.SocketIoServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the server of {@code tenter serve --script} does, read from a YAML or JSON file. */
final class ServeScript {
  private static final int SHOWN_PROBLEMS = 20;

  private final Map<String, List<Consumer<ServerNamespace>>> stubs;

  private ServeScript(Map<String, List<Consumer<ServerNamespace>>> stubs) {
    this.stubs = stubs;
  }

  /** Says nothing about anything. */
  static ServeScript empty() {
    return new ServeScript(Map.of());
  }

  /**
   * Reads and checks all of it.
   *
   * @throws CommandFailure with every problem of the file, a line for each
   */
  static ServeScript read(Path file) {
    ScriptReader reader = new ScriptReader();
    ServeScript script;
    try {
      script = new ServeScript(reader.read(ScriptFile.read(file)));
    } catch (ScriptProblem problem) {
      throw failure(List.of(problem));
    }
    if (!reader.problems().isEmpty()) {
      throw failure(reader.problems());
    }
    return script;
  }

  private static CommandFailure failure(List<ScriptProblem> problems) {
    String shown =
        problems.stream()
            .limit(SHOWN_PROBLEMS)
            .map(ScriptProblem::text)
            .collect(Collectors.joining("\n"));
    int more = problems.size() - SHOWN_PROBLEMS;
    return CommandFailure.usage(
        shown + (more > 0 ? "\nand " + more + " more" : ""),
        "docs/cli.md has the words of a script, under \"Scripts\"");
  }

  Set<String> namespaces() {
    return stubs.keySet();
  }

  void applyTo(SocketIoServer server) {
    stubs.forEach(
        (name, made) -> {
          ServerNamespace namespace = server.namespace(name);
          made.forEach(stub -> stub.accept(namespace));
        });
  }
}
