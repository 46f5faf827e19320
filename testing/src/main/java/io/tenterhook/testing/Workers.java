package io.tenterhook.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what users wrote, which a {@link World} waits for.
 *
 * <p>One that waits for others, an ack for instance, must not hold up the clock that the ack's
 * timeout depends on. That a thread waits can only be seen from outside, and one that was just
 * woken still looks so: it counts as quiet when it has looked so for a while.
 */
final class Workers implements Executor {
  private static final int THREADS = 16;
  private static final long IDLE_SECONDS = 1;
  private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long AWAKE = Long.MIN_VALUE;

  private final World world;
  private final ThreadPoolExecutor threads;

  /** Guarded by the world, as is the next: since when each has been seen to wait. */
  private final Map<Thread, Long> working = new HashMap<>();

  private int queued;

  Workers(World world, int number) {
    this.world = world;
    AtomicInteger count = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(task, "tenterhook-worker-" + number + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    synchronized (world) {
      queued++;
    }
    try {
      threads.execute(() -> work(task));
    } catch (RejectedExecutionException ended) {
      synchronized (world) {
        queued--;
      }
      throw ended;
    }
  }

  private void work(Runnable task) {
    Thread here = Thread.currentThread();
    synchronized (world) {
      queued--;
      working.put(here, AWAKE);
    }
    try {
      task.run();
    } finally {
      synchronized (world) {
        working.remove(here);
        stir();
        world.notifyAll();
      }
    }
  }

  boolean isWorkerHere() {
    synchronized (world) {
      return working.containsKey(Thread.currentThread());
    }
  }

  /** Something was done that may have woken one. Holding the world's lock. */
  void stir() {
    working.replaceAll((thread, since) -> AWAKE);
  }

  /** Holding the world's lock. */
  boolean areQuiet() {
    boolean quiet = queued == 0;
    long now = System.nanoTime();
    for (Map.Entry<Thread, Long> each : working.entrySet()) {
      if (each.getKey().getState() != Thread.State.WAITING) {
        each.setValue(AWAKE);
      } else if (each.getValue() == AWAKE) {
        each.setValue(now);
      }
      quiet &= each.getValue() != AWAKE && now - each.getValue() >= STILL_NANOS;
    }
    return quiet;
  }

  /** Holding the world's lock. */
  List<Thread> busy() {
    return List.copyOf(working.keySet());
  }

  /** What was asked for before is still done. */
  void shutdown() {
    threads.shutdown();
  }
}
