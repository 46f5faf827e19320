package io.tenterhook.client;

/**
 * Whether what waits in the link gets on its way. A server may go on pinging and never read again:
 * its heartbeat is well, and what was emitted waits for ever.
 *
 * <p>Nothing is done for a message, and there is no timer: the queue is looked at where a burst
 * begins and ends, and once more when the client's {@link Alarm} rings at the deadline. What left
 * the queue unseen counts from the look that finds it missing, so that a server which has stopped
 * may have up to twice the limit, but one that moves has it anew. Lives on the loop.
 */
final class Outflow {
  private final Client client;
  private final long limitNanos;

  /** At the last look; while it is 0 there is nothing to watch. */
  private long unsentBytes;

  private long movedAt;

  Outflow(Client client, long limitNanos) {
    this.client = client;
    this.limitNanos = limitNanos;
  }

  boolean isWatching() {
    return unsentBytes > 0;
  }

  long unsentBytes() {
    return unsentBytes;
  }

  long limitNanos() {
    return limitNanos;
  }

  /** So much waits: less than before is movement, and so is the first that does. */
  void look(long bytes) {
    if (bytes < unsentBytes || (bytes > 0 && unsentBytes == 0)) {
      movedAt = client.moment();
    }
    unsentBytes = bytes;
  }

  /** The time begins anew. */
  void forgive(long now) {
    movedAt = now;
  }

  /** The link is gone. */
  void forget() {
    unsentBytes = 0;
  }

  /** When it will have stood still for too long; never if nothing waits. */
  long deadline() {
    return unsentBytes == 0 ? Long.MAX_VALUE : movedAt + limitNanos;
  }
}
