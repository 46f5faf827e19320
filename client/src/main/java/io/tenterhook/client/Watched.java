package io.tenterhook.client;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one namespace is handling at this moment, for the {@link Watchdog}. The thread that delivers
 * writes it, without a barrier that costs anything; no clock is read for it.
 */
final class Watched extends AtomicReference<@Nullable Object> {
  private static final long serialVersionUID = 1L;

  // ---- owned by the watchdog

  private transient @Nullable Object seen;
  private transient long sinceNanos;
  private transient boolean told;

  /** What has been running for so long at least, and was not given before; else null. */
  @Nullable Object tooLong(long now, long limitNanos) {
    Object item = get();
    // Each item is handled once: the same item is the same run.
    if (item != seen) {
      seen = item;
      sinceNanos = now;
      told = false;
    }
    if (item == null || told || now - sinceNanos < limitNanos) {
      return null;
    }
    told = true;
    return item;
  }

  long sinceNanos() {
    return sinceNanos;
  }
}
