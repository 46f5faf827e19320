package io.tenterhook.benchmarks.whole;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The tables, as Markdown. */
final class Report {
  private static final String HEADER =
      """

      | | tenterhook, CPU µs (bytes) | less than official | against netty-raw | against npm | p50 / p99 / p99.9 µs | events a second | targets missed |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      """;
  private static final String DETAILS =
      """

      | | client | CPU µs | bytes | events | p50 / p99 / p99.9 µs | RSS MiB | threads | server busy |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;
  private static final String IDLE =
      """

      | | client | heap KiB each | RSS KiB each | threads | connected in s | CPU ms in 10 s idle |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final Results results;

  Report(Results results) {
    this.results = results;
  }

  String markdown() {
    Surroundings before = results.before();
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%s, %s, %d × %s, load %.1f before and %.1f after, %d rounds of %.1f s CPU, %s%n",
            before.at(),
            before.jdk(),
            before.processors(),
            before.processor(),
            before.load(),
            results.after().load(),
            results.rounds(),
            results.cpuSecondsEach(),
            String.join(" ", results.flags())));
    List<Workload> busy =
        results.workloads().stream()
            .filter(workload -> workload.kind != Workload.Kind.IDLE)
            .toList();
    if (!busy.isEmpty()) {
      text.append(HEADER);
      busy.forEach(workload -> text.append(comparison(workload)));
      text.append(DETAILS);
      busy.forEach(workload -> text.append(rows(workload, Report::detail)));
    }
    if (results.workloads().size() > busy.size()) {
      text.append(IDLE);
      results.workloads().stream()
          .filter(workload -> workload.kind == Workload.Kind.IDLE)
          .forEach(workload -> text.append(rows(workload, Report::idle)));
    }
    for (Storm storm : results.storms()) {
      text.append(
          format(
              "%n%,d clients after a restart of %d ms, jitter %.1f: at most %,d attempts in 100 ms,"
                  + " all back after %.1f s%n",
              storm.clients(),
              storm.downMillis(),
              storm.jitter(),
              storm.peak(),
              storm.allBackMillis() / 1e3));
    }
    text.append(goals());
    return text.toString();
  }

  private String comparison(Workload workload) {
    Summary ours =
        results
            .of(workload, Candidate.TENTERHOOK)
            .orElse(new Summary(workload, Candidate.TENTERHOOK, List.of()));
    String missed =
        Goal.ALL.stream()
            .filter(goal -> goal.workload() == workload)
            .filter(goal -> goal.found(results).stream().anyMatch(found -> !goal.isMet(found)))
            .map(Goal::title)
            .collect(Collectors.joining(", "));
    return format(
        "| %s: %s | %s (%s) | %s | %s | %s | %s | %s | %s |%n",
        workload.id(),
        workload.what,
        number("%.2f", ours.cpu()),
        number("%,.0f", ours.median(Measurement::bytesPerEvent)),
        number("%.1f×", 1 / ratio(ours, Candidate.OFFICIAL)),
        number("%.2f", ratio(ours, Candidate.NETTY_RAW)),
        number("%.2f", ratio(ours, Candidate.NPM)),
        latency(ours),
        number("%,.0f", ours.median(Measurement::eventsPerSecond)),
        missed);
  }

  private double ratio(Summary ours, String peer) {
    return results
        .of(ours.workload(), peer)
        .map(other -> ours.cpu() / other.cpu())
        .orElse(Double.NaN);
  }

  private String rows(Workload workload, Function<Summary, String> row) {
    return results.summaries().stream()
        .filter(summary -> summary.workload() == workload)
        .map(row)
        .collect(Collectors.joining());
  }

  private static String detail(Summary summary) {
    if (summary.rounds().isEmpty()) {
      return format("| %s | %s | failed | | | | | | |%n", summary.workload(), summary.client());
    }
    boolean limited = summary.rounds().stream().anyMatch(Measurement::serverWasTheLimit);
    return format(
        "| %s | %s | %s | %s%s | %s | %s | %s | %s | %s%s |%n",
        summary.workload(),
        summary.client(),
        number("%.2f", summary.cpu()),
        summary.threadsEnded() ? "≈ " : "",
        number("%,.0f", summary.median(Measurement::bytesPerEvent)),
        number("%,.0f", summary.median(run -> run.get(Figure.EVENTS))),
        latency(summary),
        number("%.0f", summary.median(Measurement::rssMib)),
        number("%.0f", summary.median(Measurement::threads)),
        number("%.0f %%", 100 * summary.median(Measurement::serverBusy)),
        limited ? " **the limit**" : "");
  }

  private static String idle(Summary summary) {
    return format(
        "| %s | %s | %s | %s | %s | %s | %s |%n",
        summary.workload(),
        summary.client(),
        number("%.1f", summary.median(Measurement::heapKibEach)),
        number("%.1f", summary.median(Measurement::rssKibEach)),
        number("%,.0f", summary.median(Measurement::threads)),
        number("%.2f", summary.median(run -> run.get(Figure.WALL_NANOS) / 1e9)),
        number("%.0f", summary.median(Measurement::idleCpuMillis)));
  }

  private static String latency(Summary summary) {
    List<ToDoubleFunction<Measurement>> figures =
        List.of(Measurement::p50Micros, Measurement::p99Micros, Measurement::p999Micros);
    return figures.stream()
        .map(figure -> number("%,.0f", summary.median(figure)))
        .filter(figure -> !figure.isEmpty())
        .collect(Collectors.joining(" / "));
  }

  private String goals() {
    StringBuilder text = new StringBuilder();
    for (Goal goal : Goal.ALL) {
      OptionalDouble found = goal.found(results);
      if (found.isPresent()) {
        text.append(
            format(
                "| %s | %s | %s | %s | %s |%n",
                goal.workload(),
                goal.title(),
                goal.say(goal.limit()),
                goal.say(found.getAsDouble()),
                goal.isMet(found.getAsDouble()) ? "met" : "**not met**"));
      }
    }
    return text.isEmpty()
        ? ""
        : format("%n| | of | target | found | |%n| --- | --- | --- | --- | --- |%n%s", text);
  }

  private static String number(String pattern, double value) {
    return Double.isNaN(value) ? "" : format(pattern, value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
