package io.tenterhook.client;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether, and when, to try again after a connection failed or was lost.
 *
 * <pre>{@code
 * builder.reconnect(ReconnectPolicy.exponential(ofSeconds(1), ofSeconds(60)));
 * builder.reconnect(failure -> failure.number() > 3
 *     ? Optional.empty()
 *     : Optional.of(ofSeconds(2)));
 * }</pre>
 *
 * <p>Called on the handler executor, once per failure. A policy that throws is a policy that gives
 * up; the exception goes to {@link ClientObserver#onHandlerError}.
 */
@FunctionalInterface
public interface ReconnectPolicy {

  /**
   * Decides about the next attempt.
   *
   * @param failure what happened
   * @return how long to wait, zero for at once; empty to give up
   */
  Optional<Duration> delayAfter(Failure failure);

  /**
   * Never tries again: the caller drives.
   *
   * @return the policy
   */
  static ReconnectPolicy never() {
    return failure -> Optional.empty();
  }

  /**
   * Doubles the delay from a minimum to a maximum, with half of it at random; gives up where trying
   * again cannot help (see {@link ExponentialBackoff}).
   *
   * @param min the first delay, more than zero
   * @param max the longest delay, at least {@code min}
   * @return the policy
   */
  static ExponentialBackoff exponential(Duration min, Duration max) {
    return new ExponentialBackoff(min, max);
  }

  /**
   * The preset for clients that must be there for months: 1 s to 60 s.
   *
   * @return the policy
   */
  static ExponentialBackoff patient() {
    return exponential(Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  /**
   * The JS client's pace, which is the default: 1 s to 5 s.
   *
   * @return the policy
   */
  static ExponentialBackoff eager() {
    return exponential(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /**
   * What failed.
   *
   * @param number how many attempts in a row have failed; 1 for the first, and again after a
   *     connection that lived long enough
   * @param ending how
   * @param kind what that means for the next attempt, as far as the client can tell
   * @param refreshed whether the attempt that failed had been made at once, without a delay: with
   *     credentials that cannot be any fresher
   * @param everConnected whether the client has ever been connected
   * @param everywhere whether each of several endpoints has failed since one of them worked; true
   *     if there is only one, and if another one could not have helped
   * @param random evenly distributed in [0, 1), new for each failure: for jitter
   */
  record Failure(
      int number,
      Ending ending,
      FailureKind kind,
      boolean refreshed,
      boolean everConnected,
      boolean everywhere,
      double random) {}
}
