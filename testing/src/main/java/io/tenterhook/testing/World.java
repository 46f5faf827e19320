package io.tenterhook.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One thread that servers and clients share as their event loop, and a clock that stands still
 * until it is moved. Tasks run at once, in order; alarms go off when {@link #advance} reaches them.
 *
 * <p>The world is quiet when it has nothing to run, and neither have its {@link Workers}. All
 * fields are guarded by this, but for the clock, which only {@link #advance} moves.
 */
final class World implements Loop, Timers {
  /** Midnight, so that times in a journal are easily read. */
  private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

  /** In real time: what takes longer hangs. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 2;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Duration patience;
  private final Thread thread;
  private final Workers workers;
  private final Object advancing = new Object();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::number));
  private long alarmsSet;
  private boolean running;
  private boolean closed;
  private volatile long nanos;

  /** Of two for the same moment, the one that was set first goes off first. */
  private record Alarm(long at, long number, Runnable task) {}

  World(Duration patience) {
    this.patience = patience;
    int number = NUMBERS.incrementAndGet();
    workers = new Workers(this, number);
    thread = new Thread(this::live, "tenterhook-world-" + number);
    thread.setDaemon(true);
    thread.start();
  }

  // ---- the loop

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      // The last tasks may need others to come to an end.
      if (closed && !inEventLoop()) {
        throw new RejectedExecutionException("this world has ended");
      }
      tasks.add(task);
      notifyAll();
    }
  }

  @Override
  public boolean inEventLoop() {
    return Thread.currentThread() == thread;
  }

  /** Runs what users wrote, which may block. */
  Executor workers() {
    return workers;
  }

  private void live() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  /** Null when the world has ended. */
  private synchronized @Nullable Runnable next() {
    running = false;
    workers.stir();
    notifyAll();
    while (tasks.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // A handler has interrupted its thread, which is ours; that must end nothing.
      }
    }
    running = !tasks.isEmpty();
    return tasks.poll();
  }

  /** What was asked for before is still done. */
  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    if (!inEventLoop()) {
      try {
        thread.join(patience.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    workers.shutdown();
  }

  // ---- the clock

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return BEGINNING.plusNanos(nanos);
  }

  @Override
  public Timer after(Loop loop, Duration delay, Runnable task) {
    return after(delay.toNanos(), task);
  }

  /** What shall happen at once does, without a move of the clock. */
  Timer after(long delayNanos, Runnable task) {
    if (delayNanos <= 0) {
      Once once = new Once(task);
      execute(once);
      return once;
    }
    synchronized (this) {
      Alarm alarm = new Alarm(Math.addExact(nanos, delayNanos), alarmsSet++, task);
      alarms.add(alarm);
      return () -> forget(alarm);
    }
  }

  private synchronized void forget(Alarm alarm) {
    alarms.remove(alarm);
  }

  private static final class Once implements Runnable, Timer {
    private final Runnable task;
    private boolean cancelled;

    Once(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Override
  public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout) {
    Timer timer =
        after(timeout.toNanos(), () -> future.completeExceptionally(new TimeoutException()));
    var unused = future.whenComplete((value, error) -> timer.cancel());
    return future;
  }

  /** Moves the clock from alarm to alarm, and each time waits until all that it caused is done. */
  void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    if (inEventLoop() || workers.isWorkerHere()) {
      throw new IllegalStateException(
          "a handler cannot move the clock, which waits until handlers are done");
    }
    synchronized (advancing) {
      awaitQuiet();
      long target = Math.addExact(nanos, duration.toNanos());
      for (Alarm due = due(target); due != null; due = due(target)) {
        nanos = due.at();
        execute(due.task());
        awaitQuiet();
      }
      nanos = target;
    }
  }

  private synchronized @Nullable Alarm due(long target) {
    Alarm first = alarms.peek();
    return first != null && first.at() <= target ? alarms.poll() : null;
  }

  private synchronized void awaitQuiet() {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (!closed && (running || !tasks.isEmpty() || !workers.areQuiet())) {
      if (System.nanoTime() - giveUp > 0) {
        throw new IllegalStateException("not quiet after " + patience + ": " + atWork());
      }
      try {
        TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting", e);
      }
    }
  }

  private String atWork() {
    List<Thread> busy = new ArrayList<>(workers.busy());
    if (running) {
      busy.add(thread);
    }
    StringBuilder told = new StringBuilder();
    for (Thread each : busy) {
      told.append("\n").append(each.getName());
      for (StackTraceElement frame : each.getStackTrace()) {
        told.append("\n  at ").append(frame);
      }
    }
    return told.toString();
  }
}
