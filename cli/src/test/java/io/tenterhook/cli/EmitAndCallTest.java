package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenterhook.testing.Json;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.SocketIoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter emit} and {@code tenter call} as processes against a server in this one. */
class EmitAndCallTest {
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

  @Test
  void emitsAllKindsOfArgumentsAndPrintsNothing(@TempDir Path folder) throws Exception {
    Path json = Files.writeString(folder.resolve("a.json"), "{\"x\": [1]}");
    Path bytes = Files.write(folder.resolve("a.bin"), new byte[] {0, 1, 2});
    try (TenterProcess tenter =
        TenterProcess.start(
            "emit",
            url,
            "post",
            "5",
            "hello",
            "sym=ACME",
            "p:=1.50",
            "@" + json,
            "@@" + bytes,
            "-",
            "{\"b\":{\"$base64\":\"/w==\"}}")) {
      tenter.type("from standard input\n");
      ReceivedEvent event = server.take("post", ofSeconds(60));
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out()).isEmpty();
      assertThat(tenter.err()).isEmpty();
      assertThat(event.args())
          .containsExactly(
              "5",
              "\"hello\"",
              "{\"sym\":\"ACME\",\"p\":1.50}",
              "{\"x\": [1]}",
              Json.attachment(0),
              "\"from standard input\"",
              "{\"b\":" + Json.attachment(1) + "}");
      assertThat(event.attachments()).containsExactly(new byte[] {0, 1, 2}, new byte[] {-1});
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void writesAllOfALargeEventBeforeItLeaves() throws Exception {
    String text = "x".repeat(900_000);
    try (TenterProcess tenter = TenterProcess.start("emit", url, "post", "-")) {
      tenter.type(text);
      assertThat(server.take("post", ofSeconds(60)).arg(0)).isEqualTo("\"" + text + "\"");
      assertThat(tenter.exitCode()).isEqualTo(0);
    }
  }

  @Test
  void exits2WhenTheServerWouldNotTakeAnEventOfThatSize() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("emit", url, "post", "-")) {
      tenter.type("x".repeat(1_100_000));
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("maxPayload");
    }
  }

  @Test
  void exits3WhenThereIsNothingToEmitTo() throws Exception {
    server.stop();
    try (TenterProcess tenter = TenterProcess.start("emit", url, "post")) {
      assertThat(tenter.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void exits4WhenTheNamespaceIsNotThere() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("call", url, "-n", "/nope", "post")) {
      assertThat(tenter.exitCode()).isEqualTo(4);
      assertThat(tenter.err()).contains("\"Invalid namespace\"").contains("next: is -n");
    }
  }

  @Test
  void printsTheAckAsOneLineOfTheSchema() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("call", url, "post", "9007199254740993", "{\"$base64\":\"AAEC\"}")) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      JsonNode line = tenter.lines().get(0);
      assertThat(line.get("kind").asText()).isEqualTo("ack");
      assertThat(line.get("dir").asText()).isEqualTo("in");
      assertThat(line.get("nsp").asText()).isEqualTo("/");
      assertThat(line.get("args").toString())
          .isEqualTo("[9007199254740993,{\"$base64\":\"AAEC\"}]");
    }
  }

  @Test
  void printsTheAckAloneInRawFormat() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("call", url, "post", "sym=ACME", "-o", "raw")) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.out()).containsExactly("{\"sym\":\"ACME\"}");
    }
  }

  @Test
  void sendsItAgainUntilTheAckIsTheExpectedOne() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server
        .namespace("/")
        .on(
            "post",
            event -> {
              if (seen.incrementAndGet() == 3) {
                event.ack("{\"a\": 1.0}");
              }
            });
    try (TenterProcess tenter =
        TenterProcess.start(
            "call", url, "post", "--retries", "2", "--timeout", "1s", "--expect", "{\"a\":1}")) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(seen).hasValue(3);
    }
  }

  @Test
  void exits5WhenNoAckComesInTime() throws Exception {
    server.namespace("/").on("post", event -> {});
    try (TenterProcess tenter = TenterProcess.start("call", url, "post", "--timeout", "300ms")) {
      assertThat(tenter.exitCode()).isEqualTo(5);
      assertThat(tenter.err())
          .contains("no ack for event \"post\" within 300 ms")
          .contains("--timeout");
      assertThat(tenter.lines().get(0).get("type").asText()).isEqualTo("SocketIoTimeoutException");
    }
  }

  @Test
  void exits6WhenTheLinkIsLostBeforeTheAck() throws Exception {
    server.namespace("/").on("post", event -> event.peer().connection().cut());
    try (TenterProcess tenter = TenterProcess.start("call", url, "post")) {
      assertThat(tenter.exitCode()).isEqualTo(6);
      assertThat(tenter.err()).contains("may have handled it").contains("next: ");
    }
  }

  @Test
  void exits6WhenTheServerDisconnectsBeforeTheAck() throws Exception {
    server.namespace("/").on("post", event -> event.peer().disconnect(false));
    try (TenterProcess tenter = TenterProcess.start("call", url, "post")) {
      assertThat(tenter.exitCode()).isEqualTo(6);
    }
  }

  @Test
  void sendsHeadersQueryAndPath() throws Exception {
    try (SocketIoServer elsewhere = SocketIoServer.builder().path("/io").start()) {
      elsewhere
          .namespace("/")
          .on(
              "who",
              event -> {
                var request = event.peer().connection().request();
                event.ack(Json.string(request.header("X-Who") + " " + request.query("room")));
              });
      String there = "http://127.0.0.1:" + elsewhere.port();
      try (TenterProcess tenter =
          TenterProcess.start(
              "call",
              there,
              "who",
              "--path",
              "/io",
              "-H",
              "X-Who: me",
              "-q",
              "room=a b",
              "-o",
              "raw")) {
        assertThat(tenter.exitCode()).isEqualTo(0);
        assertThat(tenter.out()).containsExactly("\"me a b\"");
      }
    }
  }

  @Test
  void masksSecretsEvenAtTheHighestVerbosity() throws Exception {
    List<String> places =
        List.of("-a", "{\"token\":\"canary\"}", "-H", "X-Key: canary", "-q", "key=canary");
    List<List<String>> runs =
        List.of(
            List.of("call", url, "post", "-vv"),
            List.of("call", url, "-n", "/nope", "post", "-vv"),
            List.of("call", "127.0.0.1:1", "post", "-vv"),
            List.of("call", url, "--no-such-option=canary", "post"),
            List.of("call", url, "post", "--header", "canary"),
            List.of("call", url, "post", "--auth", "canary"),
            List.of("call", url, "post", "--auth", "{\"token\":canary}"),
            List.of("call", url, "post", "--auth", "cmd:echo '{canary'"),
            List.of("version", "canary"));
    for (List<String> run : runs) {
      List<String> words = new ArrayList<>(run);
      if (run.contains("-vv")) {
        words.addAll(places);
      }
      try (TenterProcess tenter = TenterProcess.start(words.toArray(String[]::new))) {
        int code = tenter.exitCode();
        assertThat(tenter.toString()).as(run + " → " + code).doesNotContain("canary");
        if (run.contains("-vv")) {
          assertThat(tenter.err()).contains("* connecting");
        } else {
          assertThat(code).isEqualTo(2);
        }
      }
    }
  }
}
