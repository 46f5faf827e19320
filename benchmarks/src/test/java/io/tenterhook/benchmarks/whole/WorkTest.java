package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.benchmarks.server.FloodServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkTest {
  private static final int BASE = 3_000;

  @ParameterizedTest
  @CsvSource({
    "tenterhook, P1", "tenterhook, P2", "tenterhook, P3s", "tenterhook, P3p",
    "official, P1", "official, P2", "official, P3s", "official, P3p",
    "netty-raw, P1", "netty-raw, P2", "netty-raw, P3s", "netty-raw, P3p"
  })
  void everyClientDoesEveryWorkloadToItsEnd(String client, String id) throws Exception {
    Workload workload = Workload.named(id);
    int events = workload.events(BASE);
    try (FloodServer server = new FloodServer();
        Candidate candidate = Candidate.named(client)) {
      Work work = new Work(candidate);
      work.connect(server.port());

      work.run(workload, workload.warmUp(BASE));
      Measurement found = ClientProcess.measure(work, workload, events);

      assertThat(found.events()).isEqualTo(events);
      assertThat(found.wallNanos()).isPositive();
      assertThat(found.p50Nanos() > 0).isEqualTo(workload.isAsking());
      assertThat(found.p99Nanos()).isGreaterThanOrEqualTo(found.p50Nanos());
    }
  }
}
