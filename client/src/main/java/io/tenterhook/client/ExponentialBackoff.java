package io.tenterhook.client;

import java.time.Duration;
import java.util.Optional;

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
 * <p>Gives up at once where trying again cannot help: {@link DisconnectReason#REFUSED}, {@link
 * DisconnectReason#SERVER_DISCONNECT}, and the HTTP statuses 401, 403 and 404. Everything else is
 * tried for ever, unless told otherwise by {@link #onlyAfterFirstConnect()}.
 */
public final class ExponentialBackoff implements ReconnectPolicy {
  static final double DEFAULT_JITTER = 0.5;

  private final long minNanos;
  private final long maxNanos;
  private final double jitter;
  private final boolean fromTheStart;

  ExponentialBackoff(Duration min, Duration max, double jitter, boolean fromTheStart) {
    this(
        Settings.positive("min", min).toNanos(),
        Settings.positive("max", max).toNanos(),
        jitter,
        fromTheStart);
  }

  private ExponentialBackoff(long minNanos, long maxNanos, double jitter, boolean fromTheStart) {
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
  }

  /**
   * Another share of randomness; 0.5 by default.
   *
   * @param share 0 for none, up to 1
   * @return such a policy
   */
  public ExponentialBackoff withJitter(double share) {
    return new ExponentialBackoff(minNanos, maxNanos, share, fromTheStart);
  }

  /**
   * Gives up when the very first connection fails, so that a wrong address shows at once; tries for
   * ever after it has been connected.
   *
   * @return such a policy
   */
  public ExponentialBackoff onlyAfterFirstConnect() {
    return new ExponentialBackoff(minNanos, maxNanos, jitter, false);
  }

  @Override
  public Optional<Duration> delayAfter(Failure failure) {
    if (isPermanent(failure.ending()) || (!fromTheStart && !failure.everConnected())) {
      return Optional.empty();
    }
    // 62 doublings of a nanosecond are more than a century: shifting further would only overflow.
    int doublings = Math.min(failure.number() - 1, Long.numberOfLeadingZeros(minNanos) - 1);
    long capped = Math.min(maxNanos, minNanos << doublings);
    long delay = capped - (long) (capped * jitter * failure.random());
    return Optional.of(Duration.ofNanos(delay));
  }

  private static boolean isPermanent(Ending ending) {
    return switch (ending.reason()) {
      case REFUSED, SERVER_DISCONNECT, CLIENT_DISCONNECT -> true;
      case UNREACHABLE ->
          ending.error().orElse(null) instanceof TransportException transport
              && transport.step() == TransportException.Step.HTTP
              && (transport.code() == 401 || transport.code() == 403 || transport.code() == 404);
      default -> false;
    };
  }

  @Override
  public String toString() {
    return "exponential %s to %s, jitter %s"
        .formatted(Duration.ofNanos(minNanos), Duration.ofNanos(maxNanos), jitter);
  }
}
