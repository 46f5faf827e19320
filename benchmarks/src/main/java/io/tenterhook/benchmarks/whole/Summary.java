package io.tenterhook.benchmarks.whole;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of one client with one workload; none, when it failed. Each figure's median is its
 * own.
 */
record Summary(Workload workload, String client, List<Measurement> rounds) {

  double median(ToDoubleFunction<Measurement> figure) {
    return median(rounds, figure);
  }

  static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double cpu() {
    return median(Measurement::cpuMicrosPerEvent);
  }

  boolean threadsEnded() {
    return rounds.stream().anyMatch(round -> round.get(Figure.THREADS_ENDED) > 0);
  }
}
