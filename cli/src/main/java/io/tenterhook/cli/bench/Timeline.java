package io.tenterhook.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The seconds of a run as the points of a chart, at most a few hundred: a long run shows several
 * seconds as one point, which has the worst of their percentiles, as none can be averaged.
 *
 * @param secondsEach how many seconds one moment is; the last may be fewer
 */
record Timeline(List<Moment> moments, int secondsEach) {
  private static final int MOST = 240;

  /** The end of a run is no second; what was counted in it says nothing about a rate. */
  private static final double SHORTEST_RATE_SECONDS = 0.5;

  /** From and to are seconds since the run began. */
  record Moment(
      double from,
      double to,
      long count,
      long errors,
      int connections,
      long latencies,
      double p50,
      double p99,
      double max) {

    double middle() {
      return (from + to) / 2;
    }

    double rate() {
      return count / (to - from);
    }

    boolean hasRate() {
      return to - from >= SHORTEST_RATE_SECONDS;
    }
  }

  static Timeline of(List<Second> seconds) {
    int each = Math.max(1, (seconds.size() + MOST - 1) / MOST);
    List<Moment> moments = new ArrayList<>();
    double from = 0;
    for (int i = 0; i < seconds.size(); i += each) {
      Moment moment = merge(seconds.subList(i, Math.min(seconds.size(), i + each)), from);
      moments.add(moment);
      from = moment.to;
    }
    return new Timeline(moments, each);
  }

  private static Moment merge(List<Second> seconds, double from) {
    double to = from;
    long count = 0;
    long errors = 0;
    long latencies = 0;
    double p50 = 0;
    double p99 = 0;
    double max = 0;
    for (Second second : seconds) {
      to += second.spanNanos() / 1e9;
      count += second.count();
      errors += second.errors();
      latencies += second.latencies();
      p50 = Math.max(p50, (double) second.p50Nanos());
      p99 = Math.max(p99, (double) second.p99Nanos());
      max = Math.max(max, (double) second.maxNanos());
    }
    int connections = seconds.get(seconds.size() - 1).connections();
    return new Moment(
        from, Math.max(to, from + 1e-3), count, errors, connections, latencies, p50, p99, max);
  }

  double end() {
    return moments.isEmpty() ? 1 : moments.get(moments.size() - 1).to;
  }
}
