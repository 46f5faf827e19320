package io.tenterhook.testing;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** How bad the network is between a client and the server. Not changed once it is armed. */
final class LineFaults {
  /** What each byte costs in time, and how many go at once. */
  record Rate(int chunkBytes, long nanosPerChunk) {
    /** The shortest time that a rate in bytes per second is divided into. */
    private static final int CHUNKS_PER_SECOND = 50;

    static Rate ofBytesPerSecond(int bytes) {
      int chunk = Math.max(1, bytes / CHUNKS_PER_SECOND);
      return new Rate(chunk, Duration.ofSeconds(1).toNanos() * chunk / bytes);
    }
  }

  private long minDelayNanos;
  private long maxDelayNanos;

  /** Several TCP connections, on several loops, may share it. */
  private @Nullable Random random;

  @Nullable Rate toClient;
  @Nullable Rate fromClient;

  void delayed(Duration min, Duration max, long seed) {
    minDelayNanos = min.toNanos();
    maxDelayNanos = max.toNanos();
    random = new Random(seed);
  }

  void limited(Rate bothWays) {
    toClient = bothWays;
    fromClient = bothWays;
  }

  boolean areThere() {
    return random != null || toClient != null || fromClient != null;
  }

  long nextDelayNanos() {
    return random == null || minDelayNanos == maxDelayNanos
        ? minDelayNanos
        : random.nextLong(minDelayNanos, maxDelayNanos + 1);
  }
}
