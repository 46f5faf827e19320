package io.tenterhook.benchmarks.whole;

import java.util.List;

/**
 * All starts of one client in one way; none, when the first failed.
 *
 * @param on which runtime
 * @param how with an archive of classes, and of which kind, or without
 */
record Start(String on, String how, String client, List<Measurement> rounds) {

  double wallMillis() {
    return Summary.median(rounds, round -> round.get(Figure.WALL_NANOS) / 1e6);
  }

  double cpuMillis() {
    return Summary.median(rounds, round -> round.get(Figure.CPU_NANOS) / 1e6);
  }

  /** Whether a client's name is the only difference. */
  boolean isLike(Start other) {
    return on.equals(other.on) && how.equals(other.how);
  }
}
