package io.tenterhook.benchmarks.whole;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@link StartUp} was told. */
record StartUpOptions(int rounds, Path out, List<Jdk> jdks) {
  static final String USAGE =
      """
      usage: ./benchmarks/run start-up [--rounds N] [--out FILE] [JAVA_HOME…]

        --rounds N   how often each client is started, in turn; medians are shown; 11
        --out FILE   where the JSON goes; archives of classes go into a folder beside it
        JAVA_HOME    the JDKs to start them with; by default the one that runs this
      """;

  private static final int MAX_ROUNDS = 99;

  /** Refuses what is unknown or out of range. */
  static StartUpOptions parse(String[] arguments) {
    int rounds = 11;
    Path out = Path.of("start-up.json");
    List<Jdk> jdks = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--rounds" -> rounds = rounds(value(arguments, ++i));
        case "--out" -> out = Path.of(value(arguments, ++i));
        default -> jdks.add(Jdk.at(Path.of(arguments[i])));
      }
    }
    if (jdks.isEmpty()) {
      jdks.add(Jdk.at(Path.of(System.getProperty("java.home"))));
    }
    return new StartUpOptions(rounds, out, List.copyOf(jdks));
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " lacks its value");
    }
    return arguments[index];
  }

  private static int rounds(String value) {
    if (!value.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException(
          "--rounds is %s but must be a number from 1 to %d".formatted(value, MAX_ROUNDS));
    }
    return Integer.parseInt(value);
  }
}
