package io.tenterhook.benchmarks.whole;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the command was told. */
record Options(int events, int rounds, List<Workload> workloads, List<String> clients, Path out) {

  static final String USAGE =
      """
      usage: ./benchmarks/run [--events N] [--rounds N] [--only P1,P2] [--clients a,b] [--out FILE]
             ./benchmarks/run jmh [JMH's options]

        --events N     the base of all counts, 1000000: P1 and P2 do all, P3p a 5th, P3s a 50th
        --rounds N     how often each client runs, in turn; medians are shown; 3
        --only LIST    of P1, P2, P3s, P3p
        --clients LIST of tenterhook, official, netty-raw
        --out FILE     where the JSON goes
      """;

  private static final int DEFAULT_EVENTS = 1_000_000;
  private static final int MAX_EVENTS = 10_000_000;
  private static final int DEFAULT_ROUNDS = 3;
  private static final int MAX_ROUNDS = 99;

  /** Refuses what is unknown or out of range. */
  static Options parse(String[] arguments) {
    Options options =
        new Options(
            DEFAULT_EVENTS,
            DEFAULT_ROUNDS,
            List.of(Workload.values()),
            Candidate.NAMES,
            Path.of("comparison.json"));
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " is unknown or lacks its value");
      }
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private Options with(String option, String value) {
    return switch (option) {
      case "--events" ->
          new Options(number(option, value, MAX_EVENTS), rounds, workloads, clients, out);
      case "--rounds" ->
          new Options(events, number(option, value, MAX_ROUNDS), workloads, clients, out);
      case "--only" ->
          new Options(
              events, rounds, list(value).stream().map(Workload::named).toList(), clients, out);
      case "--clients" -> new Options(events, rounds, workloads, known(list(value)), out);
      case "--out" -> new Options(events, rounds, workloads, clients, Path.of(value));
      default -> throw new IllegalArgumentException(option + " is no option");
    };
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

  private static int number(String option, String value, int max) {
    int number;
    try {
      number = Integer.parseInt(value);
    } catch (NumberFormatException none) {
      number = 0;
    }
    if (number < 1 || number > max) {
      throw new IllegalArgumentException(
          option + " is " + value + " but must be a number from 1 to " + max);
    }
    return number;
  }
}
