package io.tenterhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the {@code tenter} command as a process, from its start to its end.
 *
 * @param out what stood on standard output
 * @param err what stood on standard error
 */
record TenterRun(int exitCode, List<String> out, String err) {
  private static final int LIMIT_SECONDS = 90;

  static TenterRun of(String... arguments) {
    try {
      // Files and not pipes: nobody has to read them while the process runs.
      Path out = Files.createTempFile("tenter-", ".out");
      Path err = Files.createTempFile("tenter-", ".err");
      try {
        return run(out, err, arguments);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  private static TenterRun run(Path out, Path err, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "io.tenterhook.cli.Tenter"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TENTER_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("tenter did not end: " + String.join(" ", arguments));
      }
    } finally {
      process.destroyForcibly();
    }
    return new TenterRun(
        process.exitValue(),
        Files.readAllLines(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
