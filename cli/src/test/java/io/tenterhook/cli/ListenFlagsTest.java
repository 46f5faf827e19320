package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code tenter listen} does beside printing, as a process against a server in this one. */
class ListenFlagsTest {
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
  void filtersAnswersCountsAndSaysHelloAfterEveryConnect() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start(
            "listen",
            url,
            "-c",
            "2",
            "--not",
            "noise",
            "--where",
            "/0/sym=ACME",
            "--ack-with",
            "{\"ok\":true}",
            "--emit-on-connect",
            "join [\"r1\"]",
            "--stats")) {
      ServerSocketPeer first = peer();
      assertThat(server.take("join", ofSeconds(60)).args()).containsExactly("[\"r1\"]");
      first.emit("noise", "{\"sym\":\"ACME\"}");
      first.emit("price", "{\"sym\":\"OTHER\"}");
      assertThat(first.emitWithAck("price", "{\"sym\":\"ACME\"}").get(60, TimeUnit.SECONDS).args())
          .containsExactly("{\"ok\":true}");
      first.connection().cut();
      assertThat(server.take("join", ofSeconds(60)).args()).containsExactly("[\"r1\"]");
      peer().emit("trade", "{\"sym\":\"ACME\"}");
      assertThat(tenter.exitCode()).isEqualTo(0);
      List<JsonNode> lines = tenter.lines();
      assertThat(lines.stream().filter(line -> line.get("kind").asText().equals("event")))
          .extracting(line -> line.get("event").asText())
          .containsExactly("price", "trade");
      JsonNode stat = lines.get(lines.size() - 1);
      assertThat(stat.get("kind").asText()).isEqualTo("stat");
      assertThat(stat.get("count").asInt()).isEqualTo(2);
      assertThat(stat.get("events").toString()).isEqualTo("{\"price\":1,\"trade\":1}");
    }
  }

  @Test
  void runsACommandForEachEventOneAfterTheOther() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start(
            "listen",
            url,
            "-c",
            "2",
            "--exec",
            "echo \"$TENTER_NSP $TENTER_EVENT\"; wc -l; [ \"$TENTER_EVENT\" = one ]")) {
      ServerSocketPeer peer = peer();
      peer.emit("one", "\"" + "x".repeat(200_000) + "\"");
      peer.emit("$(two)");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out())
          .extracting(String::strip)
          .containsExactly("/ one", "1", "/ $(two)", "1");
      assertThat(tenter.err()).contains("--exec, for event $(two): ended with status 1");
    }
  }
}
