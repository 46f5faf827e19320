package io.tenterhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter probe}, and the flags of the road, against socket.io 4.8.4. */
@RequiresNode
final class ProbeTest {

  private static List<JsonNode> probe(int exitCode, String... arguments)
      throws JsonProcessingException {
    List<String> words = new ArrayList<>(List.of("probe", "--json"));
    words.addAll(List.of(arguments));
    TenterRun run = TenterRun.of(words.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out()) {
      lines.add(NodePeer.JSON.readTree(line));
    }
    return lines;
  }

  private static String mistake(List<JsonNode> lines) {
    return lines.get(lines.size() - 1).path("mistake").asText();
  }

  private static JsonNode step(List<JsonNode> lines, String name) {
    return lines.stream()
        .filter(line -> line.path("step").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertWell(List<JsonNode> lines, String... steps) {
    for (String step : steps) {
      assertThat(step(lines, step).path("status").asText()).as(lines.toString()).isEqualTo("ok");
    }
  }

  @Test
  void allIsWellWithAServerOfDefaults() throws Exception {
    try (NodePeer server = NodePeer.socketIo("{pingInterval: 600}")) {
      List<JsonNode> lines = probe(0, server.url());

      assertThat(mistake(lines)).isEqualTo("none");
      assertWell(
          lines, "polling", "websocket", "upgrade", "ping", "namespace", "parser", "sticky", "rtt");
      assertThat(step(lines, "ping").path("details").path("observedMs").asInt())
          .isBetween(300, 5_000);
      assertThat(server.upToDate().count("requestRefused")).isZero();
    }
  }

  @Test
  void serversInTurnWithoutStickySessionsAreRecognised() throws Exception {
    try (NodePeer one = NodePeer.socketIo();
        NodePeer two = NodePeer.socketIo();
        NodePeer balancer = NodePeer.roundRobin(one.port(), two.port())) {
      List<JsonNode> lines = probe(7, balancer.url());

      assertThat(mistake(lines)).isEqualTo("not-sticky");
      assertThat(step(lines, "sticky").path("details").path("sessionUnknown").asInt()).isEqualTo(4);
      assertWell(lines, "websocket", "namespace");
      assertThat(mistake(probe(3, balancer.url(), "-t", "polling"))).isEqualTo("not-sticky");
    }
  }

  @Test
  void sessionsThatStickByACookieAreFine() throws Exception {
    try (NodePeer one = NodePeer.socketIo();
        NodePeer two = NodePeer.socketIo();
        NodePeer balancer = NodePeer.balancer(one.port(), two.port())) {
      List<JsonNode> lines = probe(0, balancer.url());

      assertThat(mistake(lines)).isEqualTo("none");
      assertWell(lines, "sticky", "upgrade");
    }
  }

  @Test
  void oneTransportAloneIsNamed() throws Exception {
    try (NodePeer webSocket = NodePeer.socketIo("{transports: ['websocket']}");
        NodePeer polling = NodePeer.socketIo("{transports: ['polling']}")) {
      List<JsonNode> byWebSocket = probe(0, webSocket.url());
      assertThat(mistake(byWebSocket)).isEqualTo("transport-not-allowed");
      assertThat(step(byWebSocket, "polling").path("status").asText()).isEqualTo("warning");

      List<JsonNode> byPolling = probe(0, polling.url());
      assertThat(mistake(byPolling)).isEqualTo("transport-not-allowed");
      assertThat(step(byPolling, "websocket").path("status").asText()).isEqualTo("warning");

      assertThat(mistake(probe(3, polling.url(), "-t", "websocket")))
          .isEqualTo("transport-not-allowed");
    }
  }

  /** Such a server leaves requests for other paths without any answer. */
  @Test
  void aPathThatNobodyServesIsNamedThoughNothingAnswers() throws Exception {
    try (NodePeer server = NodePeer.socketIo("{path: '/api/socket.io/'}")) {
      List<JsonNode> lines = probe(3, server.url(), "--connect-timeout", "2s");

      assertThat(mistake(lines)).isEqualTo("found-elsewhere");
      assertThat(step(lines, "path").path("details").path("path").asText())
          .isEqualTo("/api/socket.io/");
    }
  }

  @Test
  void anotherParserIsRecognisedAndSpoken() throws Exception {
    try (NodePeer msgpack = NodePeer.socketIo("{parser: 'msgpack'}");
        NodePeer json = NodePeer.socketIo()) {
      assertThat(mistake(probe(3, msgpack.url()))).isEqualTo("other-parser");
      assertThat(mistake(probe(3, json.url(), "--parser", "msgpack"))).isEqualTo("other-parser");
      assertThat(mistake(probe(0, msgpack.url(), "--parser", "msgpack"))).isEqualTo("none");

      TenterRun call =
          TenterRun.of(
              "call", msgpack.url(), "echo-ack", "1.5", "--parser", "msgpack", "-o", "raw");
      assertThat(call.exitCode()).as(call.toString()).isZero();
      assertThat(call.out()).containsExactly("1.5");
    }
  }

  @Test
  void aNamespaceThatIsNoneIsRefused() throws Exception {
    try (NodePeer server = NodePeer.socketIo()) {
      assertThat(mistake(probe(4, server.url(), "-n", "/no-such"))).isEqualTo("connect-error");
    }
  }

  @Test
  void listenTellsByWhichTransportItIsConnectedAndTheUpgrade() throws Exception {
    try (NodePeer server = NodePeer.socketIo()) {
      TenterRun run =
          TenterRun.of("listen", server.url(), "-t", "polling,websocket", "--for", "6s", "-v");
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(run.out())
          .anyMatch(line -> line.contains("\"kind\":\"connect\""))
          .anyMatch(line -> line.contains("\"kind\":\"upgrade\",\"transport\":\"websocket\""));
      assertThat(run.err()).contains("* by polling", "* upgraded to websocket");

      TenterRun polling = TenterRun.of("listen", server.url(), "-t", "polling", "--for", "4s");
      assertThat(polling.out())
          .anyMatch(line -> line.contains("\"recovered\":false,\"transport\":\"polling\""));
    }
  }

  @Test
  void aCookieJarKeepsAClientWithItsServerAcrossRuns(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("jar");
    try (NodePeer one = NodePeer.socketIo();
        NodePeer two = NodePeer.socketIo();
        NodePeer balancer = NodePeer.balancer(one.port(), two.port())) {
      for (int i = 0; i < 3; i++) {
        TenterRun run =
            TenterRun.of("call", balancer.url(), "echo-ack", "x", "--cookie-jar", jar.toString());
        assertThat(run.exitCode()).as(run.toString()).isZero();
      }
      assertThat(Files.readString(jar)).contains("\troute\t\"r ");
      assertThat(one.upToDate().count("connection")).isEqualTo(3);
      assertThat(two.upToDate().count("connection")).isZero();
    }
  }
}
