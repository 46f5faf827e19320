package io.tenterhook.client.spi;

import java.util.concurrent.Executor;

/**
 * One thread that carries many clients: it runs tasks in order, keeps timers and opens links. All
 * callbacks of its timers and links run on this thread; none of them may block.
 *
 * <p>{@link #execute} is safe for any thread and throws {@link
 * java.util.concurrent.RejectedExecutionException} after shutdown. The other methods are called on
 * the loop, but for {@link #inEventLoop()} and {@link #nanoTime()}.
 */
public interface EventLoop extends Executor {

  /**
   * Whether the calling thread is this loop's.
   *
   * @return true on the loop's own thread
   */
  boolean inEventLoop();

  /**
   * The loop's clock: monotonic nanoseconds with an arbitrary origin. Virtual in tests.
   *
   * @return the present moment, to be compared by difference only
   */
  long nanoTime();

  /**
   * Runs a task on this loop after a delay.
   *
   * @param delayNanos nanoseconds from now; 0 or less means as soon as possible
   * @param task what to run; must not throw
   * @return a handle to cancel it
   */
  Timer schedule(long delayNanos, Runnable task);

  /**
   * Opens a link. Returns at once and does not fail; the listener hears the rest, always later,
   * never from inside this call. There is no time limit but the operating system's: the caller has
   * a deadline, and aborts.
   *
   * @param request where to and how
   * @param listener hears of everything that happens on the link, on this loop
   * @return the link, which can be aborted before it is open
   */
  Link open(LinkRequest request, LinkListener listener);

  /**
   * Prepares requests to one server. Nothing is connected before the first.
   *
   * @param server host, port, TLS and headers of every request; its path and query are not used
   * @return the requests, to be closed when the session is over
   */
  HttpRequests http(LinkRequest server);

  /** A scheduled task. */
  interface Timer {
    /** Forgets the task if it has not run yet. Called on the loop. */
    void cancel();
  }
}
