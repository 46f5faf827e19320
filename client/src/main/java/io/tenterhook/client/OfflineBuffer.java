package io.tenterhook.client;

import io.tenterhook.protocol.session.BufferLimits;
import java.time.Duration;

/**
 * How much may wait while a namespace is not connected. What does not fit, or waits too long, is
 * told so: its future fails, it was never sent.
 *
 * <pre>{@code
 * builder.bufferWhileOffline(OfflineBuffer.of(1_000, 8 << 20, ofSeconds(30)).dropOldest());
 * }</pre>
 *
 * <p>The same count and bytes limit the queue of {@linkplain EmitOptions#retried retried} emits,
 * separately. Immutable.
 */
public final class OfflineBuffer {
  static final OfflineBuffer DEFAULT = of(1_000, 8 << 20, Duration.ofMinutes(1));

  private final BufferLimits limits;

  private OfflineBuffer(BufferLimits limits) {
    this.limits = limits;
  }

  /**
   * A buffer that rejects what does not fit.
   *
   * @param maxEmits events, at least 1
   * @param maxBytes their JSON and attachments together, at least 1
   * @param maxAge how long one may wait, more than zero
   * @return such a buffer
   */
  public static OfflineBuffer of(int maxEmits, long maxBytes, Duration maxAge) {
    return new OfflineBuffer(
        new BufferLimits(
            Settings.atLeast("maxEmits", 1, maxEmits),
            Settings.atLeast("maxBytes", 1, maxBytes),
            Settings.positive("maxAge", maxAge).toNanos(),
            false));
  }

  /**
   * Makes room by dropping the oldest instead of rejecting the newest.
   *
   * @return such a buffer
   */
  public OfflineBuffer dropOldest() {
    return new OfflineBuffer(
        new BufferLimits(limits.maxCount(), limits.maxBytes(), limits.maxAgeNanos(), true));
  }

  BufferLimits limits() {
    return limits;
  }

  /**
   * What waits now.
   *
   * @param emits how many, buffered and retried
   * @param bytes their JSON and attachments
   */
  public record Level(int emits, long bytes) {
    static final Level EMPTY = new Level(0, 0);
  }
}
