package io.tenterhook.cli.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Latencies in buckets that are equally wide on a logarithmic axis. */
final class Buckets {
  private Buckets() {}

  /** From, inclusive, to, exclusive, how many. */
  record Bucket(double fromNanos, double toNanos, long count) {}

  /**
   * All buckets between the least and the greatest latency, empty ones too.
   *
   * @param perDecade how many between 1 and 10
   */
  static List<Bucket> of(Histogram latency, int perDecade) {
    List<Bucket> buckets = new ArrayList<>();
    if (latency.getTotalCount() == 0) {
      return buckets;
    }
    int last = index(latency.getMaxValue(), perDecade);
    int first = index(latency.getMinValue(), perDecade);
    for (int i = first; i <= last; i++) {
      buckets.add(new Bucket(edge(i, perDecade), edge(i + 1, perDecade), 0));
    }
    latency
        .recordedValues()
        .forEach(
            value -> {
              int i = index(value.getValueIteratedTo(), perDecade) - first;
              int at = Math.max(0, Math.min(i, buckets.size() - 1));
              Bucket bucket = buckets.get(at);
              buckets.set(
                  at,
                  new Bucket(
                      bucket.fromNanos,
                      bucket.toNanos,
                      bucket.count + value.getCountAddedInThisIterationStep()));
            });
    return buckets;
  }

  private static int index(long nanos, int perDecade) {
    return (int) Math.floor(Math.log10(Math.max(1.0, (double) nanos)) * perDecade);
  }

  private static double edge(int index, int perDecade) {
    return Math.pow(10, (double) index / perDecade);
  }
}
