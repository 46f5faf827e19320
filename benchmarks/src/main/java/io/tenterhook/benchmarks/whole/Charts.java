package io.tenterhook.benchmarks.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Makes the pictures of {@code docs/performance.md} of a comparison's JSON. */
public final class Charts {
  private final Results results;
  private final String note;

  private Charts(Results results) {
    this.results = results;
    Surroundings before = results.before();
    note =
        String.format(
            Locale.ROOT,
            "%s, %d processors, load %.1f to %.1f, %d rounds. Shorter is better; in brackets: times ours.",
            before.at().replaceAll("T.*", ""),
            before.processors(),
            before.load(),
            results.after().load(),
            results.rounds());
  }

  /**
   * Writes an SVG for each picture that the run has figures for.
   *
   * @param arguments the JSON, and the folder for the SVGs
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    Files.createDirectories(folder);
    new Charts(Results.read(Path.of(arguments[0]))).write(folder);
  }

  void write(Path folder) throws IOException {
    write(folder, "cpu.svg", "CPU time per event", groups(Charts::isCompared, this::cpu));
    write(folder, "idle.svg", "Idle connections", groups(Charts::isIdle, this::idle));
    write(
        folder,
        "latency.svg",
        "Ack round trips",
        groups(workload -> workload.kind == Workload.Kind.ASK, this::latency));
    write(
        folder,
        "connections.svg",
        "CPU time per event, over more connections",
        groups(workload -> workload == Workload.P1 || isSpread(workload), this::cpu));
    if (!results.storms().isEmpty()) {
      save(folder.resolve("storm.svg"), new StormChart(results.storms()).svg());
    }
  }

  private void write(Path folder, String name, String title, List<BarChart.Group> groups)
      throws IOException {
    if (!groups.isEmpty()) {
      save(folder.resolve(name), new BarChart(title, note, groups).svg());
    }
  }

  private static void save(Path file, String svg) throws IOException {
    Files.writeString(file, svg, StandardCharsets.UTF_8);
    System.err.println("SVG: " + file);
  }

  private static boolean isIdle(Workload workload) {
    return workload.kind == Workload.Kind.IDLE;
  }

  private static boolean isSpread(Workload workload) {
    return workload.connections() > 1;
  }

  private static boolean isCompared(Workload workload) {
    return !isIdle(workload) && !isSpread(workload);
  }

  private interface Grouping {
    Stream<BarChart.Group> of(Workload workload);
  }

  private List<BarChart.Group> groups(Predicate<Workload> which, Grouping grouping) {
    return results.workloads().stream()
        .filter(which)
        .flatMap(grouping::of)
        .filter(group -> !group.bars().isEmpty())
        .toList();
  }

  private Stream<BarChart.Group> cpu(Workload workload) {
    return Stream.of(
        new BarChart.Group(
            workload.id() + ": " + workload.what,
            marks(workload, goal -> goal.what().equals("CPU") || goal.what().equals("bytes")),
            bars(workload, "%,.2f µs", Measurement::cpuMicrosPerEvent)));
  }

  private Stream<BarChart.Group> idle(Workload workload) {
    return Stream.of(
        idle(workload, "heap KiB each", "%,.1f KiB", Measurement::heapKibEach),
        idle(workload, "RSS KiB each", "%,.1f KiB", Measurement::rssKibEach),
        idle(workload, "time to connect each", "%,.0f µs", Measurement::wallMicrosPerEvent),
        idle(workload, "threads", "%,.0f", Measurement::threads));
  }

  private BarChart.Group idle(
      Workload workload, String what, String pattern, ToDoubleFunction<Measurement> figure) {
    return new BarChart.Group(
        workload.id() + ": " + workload.what + ", " + what,
        marks(workload, goal -> what.startsWith(goal.what())),
        bars(workload, pattern, figure));
  }

  private Stream<BarChart.Group> latency(Workload workload) {
    return Stream.of(
        latency(workload, "p50", Measurement::p50Micros),
        latency(workload, "p99", Measurement::p99Micros),
        latency(workload, "p99.9", Measurement::p999Micros));
  }

  private BarChart.Group latency(
      Workload workload, String what, ToDoubleFunction<Measurement> figure) {
    return new BarChart.Group(
        workload.id() + ": " + workload.what + ", " + what,
        marks(workload, goal -> goal.what().equals(what)),
        bars(workload, "%,.0f µs", figure));
  }

  private List<BarChart.Mark> marks(Workload workload, Predicate<Goal> which) {
    List<BarChart.Mark> marks = new ArrayList<>();
    for (Goal goal : Goal.ALL) {
      OptionalDouble found = goal.found(results);
      if (goal.workload() == workload && which.test(goal) && found.isPresent()) {
        marks.add(
            new BarChart.Mark(
                "%s: %s, target %s"
                    .formatted(goal.title(), goal.say(found.getAsDouble()), goal.say(goal.limit())),
                goal.isMet(found.getAsDouble())));
      }
    }
    return marks;
  }

  /** Each with how many times ours it is. */
  private List<BarChart.Bar> bars(
      Workload workload, String pattern, ToDoubleFunction<Measurement> figure) {
    double ours = median(workload, Candidate.TENTERHOOK, figure).orElse(Double.NaN);
    List<BarChart.Bar> bars = new ArrayList<>();
    for (String client : Candidate.NAMES) {
      OptionalDouble value = median(workload, client, figure);
      if (value.isPresent()) {
        String text = String.format(Locale.ROOT, pattern, value.getAsDouble());
        boolean isRelative = !client.equals(Candidate.TENTERHOOK) && ours > 0;
        bars.add(
            new BarChart.Bar(
                client,
                value.getAsDouble(),
                isRelative
                    ? text + String.format(Locale.ROOT, " (× %.2f)", value.getAsDouble() / ours)
                    : text));
      }
    }
    return bars;
  }

  private OptionalDouble median(
      Workload workload, String client, ToDoubleFunction<Measurement> figure) {
    Optional<Summary> summary = results.of(workload, client);
    double median = summary.map(found -> found.median(figure)).orElse(Double.NaN);
    return Double.isNaN(median) ? OptionalDouble.empty() : OptionalDouble.of(median);
  }
}
