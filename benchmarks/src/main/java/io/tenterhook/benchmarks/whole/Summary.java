package io.tenterhook.benchmarks.whole;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All rounds of one client with one workload. Each figure's median is its own. */
record Summary(Workload workload, String client, List<Measurement> rounds) {

  double median(ToDoubleFunction<Measurement> figure) {
    double[] sorted = sorted(figure);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min(ToDoubleFunction<Measurement> figure) {
    return sorted(figure)[0];
  }

  double max(ToDoubleFunction<Measurement> figure) {
    double[] sorted = sorted(figure);
    return sorted[sorted.length - 1];
  }

  private double[] sorted(ToDoubleFunction<Measurement> figure) {
    return rounds.stream().mapToDouble(figure).sorted().toArray();
  }

  double cpu() {
    return median(Measurement::cpuMicrosPerEvent);
  }

  boolean threadsEnded() {
    return rounds.stream().anyMatch(round -> round.threadsEnded() > 0);
  }
}
