package io.tenterhook.testing;

/** The one thread that does all the work of a connection: a Netty event loop, or a world's. */
interface Loop {
  /** Runs {@code task} after what was asked for before. */
  void execute(Runnable task);

  /** Whether the calling thread is the loop's. */
  boolean inEventLoop();
}
