package io.tenterhook.client.spi;

import java.util.concurrent.CompletionStage;

/** A fixed number of {@link EventLoop}s that clients share. Safe for any thread. */
public interface EventLoops {

  /**
   * The loop that the next client shall live on, in turn.
   *
   * @return one of the loops
   */
  EventLoop next();

  /**
   * Ends every loop. Links still open are aborted.
   *
   * @return completes when no thread of these loops is left; never fails
   */
  CompletionStage<Void> shutdown();
}
