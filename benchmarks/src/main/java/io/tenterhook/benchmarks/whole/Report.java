package io.tenterhook.benchmarks.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The table and the JSON. */
final class Report {
  private static final String HEADER =
      """

      | %s: %s | CPU µs per event (min–max) | official needs | against netty-raw | bytes per event | events per second | p50 / p99 µs | server busy |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final Options options;
  private final Surroundings before;
  private final Surroundings after;
  private final List<Summary> summaries;

  Report(Options options, Surroundings before, Surroundings after, List<Summary> summaries) {
    this.options = options;
    this.before = before;
    this.after = after;
    this.summaries = summaries;
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%s, %s, %d × %s, load %.1f before and %.1f after, %d rounds, base %,d events, %s%n",
            before.at(),
            before.jdk(),
            before.processors(),
            before.processor(),
            before.load(),
            after.load(),
            options.rounds(),
            options.events(),
            String.join(" ", Child.FLAGS)));
    for (Workload workload : options.workloads()) {
      text.append(format(HEADER, workload.id(), workload.what));
      summaries.stream()
          .filter(summary -> summary.workload() == workload)
          .forEach(summary -> text.append(row(summary)));
    }
    return text.toString();
  }

  private String row(Summary summary) {
    ToDoubleFunction<Measurement> cpu = Measurement::cpuMicrosPerEvent;
    return format(
        "| %s | %.2f (%.2f–%.2f) | %s | %s | %s%,.0f | %,.0f | %s | %.0f %% |%n",
        summary.client(),
        summary.cpu(),
        summary.min(cpu),
        summary.max(cpu),
        peer(summary, Candidate.OFFICIAL)
            .map(official -> format("%.1f×", official.cpu() / summary.cpu()))
            .orElse(""),
        peer(summary, Candidate.NETTY_RAW)
            .map(raw -> format("%.2f", summary.cpu() / raw.cpu()))
            .orElse(""),
        summary.threadsEnded() ? "≈ " : "",
        summary.median(Measurement::bytesPerEvent),
        summary.median(Measurement::eventsPerSecond),
        summary.workload().isAsking()
            ? format(
                "%,.0f / %,.0f",
                summary.median(Measurement::p50Micros), summary.median(Measurement::p99Micros))
            : "",
        100 * summary.median(Measurement::serverBusy));
  }

  private Optional<Summary> peer(Summary summary, String client) {
    return summaries.stream()
        .filter(other -> other.workload() == summary.workload() && other.client().equals(client))
        .findFirst();
  }

  String json() {
    return format(
        """
        {
          "at": "%s",
          "jdk": "%s",
          "processors": %d,
          "processor": "%s",
          "loadBefore": %.2f,
          "loadAfter": %.2f,
          "flags": "%s",
          "baseEvents": %d,
          "results": [
        %s
          ]
        }
        """,
        before.at(),
        before.jdk(),
        before.processors(),
        before.processor(),
        before.load(),
        after.load(),
        String.join(" ", Child.FLAGS),
        options.events(),
        summaries.stream().map(Report::json).collect(Collectors.joining(",\n")));
  }

  private static String json(Summary summary) {
    List<String> rounds = new ArrayList<>();
    for (Measurement round : summary.rounds()) {
      rounds.add(
          format(
              "      {\"events\": %d, \"wallNanos\": %d, \"cpuNanos\": %d, \"bytes\": %d,"
                  + " \"threadsEnded\": %d, \"p50Nanos\": %d, \"p99Nanos\": %d,"
                  + " \"serverCpuNanos\": %d}",
              round.events(),
              round.wallNanos(),
              round.cpuNanos(),
              round.bytes(),
              round.threadsEnded(),
              round.p50Nanos(),
              round.p99Nanos(),
              round.serverCpuNanos()));
    }
    return format(
        "    {\"workload\": \"%s\", \"client\": \"%s\", \"cpuMicrosPerEvent\": %.4f,"
            + " \"bytesPerEvent\": %.1f, \"rounds\": [%n%s%n    ]}",
        summary.workload().id(),
        summary.client(),
        summary.cpu(),
        summary.median(Measurement::bytesPerEvent),
        String.join(",\n", rounds));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
