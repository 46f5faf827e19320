package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.FloodServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
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
  private static final Duration CLIENT_LIMIT = Duration.ofMinutes(4);
  private static final Duration SERVER_LIMIT = Duration.ofHours(2);

  private final Options options;

  private Comparison(Options options) {
    this.options = options;
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
    new Comparison(options).run();
  }

  private void run() throws IOException {
    Surroundings before = Surroundings.now();
    List<Summary> summaries = new ArrayList<>();
    for (Workload workload : options.workloads()) {
      summaries.addAll(compare(workload));
    }
    Report report = new Report(options, before, Surroundings.now(), summaries);
    System.out.print(report.markdown());
    Files.writeString(options.out(), report.json(), StandardCharsets.UTF_8);
    System.err.println("JSON: " + options.out());
  }

  private List<Summary> compare(Workload workload) throws IOException {
    Map<String, List<Measurement>> runs = new LinkedHashMap<>();
    options.clients().forEach(client -> runs.put(client, new ArrayList<>()));
    for (int round = 0; round < options.rounds(); round++) {
      for (int i = 0; i < options.clients().size(); i++) {
        String client = options.clients().get((round + i) % options.clients().size());
        Measurement found = measure(workload, client);
        System.err.printf(
            "%s round %d %-10s %8.2f µs CPU per event%n",
            workload.id(), round + 1, client, found.cpuMicrosPerEvent());
        runs.computeIfAbsent(client, fresh -> new ArrayList<>()).add(found);
      }
    }
    return runs.entrySet().stream()
        .map(run -> new Summary(workload, run.getKey(), List.copyOf(run.getValue())))
        .toList();
  }

  /** Server and client are both new, so that no run inherits what another has left. */
  private Measurement measure(Workload workload, String client) throws IOException {
    try (Child server = Child.start(FloodServer.class, List.of(), SERVER_LIMIT)) {
      String port = server.line().replace("port ", "");
      List<String> arguments =
          List.of(client, workload.id(), Integer.toString(options.events()), port);
      try (Child child = Child.start(ClientProcess.class, arguments, CLIENT_LIMIT)) {
        child.line();
        long serverBefore = server.cpuNanos();
        child.say("go");
        String line = child.line();
        return Measurement.parse(line, server.cpuNanos() - serverBefore);
      }
    }
  }
}
