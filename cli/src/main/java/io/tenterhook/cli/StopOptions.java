package io.tenterhook.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a command that runs until it is stopped stops by itself. Safe for any thread. */
final class StopOptions {
  @Option(
      names = "--for",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "stop after this time: 200ms, 5s, 2m, 1h")
  private @Nullable Duration span;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "N",
      description = "stop after so many events; fewer within --for are a failure")
  private @Nullable Long count;

  private final AtomicLong seen = new AtomicLong();

  /** Starts the clock. */
  void afterSpan(Runnable stop) {
    if (count != null && count < 1) {
      throw CommandFailure.usage("--count is " + count, "it must be 1 or more");
    }
    if (span != null) {
      CompletableFuture.delayedExecutor(span.toMillis(), TimeUnit.MILLISECONDS).execute(stop);
    }
  }

  /** Counts an event in. @return false if there were enough before it */
  boolean admits() {
    return count == null || seen.incrementAndGet() <= count;
  }

  /** Whether {@code --count} is given. */
  boolean counts() {
    return count != null;
  }

  boolean isEnough() {
    return count != null && seen.get() >= count;
  }

  /**
   * @throws CommandFailure if time was over before there were enough events
   */
  void verify() {
    verify("came");
  }

  /**
   * @param did what events do
   * @throws CommandFailure as of {@link #verify()}
   */
  void verify(String did) {
    if (count != null && span != null && !isEnough()) {
      throw new CommandFailure(
          ExitCode.TIMEOUT,
          "%d of %d events %s within %s".formatted(seen.get(), count, did, Span.text(span)),
          "wait longer with --for, or expect fewer with --count");
    }
  }

  /** For messages. */
  String span() {
    return span == null ? "no time" : Span.text(span);
  }
}
