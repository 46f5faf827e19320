package io.tenterhook.benchmarks.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The npm client's program, which does the same work and speaks the same lines. */
final class NodeProgram {
  private static final int OLDEST = 20;
  private static final int ANSWER_SECONDS = 20;

  private NodeProgram() {}

  static Path folder() {
    return Path.of(System.getProperty("benchmarks.npm", "npm"));
  }

  static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("node", "--expose-gc", folder().resolve("client.mjs").toString()));
    command.addAll(arguments);
    return command;
  }

  /** What {@link FirstEventProcess} does; the port is to follow. */
  static List<String> firstEvent() {
    return List.of("node", folder().resolve("first-event.mjs").toString());
  }

  /** Why the npm client cannot run; empty when it can. */
  static Optional<String> whatIsMissing() {
    if (!Files.exists(folder().resolve("node_modules/socket.io-client"))) {
      return Optional.of("its packages are not installed in " + folder());
    }
    try {
      Process process =
          new ProcessBuilder(
                  "node",
                  "-p",
                  "process.exit(parseInt(process.versions.node) < " + OLDEST + " ? 1 : 0)")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("Node is older than " + OLDEST);
    } catch (IOException absent) {
      return Optional.of("Node cannot be run: " + absent.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while Node was asked");
    }
  }
}
