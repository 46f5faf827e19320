package io.tenterhook.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the server answers a CONNECT. Immutable. */
public final class Verdict {
  private static final Verdict ACCEPT = new Verdict(true, null, Duration.ZERO);
  private static final Verdict NEVER = new Verdict(false, null, Duration.ZERO);

  private final boolean accepted;
  private final @Nullable String refusal;
  private final Duration delay;

  private Verdict(boolean accepted, @Nullable String refusal, Duration delay) {
    this.accepted = accepted;
    this.refusal = refusal;
    this.delay = delay;
  }

  /**
   * Lets the client in.
   *
   * @return the verdict
   */
  public static Verdict accept() {
    return ACCEPT;
  }

  /**
   * Refuses with CONNECT_ERROR {@code {"message":…}}.
   *
   * @param message any text
   * @return the verdict
   */
  public static Verdict reject(String message) {
    return new Verdict(false, "{\"message\":" + Json.string(message) + "}", Duration.ZERO);
  }

  /**
   * Refuses with CONNECT_ERROR {@code {"message":…,"data":…}}.
   *
   * @param message any text
   * @param dataJson one JSON value
   * @return the verdict
   */
  public static Verdict reject(String message, String dataJson) {
    Json.check(dataJson, "the data");
    String refusal = "{\"message\":" + Json.string(message) + ",\"data\":" + dataJson + "}";
    return new Verdict(false, refusal, Duration.ZERO);
  }

  /**
   * Never answers: the client waits until its own patience ends.
   *
   * @return the verdict
   */
  public static Verdict never() {
    return NEVER;
  }

  /**
   * The same verdict, announced later.
   *
   * @param delay how much later
   * @return a verdict
   */
  public Verdict after(Duration delay) {
    return new Verdict(accepted, refusal, delay);
  }

  boolean accepted() {
    return accepted;
  }

  /** The payload of the CONNECT_ERROR; null unless refused. */
  @Nullable String refusal() {
    return refusal;
  }

  Duration delay() {
    return delay;
  }
}
