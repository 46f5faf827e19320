package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.FloodServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Restarts a server that has many clients, and looks at how they come back. */
final class StormTrial {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long DOWN_MILLIS = 2_500;

  private StormTrial() {}

  static Storm run(int clients, double jitter) throws IOException {
    try (Child server = Child.start(FloodServer.class, List.of(), LIMIT)) {
      String port = server.line().replace("port ", "");
      List<String> arguments = List.of(port, Integer.toString(clients), Double.toString(jitter));
      try (Child child = Child.start(StormProcess.class, arguments, LIMIT)) {
        expect(child, "ready");
        server.say("restart " + DOWN_MILLIS);
        long start = System.nanoTime();
        server.line();
        expect(child, "back");
        long backMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        server.say("attempts");
        List<Integer> attempts =
            Arrays.stream(server.line().split(",", -1)).map(Integer::valueOf).toList();
        return new Storm(clients, jitter, DOWN_MILLIS, attempts, backMillis);
      }
    }
  }

  private static void expect(Child child, String expected) throws IOException {
    String line = child.line();
    if (!line.equals(expected)) {
      throw new IOException("expected " + expected + ", found: " + line);
    }
  }
}
