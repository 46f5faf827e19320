package io.tenterhook.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Waits {@code min}, then twice that, and so on up to {@code max}; each time a random part of the
 * jitter's share is taken off, so that many clients do not come back at the same moment.
 *
 * <pre>{@code
 * builder.reconnect(
 *     ReconnectPolicy.exponential(ofSeconds(1), ofSeconds(60)).withJitter(0.2).onlyAfterFirstConnect());
 * }</pre>
 *
 * <p>The cap comes first, the jitter after: delays at the cap are spread too, over {@code [max × (1
 * − jitter), max]}, and no delay is below {@code min × (1 − jitter)}.
 *
 * <p>What is {@link FailureKind#PERMANENT} is not tried again, and what is {@link
 * FailureKind#REFRESH} once, at once. Everything else is tried for ever, unless told otherwise by
 * {@link #onlyAfterFirstConnect()}. Which failure is of which kind, {@link #classifying} changes.
 */
public final class ExponentialBackoff implements ReconnectPolicy {
  private static final double DEFAULT_JITTER = 0.5;

  private final long minNanos;
  private final long maxNanos;
  private final double jitter;
  private final boolean fromTheStart;
  private final Function<? super Failure, FailureKind> kinds;

  ExponentialBackoff(Duration min, Duration max) {
    this(
        Settings.positive("min", min).toNanos(),
        Settings.positive("max", max).toNanos(),
        DEFAULT_JITTER,
        true,
        Failure::kind);
  }

  private ExponentialBackoff(
      long minNanos,
      long maxNanos,
      double jitter,
      boolean fromTheStart,
      Function<? super Failure, FailureKind> kinds) {
    if (maxNanos < minNanos) {
      throw new IllegalArgumentException(
          "max is %s but must not be less than min, which is %s"
              .formatted(Duration.ofNanos(maxNanos), Duration.ofNanos(minNanos)));
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter is " + jitter + " but must be in 0 to 1");
    }
    this.minNanos = minNanos;
    this.maxNanos = maxNanos;
    this.jitter = jitter;
    this.fromTheStart = fromTheStart;
    this.kinds = kinds;
  }

  /**
   * Another share of randomness; 0.5 by default.
   *
   * @param share 0 for none, up to 1
   * @return such a policy
   */
  public ExponentialBackoff withJitter(double share) {
    return new ExponentialBackoff(minNanos, maxNanos, share, fromTheStart, kinds);
  }

  /**
   * Gives up when the very first connection fails (with several endpoints: when each of them has),
   * so that a wrong address shows at once; tries for ever after it has been connected.
   *
   * @return such a policy
   */
  public ExponentialBackoff onlyAfterFirstConnect() {
    return new ExponentialBackoff(minNanos, maxNanos, jitter, false, kinds);
  }

  /**
   * Another opinion on what a failure means.
   *
   * <pre>{@code
   * ReconnectPolicy.patient().classifying(failure ->
   *     failure.ending().reason() == DisconnectReason.SERVER_DISCONNECT
   *         ? FailureKind.TRANSIENT
   *         : failure.kind());
   * }</pre>
   *
   * @param opinion asked once per failure; {@link ReconnectPolicy.Failure#kind()} is ours
   * @return such a policy
   */
  public ExponentialBackoff classifying(Function<? super Failure, FailureKind> opinion) {
    return new ExponentialBackoff(
        minNanos, maxNanos, jitter, fromTheStart, Objects.requireNonNull(opinion));
  }

  @Override
  public Optional<Duration> delayAfter(Failure failure) {
    if (!fromTheStart && !failure.everConnected() && failure.everywhere()) {
      return Optional.empty();
    }
    return switch (kinds.apply(failure)) {
      case PERMANENT -> Optional.empty();
      case REFRESH -> failure.refreshed() ? Optional.empty() : Optional.of(Duration.ZERO);
      case TRANSIENT -> Optional.of(delay(failure));
    };
  }

  private Duration delay(Failure failure) {
    // 62 doublings of a nanosecond are more than a century: shifting further would only overflow.
    int doublings = Math.min(failure.number() - 1, Long.numberOfLeadingZeros(minNanos) - 1);
    long capped = Math.min(maxNanos, minNanos << doublings);
    long delay = capped - (long) (capped * jitter * failure.random());
    return Duration.ofNanos(delay);
  }

  @Override
  public String toString() {
    return "exponential %s to %s, jitter %s"
        .formatted(Duration.ofNanos(minNanos), Duration.ofNanos(maxNanos), jitter);
  }
}
