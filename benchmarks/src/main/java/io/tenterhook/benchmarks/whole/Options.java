package io.tenterhook.benchmarks.whole;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the command was told. */
record Options(
    double seconds,
    double warmUp,
    int rounds,
    List<Workload> workloads,
    List<String> clients,
    int storm,
    Path out) {

  static final String USAGE =
      """
      usage: ./benchmarks/run [--seconds N] [--warm-up N] [--rounds N] [--only P1,P2]
                              [--clients a,b] [--storm N] [--out FILE]
             ./benchmarks/run charts [FILE [FOLDER]]
             ./benchmarks/run jmh [JMH's options]

        --seconds N    CPU time for which each client does each workload; 1
        --warm-up N    the same, before; 4
        --rounds N     how often each client runs, in turn; medians are shown; 2
        --only LIST    of P1, P1b, P1-50k, P1-5k, P2, P2r, P3s, P3p, P4-1k, P4-5k, P4-10k,
                       P5s, P5p, P6in, P6out, P7, X100, X1k, X10k, or none; all but X10k
        --clients LIST of tenterhook, official, netty-raw, npm
        --storm N      how many clients reconnect after a restart, 0 to 5000; 2000
        --out FILE     where the JSON goes

      charts makes SVGs of a JSON.
      """;

  private static final double MAX_SECONDS = 60;
  private static final int MAX_ROUNDS = 99;
  private static final int MAX_STORM = 5_000;

  private static final Options DEFAULT =
      new Options(
          1,
          4,
          2,
          Arrays.stream(Workload.values()).filter(workload -> !workload.isExtra()).toList(),
          Candidate.NAMES,
          2_000,
          Path.of("comparison.json"));

  /** Refuses what is unknown or out of range. */
  static Options parse(String[] arguments) {
    Options options = DEFAULT;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " is unknown or lacks its value");
      }
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private Options with(String option, String value) {
    double newSeconds = seconds;
    double newWarmUp = warmUp;
    int newRounds = rounds;
    List<Workload> newWorkloads = workloads;
    List<String> newClients = clients;
    int newStorm = storm;
    Path newOut = out;
    switch (option) {
      case "--seconds" -> newSeconds = number(option, value, 0.1, MAX_SECONDS);
      case "--warm-up" -> newWarmUp = number(option, value, 0.1, MAX_SECONDS);
      case "--rounds" -> newRounds = (int) number(option, value, 1, MAX_ROUNDS);
      case "--only" ->
          newWorkloads =
              value.equals("none") ? List.of() : list(value).stream().map(Workload::named).toList();
      case "--clients" -> newClients = known(list(value));
      case "--storm" -> newStorm = (int) number(option, value, 0, MAX_STORM);
      case "--out" -> newOut = Path.of(value);
      default -> throw new IllegalArgumentException(option + " is no option");
    }
    return new Options(
        newSeconds, newWarmUp, newRounds, newWorkloads, newClients, newStorm, newOut);
  }

  private static List<String> list(String value) {
    return Arrays.asList(value.split(",", -1));
  }

  private static List<String> known(List<String> clients) {
    for (String client : clients) {
      if (!Candidate.NAMES.contains(client)) {
        throw new IllegalArgumentException("client " + client + " is none of " + Candidate.NAMES);
      }
    }
    return clients;
  }

  private static double number(String option, String value, double min, double max) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException none) {
      number = Double.NaN;
    }
    if (!(number >= min && number <= max)) {
      throw new IllegalArgumentException(
          "%s is %s but must be a number from %s to %s".formatted(option, value, min, max));
    }
    return number;
  }
}
