package io.tenterhook.protocol.session;

/**
 * How much may wait in a namespace's buffer, and separately in its retry queue, where packets wait
 * for as long as it takes.
 *
 * @param maxCount packets, at least 1
 * @param maxBytes payload and attachments together, at least 1
 * @param maxAgeNanos how long a packet may wait in the buffer, at least 1
 * @param dropOldest whether a full buffer makes room by dropping the oldest; otherwise the new
 *     packet is rejected. The retry queue always rejects.
 */
public record BufferLimits(int maxCount, long maxBytes, long maxAgeNanos, boolean dropOldest) {
  /**
   * Refuses limits below 1.
   *
   * @param maxCount packets, at least 1
   * @param maxBytes payload and attachments together, at least 1
   * @param maxAgeNanos how long a packet may wait in the buffer, at least 1
   * @param dropOldest whether a full buffer makes room by dropping the oldest
   */
  public BufferLimits {
    atLeastOne(maxCount, "maxCount");
    atLeastOne(maxBytes, "maxBytes");
    atLeastOne(maxAgeNanos, "maxAgeNanos");
  }

  private static void atLeastOne(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, is " + value);
    }
  }
}
