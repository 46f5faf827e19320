package io.tenterhook.transport.netty;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what would block a loop: host lookups and loading the default trust store.
 *
 * <p>Threads start when they are needed, are daemons and end when idle. There are a few and not
 * one, because a lookup that waits for a dead name server holds its thread for many seconds, and
 * other hosts must not wait for that. The queue needs no limit of its own: it holds at most one
 * task for each link that is being opened, and none that has been given up.
 */
final class BlockingWork {

  private static final int MAX_THREADS = 4;
  private static final long IDLE_MILLIS = 500;

  private final ThreadPoolExecutor threads;

  BlockingWork() {
    AtomicInteger count = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "tenterhook-lookup-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a task soon, on a thread that may block.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown}
   */
  void execute(Runnable task) {
    threads.execute(task);
  }

  /** Forgets a task that has not started yet. */
  void cancel(Runnable task) {
    threads.remove(task);
  }

  /** Starts nothing any more. */
  void shutdown() {
    threads.shutdownNow();
  }

  /**
   * Waits for the threads to end. A lookup that hangs in the operating system cannot be
   * interrupted, therefore the wait has a limit; such a thread is a daemon and ends with its
   * lookup.
   *
   * @return whether no thread is left
   */
  boolean awaitEnd(long millis) throws InterruptedException {
    return threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }
}
