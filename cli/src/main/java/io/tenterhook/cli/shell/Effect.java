package io.tenterhook.cli.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What is left to do after a sentence, for whoever has read it.
 *
 * @param pause to be waited before the next sentence
 * @param outcome completes when all has happened, or fails with what the {@link Program} makes of
 *     an error
 */
record Effect(Kind kind, Duration pause, CompletableFuture<?> outcome) {
  private static final CompletableFuture<?> HAPPENED = CompletableFuture.completedFuture(null);

  /** What it is about. */
  enum Kind {
    NOTHING,
    /** A script waits for the outcome before its next line. */
    AWAITED,
    /** A script waits for the outcome at its end. */
    PENDING,
    CLEAR,
    QUIT
  }

  static Effect of(Kind kind) {
    return new Effect(kind, Duration.ZERO, HAPPENED);
  }

  static Effect of(Kind kind, CompletableFuture<?> outcome) {
    return new Effect(kind, Duration.ZERO, outcome);
  }

  static Effect pause(Duration span) {
    return new Effect(Kind.NOTHING, span, HAPPENED);
  }
}
