package io.tenterhook.testing;

import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The server's heartbeat: a ping an interval after the open packet or the last pong, then a pong
 * within the timeout, else the client is dead. Engine.IO v4, "Heartbeat".
 *
 * <p>Used by the loop of its connection alone.
 */
final class Heartbeat {
  private final BiFunction<Duration, Runnable, Timers.Timer> later;
  private final Duration interval;
  private final Duration timeout;
  private final Runnable ping;
  private final Runnable dead;

  private Timers.@Nullable Timer nextPing;
  private Timers.@Nullable Timer deadline;
  private boolean stopped;

  Heartbeat(
      BiFunction<Duration, Runnable, Timers.Timer> later,
      Duration interval,
      Duration timeout,
      Runnable ping,
      Runnable dead) {
    this.later = later;
    this.interval = interval;
    this.timeout = timeout;
    this.ping = ping;
    this.dead = dead;
  }

  void start() {
    if (!stopped) {
      cancel(nextPing);
      nextPing = later.apply(interval, this::beat);
    }
  }

  private void beat() {
    ping.run();
    if (!stopped) {
      cancel(deadline);
      deadline = later.apply(timeout, dead);
    }
  }

  /** A pong, awaited or not: either starts the interval anew. */
  void pong() {
    cancel(deadline);
    if (nextPing != null) {
      start();
    }
  }

  /** For ever. */
  void stop() {
    stopped = true;
    cancel(nextPing);
    cancel(deadline);
  }

  private static void cancel(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
