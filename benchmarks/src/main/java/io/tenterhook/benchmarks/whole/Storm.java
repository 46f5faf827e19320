package io.tenterhook.benchmarks.whole;

import java.util.List;

/**
 * What a server sees when all clients come back after its restart.
 *
 * @param jitter the share of each delay that is random
 * @param attempts connections attempted in each tenth of a second since the restart
 * @param allBackMillis from the restart until the last client was connected again
 */
record Storm(
    int clients, double jitter, long downMillis, List<Integer> attempts, long allBackMillis) {

  /** The most attempts in a tenth of a second. */
  int peak() {
    return attempts.stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
