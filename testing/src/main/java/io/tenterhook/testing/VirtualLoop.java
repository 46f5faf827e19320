package io.tenterhook.testing;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The event loop of servers in memory, which their clients share: one thread, and timers that wait
 * for {@link VirtualTime#advance}.
 *
 * <pre>{@code
 * VirtualLoop loop = VirtualTime.create().loop();
 * Runnable cancel = loop.schedule(ofSeconds(20), () -> server.namespace("/").emit("late"));
 * }</pre>
 */
public final class VirtualLoop implements Executor {
  private final World world;

  VirtualLoop(World world) {
    this.world = world;
  }

  /**
   * Runs a task on the loop, soon, after those before.
   *
   * @param task must not block
   * @throws java.util.concurrent.RejectedExecutionException if the clock is closed
   */
  @Override
  public void execute(Runnable task) {
    world.execute(task);
  }

  /**
   * Whether the calling thread is the loop's.
   *
   * @return true on the loop
   */
  public boolean isHere() {
    return world.inEventLoop();
  }

  /**
   * The clock.
   *
   * @return virtual nanoseconds, to be compared by difference only
   */
  public long nanoTime() {
    return world.nanoTime();
  }

  /**
   * Runs a task on the loop when its time has come.
   *
   * @param delay zero, or less, means soon and without a move of the clock
   * @param task must not block
   * @return cancels the task; to be run on the loop
   */
  public Runnable schedule(Duration delay, Runnable task) {
    return world.after(delay.toNanos(), task)::cancel;
  }

  /**
   * Threads for tasks that may block. The clock waits for them, too.
   *
   * @return up to 16 threads
   */
  public Executor workers() {
    return world.workers();
  }
}
