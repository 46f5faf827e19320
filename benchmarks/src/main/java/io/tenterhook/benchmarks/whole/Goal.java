package io.tenterhook.benchmarks.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A target that this project has set itself.
 *
 * @param peer whose figure ours is divided by; empty: ours counts as it is
 * @param peerWorkload the same, but where the peer cannot do as much
 * @param limit what that must not exceed
 */
record Goal(
    Workload workload,
    String what,
    ToDoubleFunction<Measurement> figure,
    String peer,
    Workload peerWorkload,
    double limit) {

  static final List<Goal> ALL = all();

  private static List<Goal> all() {
    List<Goal> goals = new ArrayList<>();
    cpu(goals, Workload.P1, 20, 1.0);
    cpu(goals, Workload.P1_50K, 10, 1.0);
    cpu(goals, Workload.P1_5K, 7, 1.0);
    cpu(goals, Workload.P1B, 8, Double.NaN);
    cpu(goals, Workload.P2, 12, 0.7);
    cpu(goals, Workload.P2R, 6, Double.NaN);
    cpu(goals, Workload.P3S, 7, Double.NaN);
    goals.add(against(Workload.P3S, "p50", Measurement::p50Micros, Candidate.OFFICIAL, 1 / 3.5));
    goals.add(against(Workload.P3S, "p50", Measurement::p50Micros, Candidate.NETTY_RAW, 1.15));
    cpu(goals, Workload.P3P, 12, 1.1);
    goals.add(own(Workload.P4_10K, "heap KiB each", Measurement::heapKibEach, 6));
    goals.add(own(Workload.P4_10K, "RSS KiB each", Measurement::rssKibEach, 12));
    goals.add(
        against(Workload.P4_10K, "heap each", Measurement::heapKibEach, Candidate.NETTY_RAW, 1.0));
    // The official client is given a tenth of the connections: it slows down with more.
    goals.add(
        new Goal(
            Workload.P4_10K,
            "time to connect each",
            Measurement::wallMicrosPerEvent,
            Candidate.OFFICIAL,
            Workload.P4_1K,
            1 / 40.0));
    cpu(goals, Workload.P5S, 3.5, 1.0);
    cpu(goals, Workload.P5P, 3.5, 1.0);
    cpu(goals, Workload.P6IN, 2, 1.0);
    cpu(goals, Workload.P6OUT, 3.5, 0.9);
    cpu(goals, Workload.P7, 60, 1.2);
    bytes(goals, Workload.P1, 220);
    bytes(goals, Workload.P1B, 220 + 1_192); // what Jackson 2 allocates for this record
    bytes(goals, Workload.P2, 250);
    bytes(goals, Workload.P3S, 1_500);
    bytes(goals, Workload.P3P, 900);
    bytes(goals, Workload.P6IN, (64 << 10) + 500);
    bytes(goals, Workload.P6OUT, (64 << 10) + 500);
    bytes(goals, Workload.P7, (256 << 10) + 500);
    for (Workload workload : Workload.values()) {
      if (workload.kind != Workload.Kind.IDLE && workload.isFor(Candidate.NPM)) {
        goals.add(cpuAgainst(workload, Candidate.NPM, 1.0));
      }
    }
    return List.copyOf(goals);
  }

  private static void cpu(List<Goal> goals, Workload workload, double official, double raw) {
    goals.add(cpuAgainst(workload, Candidate.OFFICIAL, 1 / official));
    if (!Double.isNaN(raw)) {
      goals.add(cpuAgainst(workload, Candidate.NETTY_RAW, raw));
    }
  }

  private static void bytes(List<Goal> goals, Workload workload, double limit) {
    goals.add(own(workload, "bytes", Measurement::bytesPerEvent, limit));
  }

  private static Goal cpuAgainst(Workload workload, String peer, double limit) {
    return against(workload, "CPU", Measurement::cpuMicrosPerEvent, peer, limit);
  }

  private static Goal against(
      Workload workload,
      String what,
      ToDoubleFunction<Measurement> figure,
      String peer,
      double limit) {
    return new Goal(workload, what, figure, peer, workload, limit);
  }

  private static Goal own(
      Workload workload, String what, ToDoubleFunction<Measurement> figure, double limit) {
    return new Goal(workload, what, figure, "", workload, limit);
  }

  /** What is held against the limit; empty when somebody did not run. */
  OptionalDouble found(Results results) {
    double ours = median(results, workload, Candidate.TENTERHOOK);
    double found = peer.isEmpty() ? ours : ours / median(results, peerWorkload, peer);
    return Double.isNaN(found) ? OptionalDouble.empty() : OptionalDouble.of(found);
  }

  private double median(Results results, Workload of, String client) {
    return results.of(of, client).map(summary -> summary.median(figure)).orElse(Double.NaN);
  }

  boolean isMet(double found) {
    return found <= limit;
  }

  /** As people put it: twenty times less, not a twentieth. */
  String say(double value) {
    if (peer.isEmpty()) {
      return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
    return peer.equals(Candidate.OFFICIAL)
        ? String.format(Locale.ROOT, "%.1f× less", 1 / value)
        : String.format(Locale.ROOT, "× %.2f", value);
  }

  /** Of what. */
  String title() {
    return what + (peer.isEmpty() ? "" : " against " + peer);
  }
}
