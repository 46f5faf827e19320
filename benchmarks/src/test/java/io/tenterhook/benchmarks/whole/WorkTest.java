package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.benchmarks.server.FloodServer;
import io.tenterhook.benchmarks.server.Script;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkTest {
  private static final List<String> JAVA_CLIENTS =
      List.of(Candidate.TENTERHOOK, Candidate.OFFICIAL, Candidate.NETTY_RAW);

  /** Many connections differ from few only in their number. */
  private static final int MOST_CONNECTIONS = 100;

  static Stream<Arguments> everything() {
    return JAVA_CLIENTS.stream()
        .flatMap(
            client ->
                Stream.of(Workload.values())
                    .filter(workload -> workload.isFor(client))
                    .filter(workload -> workload.connections() <= MOST_CONNECTIONS)
                    .map(workload -> Arguments.of(client, workload)));
  }

  @ParameterizedTest(name = "{0} does {1}")
  @MethodSource("everything")
  void everyClientDoesEveryWorkloadToItsEnd(String client, Workload workload) throws Exception {
    int events = few(workload);
    try (FloodServer server = new FloodServer();
        Candidate candidate = Candidate.named(client);
        Work work = new Work(candidate, server.port(), workload)) {
      work.connect();

      Measurement found = ClientProcess.measure(work, events, new Span(0));

      assertThat(found.get(Figure.EVENTS)).isEqualTo(events);
      assertThat(found.eventsPerSecond()).isPositive();
      assertThat(found.p50Micros() > 0).isEqualTo(workload.hasRoundTrips());
    }
  }

  private static int few(Workload workload) {
    return switch (workload.kind) {
      case RECEIVE -> workload == Workload.P1 ? 3_000 : 100;
      case PACED, IDLE, CONNECT -> 100;
      case EMIT -> workload == Workload.P6OUT ? 3 * Script.BLOB_CHUNK : Script.CHUNK;
      case ASK -> 300;
    };
  }
}
