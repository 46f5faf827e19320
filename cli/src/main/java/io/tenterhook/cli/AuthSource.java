package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tenterhook.client.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the auth payload comes from: JSON on the command line, {@code @file}, {@code env:VARIABLE}
 * or {@code cmd:COMMAND}. The last three are read again for every CONNECT, so that a token may
 * change between two of them.
 *
 * <p>A file, a variable and a command may also give a bare token instead of a JSON object; it is
 * sent as <code>{"token":"…"}</code>. Nothing that was read is ever part of a message.
 */
final class AuthSource {
  static final int MAX_BYTES = 64 << 10;

  private final String origin;
  private final Reader reader;

  private AuthSource(String origin, Reader reader) {
    this.origin = origin;
    this.reader = reader;
  }

  private interface Reader {
    String read() throws Unusable, IOException, InterruptedException;
  }

  /** There are no credentials. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Unusable(String reason, @Nullable Throwable cause) {
      super(reason, cause);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * Understands what stands after {@code --auth}.
   *
   * @param commandTimeout how long a command may run
   * @throws CommandFailure if it is none of the four
   */
  static AuthSource parse(String text, Map<String, String> environment, Duration commandTimeout) {
    if (text.startsWith("@")) {
      Path file = Path.of(text.substring(1));
      return new AuthSource("file " + file, () -> file(file));
    }
    if (text.startsWith("env:")) {
      String variable = text.substring("env:".length());
      return new AuthSource(
          "variable " + variable, () -> variable(variable, environment.get(variable)));
    }
    if (text.startsWith("cmd:")) {
      String command = text.substring("cmd:".length());
      return new AuthSource("command", () -> output(command, commandTimeout));
    }
    if (!text.stripLeading().startsWith("{")) {
      throw CommandFailure.usage(
          "--auth is none of JSON object, @file, env:VARIABLE, cmd:COMMAND",
          "for a token: --auth '{\"token\":\"…\"}', or better --auth env:VARIABLE");
    }
    AuthSource literal = new AuthSource("JSON", () -> text);
    try {
      literal.read();
    } catch (Unusable invalid) {
      throw CommandFailure.usage(invalid.reason(), "write --auth '{\"token\":\"…\"}'");
    }
    return literal;
  }

  /** Reads it anew. May block. */
  RawJson read() throws Unusable {
    String text;
    try {
      text = reader.read().strip();
    } catch (IOException failed) {
      throw new Unusable("the " + what() + " cannot be read (" + failed + ")", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unusable("reading the " + what() + " was interrupted", interrupted);
    }
    if (text.isEmpty()) {
      throw new Unusable("the " + what() + " is empty", null);
    }
    if (!text.startsWith("{")) {
      return RawJson.of(JsonText.of(out -> token(out, text)));
    }
    try {
      return RawJson.of(text);
    } catch (IllegalArgumentException invalid) {
      // Not as the cause: its message quotes the text.
      throw new Unusable("the " + what() + " starts with { but is not a JSON object", null);
    }
  }

  private String what() {
    return "auth " + origin;
  }

  private static void token(JsonGenerator out, String token) throws IOException {
    out.writeStartObject();
    out.writeStringField("token", token);
    out.writeEndObject();
  }

  private static String file(Path file) throws Unusable, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return bounded(in, "file");
    }
  }

  private static String variable(String name, @Nullable String value) throws Unusable {
    if (value == null) {
      throw new Unusable("the environment has no variable " + name, null);
    }
    return value;
  }

  /** What a command prints. It may ask its user on standard error, but has no standard input. */
  private static String output(String command, Duration timeout)
      throws Unusable, IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    Process process =
        new ProcessBuilder(windows ? "cmd" : "sh", windows ? "/c" : "-c", command)
            .redirectError(Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    var unused =
        process
            .onExit()
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(late -> kill(process));
    String text = bounded(process.getInputStream(), "output of the command");
    int status = process.waitFor();
    if (status != 0) {
      throw new Unusable("the auth command failed or took too long: status " + status, null);
    }
    return text;
  }

  private static Process kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    return process.destroyForcibly();
  }

  private static String bounded(InputStream in, String what) throws Unusable, IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new Unusable("the auth " + what + " is larger than " + MAX_BYTES + " bytes", null);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads it anew on a thread of its own: a slow command must hold up nothing else. */
  CompletableFuture<RawJson> readLater() {
    CompletableFuture<RawJson> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(read());
              } catch (Unusable | RuntimeException failed) {
                result.completeExceptionally(failed);
              }
            },
            "tenter-auth");
    thread.setDaemon(true);
    thread.start();
    return result;
  }
}
