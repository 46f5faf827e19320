package io.tenterhook.testing;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Where the server's sense of time comes from. */
interface Timers {
  /** Real time. */
  Timers SYSTEM =
      new Timers() {
        @Override
        public Timer after(EventExecutor loop, Duration delay, Runnable task) {
          Future<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
          return () -> scheduled.cancel(false);
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };

  /** Runs {@code task} on {@code loop} after {@code delay}. */
  Timer after(EventExecutor loop, Duration delay, Runnable task);

  /** As {@link System#nanoTime()}. */
  long nanoTime();

  /** Something that will happen. */
  interface Timer {
    /** It will not. */
    void cancel();
  }
}
