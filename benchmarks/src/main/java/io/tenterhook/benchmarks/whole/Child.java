package io.tenterhook.benchmarks.whole;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A process of its own, spoken to by lines. Ends with its parent, or after its limit. */
final class Child implements AutoCloseable {
  static final List<String> FLAGS = List.of("-Xmx1g");

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  static Child start(Class<?> main, List<String> arguments, Duration limit) throws IOException {
    return start(List.of(), main, arguments, limit);
  }

  /**
   * @param flags of the JVM, beside {@link #FLAGS}
   */
  static Child start(List<String> flags, Class<?> main, List<String> arguments, Duration limit)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return start(main.getSimpleName() + " " + String.join(" ", arguments), command, limit);
  }

  static Child start(String name, List<String> command, Duration limit) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var unused =
        process
            .onExit()
            .orTimeout(limit.toSeconds(), TimeUnit.SECONDS)
            .exceptionally(late -> process.destroyForcibly());
    return new Child(name, process);
  }

  /** The next line it prints. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException(name + " ended before it had said what was expected");
    }
    return line;
  }

  void say(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  /** CPU time so far, to about 10 ms. */
  long cpuNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  /** A line of {@code /proc/…/status}, without its unit; empty where there is none. */
  OptionalLong status(String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  /** Lets it end by itself, however long that takes, within its limit. */
  void end() throws IOException {
    in.close();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ended", interrupted);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
