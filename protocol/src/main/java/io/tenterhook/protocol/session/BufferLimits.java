package io.tenterhook.protocol.session;

/**
 * How much may wait in a namespace's buffer, and separately in its retry queue.
 *
 * @param maxCount packets, at least 1
 * @param maxBytes payload and attachments together, at least 1
 * @param maxAgeNanos how long a packet may wait in the buffer, at least 1
 * @param dropOldest whether a full buffer makes room by dropping the oldest; otherwise the new
 *     packet is rejected. The retry queue always rejects.
 */
public record BufferLimits(int maxCount, long maxBytes, long maxAgeNanos, boolean dropOldest) {
  /** Refuses limits below 1. */
  public BufferLimits {
    if (maxCount < 1 || maxBytes < 1 || maxAgeNanos < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }
}
