package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.Json;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter listen} as a process against a server in this one. */
class ListenTest {
  private SocketIoServer server;
  private String url;

  @BeforeEach
  void startServer() {
    server = SocketIoServer.start();
    url = ":" + server.port();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private ServerSocketPeer peer() {
    return server.namespace("/").takePeer(ofSeconds(60));
  }

  @Test
  void printsTheLineSchemaWhereNoTerminalIs() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("listen", url, "-c", "3")) {
      ServerSocketPeer peer = peer();
      peer.emit("price", "{\"usd\": 1.50, \"id\": 9007199254740993}", "\"ACME\"");
      peer.emit("file", List.of(Json.attachment(0)), List.of(new byte[] {0, 1, 2}));
      var unused = peer.emitWithAck("ask");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.err()).isEmpty();
      List<String> lines =
          tenter.out().stream()
              .map(
                  line ->
                      line.replaceFirst("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", "T"))
              .toList();
      assertThat(lines)
          .containsExactly(
              "{\"at\":\"T\",\"kind\":\"connect\",\"nsp\":\"/\",\"sid\":\""
                  + peer.sid()
                  + "\",\"recovered\":false,\"transport\":\"websocket\"}",
              "{\"at\":\"T\",\"dir\":\"in\",\"kind\":\"event\",\"nsp\":\"/\",\"event\":\"price\","
                  + "\"args\":[{\"usd\":1.50,\"id\":9007199254740993},\"ACME\"]}",
              "{\"at\":\"T\",\"dir\":\"in\",\"kind\":\"event\",\"nsp\":\"/\",\"event\":\"file\","
                  + "\"args\":[{\"$base64\":\"AAEC\"}]}",
              "{\"at\":\"T\",\"dir\":\"in\",\"kind\":\"event\",\"nsp\":\"/\",\"event\":\"ask\","
                  + "\"args\":[],\"ack\":0}");
    }
  }

  @Test
  void printsOnlyTheEventsThatWereAskedFor() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("listen", url, "b", "c", "-c", "2", "-o", "raw")) {
      ServerSocketPeer peer = peer();
      peer.emit("a", "1");
      peer.emit("b", "2", "\"two\"");
      peer.emit("a", "3");
      peer.emit("c", "4");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out()).containsExactly("2\t\"two\"", "4");
    }
  }

  @Test
  void keepsStatusOffStandardOutputInPrettyFormat() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("listen", url, "-c", "1", "-o", "pretty", "--color", "never")) {
      peer().emit("price", "1.5", "\"\u009b2J\"");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out())
          .singleElement()
          .asString()
          .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  price  1\\.5  \"\\\\u009b2J\"");
      assertThat(tenter.err()).startsWith("connected to /, sid ");
    }
  }

  @Test
  void coloursOnlyWhenToldToWhereNoTerminalIs() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("listen", url, "-c", "1", "-o", "pretty", "--color", "always")) {
      peer().emit("price");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out().get(0)).contains("\033[1;36mprice\033[0m");
    }
  }

  @Test
  void exits3WhenHttpRefusesTheUpgrade() throws Exception {
    server.nextConnection(Fault.http(404, "no such page"));
    try (TenterProcess tenter = TenterProcess.start("listen", url)) {
      assertThat(tenter.exitCode()).isEqualTo(3);
      assertThat(tenter.err()).contains("404").contains("next: is --path right?");
    }
  }

  @Test
  void exits3WhenConnectIsNeverAnswered() throws Exception {
    server.nextConnection(Fault.neverAnswerConnect());
    try (TenterProcess tenter = TenterProcess.start("listen", url, "--connect-timeout", "3s")) {
      assertThat(tenter.exitCode()).isEqualTo(3);
      assertThat(tenter.err()).contains("did not answer CONNECT").contains("--connect-timeout");
    }
  }

  @Test
  void exits3WhenTimeIsOverBeforeItIsConnected() throws Exception {
    server.everyConnection(Fault.http(502, "bad gateway"));
    try (TenterProcess tenter =
        TenterProcess.start("listen", url, "--reconnect", "forever", "--for", "1s")) {
      assertThat(tenter.exitCode()).isEqualTo(3);
      assertThat(tenter.err()).contains("no connection within 1s");
    }
  }

  @Test
  void exits6WhenNoRetryIsLeft() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("listen", url, "--reconnect", "1")) {
      tenter.awaitOut("connect");
      server.stop();
      assertThat(tenter.exitCode()).isEqualTo(6);
      assertThat(tenter.lines())
          .extracting(line -> line.get("kind").asText())
          .containsExactly("connect", "disconnect", "reconnect", "error");
    }
  }

  @Test
  void exits6WhenTheServerDisconnects() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("listen", url)) {
      peer().disconnect(false);
      assertThat(tenter.exitCode()).isEqualTo(6);
      assertThat(tenter.err()).contains("io server disconnect");
    }
  }

  @Test
  void reconnectsForEverOnceConnectedAndReadsTheAuthFileAnew(@TempDir Path folder)
      throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    server
        .namespace("/")
        .authorize(
            request -> {
              seen.add(request.auth());
              return Verdict.accept();
            });
    Path token = Files.writeString(folder.resolve("token"), "{\"token\":\"t-1\"}");
    try (TenterProcess tenter = TenterProcess.start("listen", url, "-c", "1", "-a", "@" + token)) {
      ServerSocketPeer first = peer();
      Files.writeString(token, "t-2\n");
      first.connection().cut();
      peer().emit("back");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(seen).containsExactly("{\"token\":\"t-1\"}", "{\"token\":\"t-2\"}");
      assertThat(tenter.lines())
          .extracting(line -> line.get("kind").asText())
          .containsExactly("connect", "disconnect", "reconnect", "connect", "event");
      JsonNode reconnect = tenter.lines().get(2);
      assertThat(reconnect.get("attempt").asInt()).isEqualTo(1);
      assertThat(reconnect.get("delayMs").asLong()).isBetween(500L, 1000L);
    }
  }

  @Test
  void runsTheAuthCommandAnewForEveryConnect(@TempDir Path folder) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    server
        .namespace("/")
        .authorize(
            request -> {
              seen.add(request.auth());
              return Verdict.accept();
            });
    Path runs = folder.resolve("runs");
    String command = "cmd:echo x >> " + runs + "; wc -l < " + runs + " | tr -d ' '";
    try (TenterProcess tenter = TenterProcess.start("listen", url, "-c", "1", "-a", command)) {
      peer().connection().cut();
      peer().emit("back");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(seen).containsExactly("{\"token\":\"1\"}", "{\"token\":\"2\"}");
    }
  }

  @Test
  void exits2WhenThereAreNoCredentials() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("listen", url, "-a", "env:NO_SUCH_TOKEN")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("no variable NO_SUCH_TOKEN").contains("next: ");
    }
  }

  /** A shell starts jobs in the background with SIGINT ignored, and children inherit that. */
  static boolean interruptsAreNotIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .allMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) == 0);
  }

  @Test
  void takesFlagsFromTheEnvironmentAndPrefersTheCommandLine() throws Exception {
    server.namespace("/a");
    Map<String, String> environment =
        Map.of(
            "TENTER_NAMESPACE", "/a",
            "TENTER_COUNT", "7",
            "TENTER_OUTPUT", "raw",
            "TENTER_VERBOSE", "2");
    try (TenterProcess tenter = TenterProcess.start(environment, "listen", url, "-c", "1")) {
      server.namespace("/a").takePeer(ofSeconds(60)).emit("one", "1");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out()).containsExactly("1");
      assertThat(tenter.err()).contains("* connecting", "< 42/a,[\"one\",1]");
    }
  }
}
