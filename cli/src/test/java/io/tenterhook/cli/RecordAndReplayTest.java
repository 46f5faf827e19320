package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.testing.Json;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter record} and {@code tenter replay} as processes. */
class RecordAndReplayTest {
  private static final String LINES =
      """
      {"at":"2026-01-31T12:00:00.000Z","dir":"in","kind":"event","nsp":"/chat","event":"a","args":[{"t":"canary"}]}
      {"at":"2026-01-31T12:00:00.100Z","dir":"in","kind":"event","nsp":"/","event":"b","args":[{"$base64":"AAEC"}]}
      """;

  @TempDir private Path folder;
  private SocketIoServer server;

  @BeforeEach
  void startServer() {
    server = SocketIoServer.start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void recordsEverythingButWhatIsRedactedAndSecret() throws Exception {
    Path file = folder.resolve("r.jsonl");
    try (TenterProcess tenter =
        TenterProcess.start(
            "record",
            ":" + server.port(),
            "-f",
            file.toString(),
            "--redact",
            "/0/t",
            "-a",
            "{\"token\":\"canary\"}",
            "--reconnect",
            "no")) {
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(60));
      peer.emit("a", "{\"t\":\"canary\",\"n\":1}");
      peer.emit("b", List.of(Json.attachment(0)), List.of(new byte[] {0, 1, 2}));
      peer.disconnect(false);
      assertThat(tenter.exitCode()).isEqualTo(6);
      assertThat(tenter.out()).isEmpty();
      assertThat(Files.readAllLines(file))
          .satisfiesExactly(
              line -> assertThat(line).contains("\"kind\":\"connect\""),
              line -> assertThat(line).endsWith("\"args\":[{\"t\":\"[redacted]\",\"n\":1}]}"),
              line -> assertThat(line).endsWith("\"args\":[{\"$base64\":\"AAEC\"}]}"),
              line -> assertThat(line).contains("\"kind\":\"disconnect\""),
              line -> assertThat(line).contains("\"kind\":\"error\""));
      assertThat(file).content().doesNotContain("canary");
    }
  }

  @Test
  void exits1WhenTheRecordCannotBeWritten() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "a device that is always full");
    try (TenterProcess tenter =
        TenterProcess.start("record", ":" + server.port(), "-f", "/dev/full", "--force")) {
      assertThat(tenter.exitCode()).isEqualTo(1);
      assertThat(tenter.err()).contains("cannot write to /dev/full").contains("next: ");
    }
  }

  @Test
  void replaysToTheNamespacesOfAServer() throws Exception {
    server.namespace("/chat");
    Path file = Files.writeString(folder.resolve("r.jsonl"), LINES);
    try (TenterProcess tenter =
        TenterProcess.start(
            "replay", file.toString(), ":" + server.port(), "--speed", "max", "--redact", "/0/t")) {
      ReceivedEvent first = server.take("a", ofSeconds(60));
      assertThat(first.peer().namespace().name()).isEqualTo("/chat");
      assertThat(first.args()).containsExactly("{\"t\":\"[redacted]\"}");
      assertThat(server.take("b", ofSeconds(60)).attachments())
          .containsExactly(new byte[] {0, 1, 2});
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.toString()).isEqualTo("out: []\nerr: []");
    }
  }

  @Test
  void replaysAsAServerToEachClientFromTheStart() throws Exception {
    Path file = Files.writeString(folder.resolve("r.jsonl"), LINES);
    try (TenterProcess tenter =
        TenterProcess.start(
            "replay", file.toString(), "--serve", "-p", "0", "--close-at-end", "--speed", "2x")) {
      tenter.awaitErr("listening on ");
      Matcher url = Pattern.compile("http://\\S+").matcher(tenter.err());
      assertThat(url.find()).isTrue();
      assertThat(heard(url.group(), "/chat")).containsExactly("a [{\"t\":\"canary\"}]", "end");
      assertThat(heard(url.group(), "/chat")).containsExactly("a [{\"t\":\"canary\"}]", "end");
      assertThat(heard(url.group(), "/"))
          .containsExactly("b [{\"_placeholder\":true,\"num\":0}]", "end");
    }
  }

  private static List<String> heard(String url, String namespace) throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (SocketIoClient client = SocketIoClient.builder(url).build()) {
      NamespaceSocket socket = client.socket(namespace);
      socket.onAny(event -> heard.add(event.name() + " " + event.args().json()));
      socket.onDisconnect((ending, willReconnect) -> heard.add("end"));
      socket.connect().join();
      String first = heard.poll(60, TimeUnit.SECONDS);
      String second = heard.poll(60, TimeUnit.SECONDS);
      return List.of(String.valueOf(first), String.valueOf(second));
    }
  }

  @Test
  void refusesARecordingWithAMalformedLineBeforeItServes() throws Exception {
    Path file = Files.writeString(folder.resolve("r.jsonl"), LINES + "{\"event\":}\n");
    try (TenterProcess tenter = TenterProcess.start("replay", file.toString(), "--serve")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("r.jsonl, line 3, column 10: not JSON");
    }
  }
}
