package io.tenterhook.cli.probe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one step has seen.
 *
 * @param says one line; nothing in it can move a terminal
 * @param details for programs: text, numbers, booleans and lists of text
 * @param finding null if all is well, or nothing was tried
 */
public record Step(
    Kind kind,
    Status status,
    Duration took,
    String says,
    Map<String, Object> details,
    @Nullable Finding finding) {

  /** In the order in which they are taken. */
  public enum Kind {
    DNS,
    TCP,
    PROXY,
    TLS,
    POLLING,
    WEBSOCKET,
    PATH,
    UPGRADE,
    PING,
    NAMESPACE,
    PARSER,
    STICKY,
    RTT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it went. */
  public enum Status {
    OK,
    WARNING,
    FAILED,
    SKIPPED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isOk() {
    return status == Status.OK;
  }

  /** A detail as text; empty if there is none. */
  String detail(String name) {
    return Objects.toString(details.get(name), "");
  }

  /** A step that was not taken. */
  static Step skipped(Kind kind, String why) {
    return new Step(kind, Status.SKIPPED, Duration.ZERO, why, Map.of(), null);
  }

  /** A step that is being taken: starts the clock, gathers details. */
  static final class Taking {
    private final Kind kind;
    private final long start = System.nanoTime();
    private final Map<String, Object> details = new LinkedHashMap<>();

    Taking(Kind kind) {
      this.kind = kind;
    }

    void note(String name, Object value) {
      details.put(name, value);
    }

    Step ok(String says) {
      return end(Status.OK, says, null);
    }

    Step warning(Finding finding, String says) {
      return end(Status.WARNING, says, finding);
    }

    Step failed(Finding finding, String says) {
      return end(Status.FAILED, says, finding);
    }

    private Step end(Status status, String says, @Nullable Finding finding) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Step(kind, status, took, Text.line(says), details, finding);
    }
  }
}
