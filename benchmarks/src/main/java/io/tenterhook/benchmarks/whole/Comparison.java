package io.tenterhook.benchmarks.whole;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs every workload with every client, in turn, and prints the table. The clients of one round
 * run directly after one another, so that whatever else the machine does hits them alike; each
 * round starts with another one.
 */
public final class Comparison {
  private static final List<Double> JITTERS = List.of(0.5, 0.0);

  private final Options options;
  private final Trial trial;
  private final List<String> clients;
  private boolean someFailed;

  private Comparison(Options options) {
    this.options = options;
    this.trial = new Trial(options.warmUp(), options.seconds());
    this.clients = new ArrayList<>(options.clients());
  }

  /**
   * Prints the table as Markdown to standard output, progress to standard error, and writes JSON.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) throws IOException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    Comparison comparison = new Comparison(options);
    comparison.run();
    System.exit(comparison.someFailed ? 1 : 0);
  }

  private void run() throws IOException {
    if (clients.contains(Candidate.NPM)) {
      NodeProgram.whatIsMissing()
          .ifPresent(
              missing -> {
                System.err.println("npm is left out: " + missing);
                clients.remove(Candidate.NPM);
              });
    }
    Surroundings before = Surroundings.now();
    List<Summary> summaries = new ArrayList<>();
    for (Workload workload : options.workloads()) {
      summaries.addAll(compare(workload));
    }
    List<Storm> storms = options.storm() == 0 ? List.of() : storms();
    Results results =
        new Results(
            before,
            Surroundings.now(),
            options.rounds(),
            options.seconds(),
            Child.FLAGS,
            summaries,
            storms);
    results.write(options.out());
    System.out.print(new Report(results).markdown());
    System.err.println("JSON: " + options.out());
  }

  private List<Summary> compare(Workload workload) {
    List<String> able = clients.stream().filter(workload::isFor).toList();
    Map<String, List<Measurement>> runs = new LinkedHashMap<>();
    able.forEach(client -> runs.put(client, new ArrayList<>()));
    // Memory hardly varies, and looking at idle connections takes long.
    int rounds = workload.kind == Workload.Kind.IDLE ? 1 : options.rounds();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < able.size(); i++) {
        String client = able.get((round + i) % able.size());
        try {
          Measurement found = trial.run(workload, client);
          System.err.printf(
              "%-6s round %d %-10s %8.2f µs CPU and %.0f bytes per event%n",
              workload.id(), round + 1, client, found.cpuMicrosPerEvent(), found.bytesPerEvent());
          runs.computeIfAbsent(client, fresh -> new ArrayList<>()).add(found);
        } catch (IOException failed) {
          someFailed = true;
          System.err.printf("%-6s %-10s failed: %s%n", workload.id(), client, failed.getMessage());
        }
      }
    }
    return runs.entrySet().stream()
        .map(run -> new Summary(workload, run.getKey(), List.copyOf(run.getValue())))
        .toList();
  }

  private List<Storm> storms() {
    List<Storm> storms = new ArrayList<>();
    for (double jitter : JITTERS) {
      try {
        Storm storm = StormTrial.run(options.storm(), jitter);
        System.err.printf(
            "storm  jitter %.1f: at most %d attempts in 100 ms%n", jitter, storm.peak());
        storms.add(storm);
      } catch (IOException failed) {
        someFailed = true;
        System.err.println("storm failed: " + failed.getMessage());
      }
    }
    return storms;
  }
}
