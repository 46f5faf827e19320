package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import org.jspecify.annotations.Nullable;

/** The one timer of a client, set to the next deadline. Lives on the loop. */
final class Alarm {
  private final Client client;
  private EventLoop.@Nullable Timer timer;
  private long at = Long.MAX_VALUE;

  Alarm(Client client) {
    this.client = client;
  }

  /** Only an earlier deadline moves the timer; one that fires too early looks and is set anew. */
  void set(long deadline) {
    if (deadline >= at && deadline != Long.MAX_VALUE) {
      return;
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    at = deadline;
    if (deadline != Long.MAX_VALUE) {
      timer = client.loop().schedule(deadline - client.now(), this::ring);
    }
  }

  private void ring() {
    timer = null;
    at = Long.MAX_VALUE;
    client.wake();
    client.settle();
  }
}
