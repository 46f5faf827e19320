package io.tenterhook.testing;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's heartbeat: a ping an interval after the open packet or the last pong, then a pong
 * within the timeout, else the client is dead. Engine.IO v4, "Heartbeat".
 *
 * <p>Used by the loop of its connection alone.
 */
final class Heartbeat {
  private final EventExecutor loop;
  private final Duration interval;
  private final Duration timeout;
  private final Runnable ping;
  private final Runnable dead;

  private @Nullable Future<?> nextPing;
  private @Nullable Future<?> deadline;
  private boolean stopped;

  Heartbeat(EventExecutor loop, Duration interval, Duration timeout, Runnable ping, Runnable dead) {
    this.loop = loop;
    this.interval = interval;
    this.timeout = timeout;
    this.ping = ping;
    this.dead = dead;
  }

  void start() {
    if (!stopped) {
      cancel(nextPing);
      nextPing = loop.schedule(this::beat, interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void beat() {
    ping.run();
    if (!stopped) {
      cancel(deadline);
      deadline = loop.schedule(dead, timeout.toNanos(), TimeUnit.NANOSECONDS);
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

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }
}
