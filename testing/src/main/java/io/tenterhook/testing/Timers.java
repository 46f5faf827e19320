package io.tenterhook.testing;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where the server's sense of time comes from. */
interface Timers {
  /** Real time, on Netty's loops. */
  Timers SYSTEM =
      new Timers() {
        @Override
        public Timer after(Loop loop, Duration delay, Runnable task) {
          Future<?> scheduled =
              ((NettyLoop) loop).netty().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
          return () -> scheduled.cancel(false);
        }

        @Override
        public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout) {
          return future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }
      };

  /** Runs {@code task} on {@code loop} after {@code delay}. */
  Timer after(Loop loop, Duration delay, Runnable task);

  /** As {@link CompletableFuture#orTimeout}. */
  <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout);

  /** As {@link System#nanoTime()}. */
  long nanoTime();

  /** What the clock on the wall says. */
  Instant now();

  /** Something that will happen. */
  interface Timer {
    /** It will not. */
    void cancel();
  }
}
