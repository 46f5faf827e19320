package io.tenterhook.cli.bench;

import java.util.concurrent.locks.LockSupport;

/** The clock, and waiting by it. */
interface Time {
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
          LockSupport.parkNanos(nanos);
        }
      };

  /** Meaningful only in relation to each other. */
  long nanos();

  /** Waits about this long; may return earlier. */
  void pause(long nanos);
}
