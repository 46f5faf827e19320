package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenterhook.testing.SocketIoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter bench} as a process against a server in this one. */
class BenchCommandTest {
  private SocketIoServer server;
  private String url;

  @BeforeEach
  void startServer() {
    server = SocketIoServer.start();
    server.namespace("/").echo();
    url = ":" + server.port();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static JsonNode last(TenterProcess tenter) {
    List<JsonNode> lines = tenter.lines();
    return lines.get(lines.size() - 1);
  }

  @Test
  void callPrintsALineEachSecondAndFailsAsItsConditionsSay(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("run.json");
    try (TenterProcess tenter =
        TenterProcess.start(
            "bench",
            "call",
            url,
            "ask",
            "sym=ACME",
            "--clients=3",
            "--rate=100",
            "--duration=1s",
            "--fail-if=errors>0",
            "--fail-if=rate<100000",
            "-a",
            "{\"token\":\"canary\"}",
            "--report=json",
            "--report-file=" + file)) {
      assertThat(tenter.exitCode()).isEqualTo(7);
      assertThat(tenter.err()).contains("failed, rate<100000: rate is ").doesNotContain("errors>0");
      assertThat(tenter.err()).contains("report: " + file).doesNotContain("\u001b");
      assertThat(tenter.lines().get(0).get("kind").asText()).isEqualTo("stat");
      JsonNode bench = last(tenter);
      assertThat(bench.get("kind").asText()).isEqualTo("bench");
      assertThat(bench.get("what").asText()).isEqualTo("call");
      assertThat(bench.get("loop").asText()).isEqualTo("open");
      assertThat(bench.get("done").asInt()).isEqualTo(100);
      assertThat(bench.get("bytes").asInt()).isEqualTo(100 * "{\"sym\":\"ACME\"}".length());
      assertThat(bench.get("errors").asInt()).isZero();
      assertThat(bench.get("latency").get("count").asInt()).isEqualTo(100);
      assertThat(bench.get("latency").fieldNames())
          .toIterable()
          .containsExactly(
              "count", "minMs", "meanMs", "p50Ms", "p75Ms", "p90Ms", "p95Ms", "p99Ms", "p999Ms",
              "maxMs");
      JsonNode report = new ObjectMapper().readTree(file.toFile());
      assertThat(report.get("latency")).isEqualTo(bench.get("latency"));
      assertThat(sum(report.get("seconds"))).isEqualTo(100);
      assertThat(sum(report.get("histogram"))).isEqualTo(100);
      assertThat(report.get("percentiles")).isNotEmpty();
      assertThat(tenter + Files.readString(file)).doesNotContain("canary");
    }
    assertThat(server.errors()).isEmpty();
  }

  private static int sum(JsonNode counts) {
    int sum = 0;
    for (JsonNode each : counts) {
      sum += each.get("count").asInt();
    }
    return sum;
  }

  @Test
  void connOpensAllItsConnections() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start(
            "bench", "conn", url, "--clients=20", "--rate=100", "--duration=1s", "-o", "raw")) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out()).contains("done\t20", "errors\t0");
      assertThat(tenter.out()).anyMatch(line -> line.startsWith("p99\t"));
    }
  }

  @Test
  void emitSendsSoManyBytesAndWritesAPage(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("run.html");
    try (TenterProcess tenter =
        TenterProcess.start(
            "bench",
            "emit",
            url,
            "--size=50",
            "--rate=50",
            "--duration=1s",
            "-o",
            "pretty",
            "--report=html",
            "--report-file=" + file)) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out().get(0)).startsWith("emit  http://localhost:" + server.port());
      assertThat(tenter.out()).anyMatch(line -> line.matches("  done +50 .*"));
      assertThat(tenter.out()).anyMatch(line -> line.contains("2.50 kB"));
      assertThat(Files.readString(file)).contains("tenter bench emit", "2.50 <small>kB</small>");
    }
  }

  /** Events of the seconds that it has told so far. */
  private static int told(TenterProcess tenter) {
    return tenter.lines().stream()
        .filter(line -> line.get("kind").asText().equals("stat"))
        .mapToInt(second -> second.get("count").asInt())
        .sum();
  }

  @Test
  void floodTellsWhatItHasWhenItIsInterrupted() throws Exception {
    assumeTrue(ListenTest.interruptsAreNotIgnored(), "SIGINT reaches child processes");
    server
        .namespace("/")
        .on(
            "go",
            event -> {
              assertThat(event.args()).containsExactly("1", "\"now\"");
              for (int i = 0; i < 100; i++) {
                event.peer().emit("tick", "1");
              }
            });
    try (TenterProcess tenter =
        TenterProcess.start(
            "bench", "flood", url, "tick", "--start", "go 1 now", "--duration", "1h")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(told(tenter)).as(tenter.toString()).isEqualTo(100));
      tenter.interrupt();
      assertThat(tenter.exitCode()).isEqualTo(130);
      assertThat(last(tenter).get("interrupted").asBoolean()).isTrue();
      assertThat(last(tenter).get("done").asInt()).isEqualTo(100);
      assertThat(last(tenter).has("latency")).isFalse();
    }
  }
}
