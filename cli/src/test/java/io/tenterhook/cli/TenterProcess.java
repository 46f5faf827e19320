package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The program as its users meet it: a process with two streams and an exit code. */
final class TenterProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path RUNTIME = Path.of("target/runtime.classpath");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  private TenterProcess(Process process, boolean readOut) {
    this.process = process;
    if (readOut) {
      read(process.getInputStream(), out);
    }
    read(process.getErrorStream(), err);
  }

  static TenterProcess start(String... arguments) {
    return start(Map.of(), arguments);
  }

  static TenterProcess start(Map<String, String> environment, String... arguments) {
    return new TenterProcess(launch(builder(environment, arguments)), true);
  }

  /** With standard output that is never read. */
  static TenterProcess startUnread(String... arguments) {
    return new TenterProcess(launch(builder(Map.of(), arguments)), false);
  }

  static TenterProcess startWithOutputTo(File file, String... arguments) {
    ProcessBuilder builder = builder(Map.of(), arguments).redirectOutput(Redirect.to(file));
    return new TenterProcess(launch(builder), false);
  }

  static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "io.tenterhook.cli.Tenter"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("TENTER_"));
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "NO_COLOR"));
    builder.environment().put("CLASSPATH", classPath());
    // Not the contexts of whoever runs the tests.
    builder
        .environment()
        .put("XDG_CONFIG_HOME", Path.of("target/none").toAbsolutePath().toString());
    builder.environment().putAll(environment);
    return builder;
  }

  /** That of the program itself, as the build tells it: it must not need what only tests have. */
  private static String classPath() {
    if (System.getProperty("surefire.test.class.path") == null) {
      return System.getProperty("java.class.path");
    }
    try {
      return Path.of("target/classes") + File.pathSeparator + Files.readString(RUNTIME);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Process launch(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void read(InputStream in, List<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader text =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                text.lines().forEach(lines::add);
              } catch (IOException | UncheckedIOException ended) {
                lines.add("reading failed: " + ended);
              }
            });
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  /** Writes all of standard input and ends it. */
  TenterProcess type(String text) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  /** To be closed. */
  OutputStream standardInput() {
    return process.getOutputStream();
  }

  void awaitOut(String part) {
    awaitLine(out, part);
  }

  void awaitErr(String part) {
    awaitLine(err, part);
  }

  private void awaitLine(List<String> lines, String part) {
    await(part)
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(lines).as(toString()).anyMatch(line -> line.contains(part)));
  }

  /** What {@code head -1} does when it has seen enough. */
  void stopReading() throws IOException {
    process.getInputStream().close();
  }

  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ends: " + this).isTrue();
    for (Thread reader : readers) {
      reader.join(LIMIT.toMillis());
    }
    return process.exitValue();
  }

  List<String> out() {
    return out;
  }

  String err() {
    return String.join("\n", err);
  }

  /** Standard output, each line parsed. */
  List<JsonNode> lines() {
    return out.stream().map(TenterProcess::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException noJson) {
      throw new AssertionError("not JSON: " + line, noJson);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return "out: " + out + "\nerr: " + err;
  }
}
