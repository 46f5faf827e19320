package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.SocketIoServer;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code tenter emit} with many events, as a process against a server in this one. */
class EmitStreamTest {
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

  private ReceivedEvent take(String event) {
    return server.take(event, ofSeconds(60));
  }

  @Test
  void sendsTheLinesOfTheSchemaToTheirNamespacesUpToTheOneThatIsWrong() throws Exception {
    server.namespace("/realtime");
    try (TenterProcess tenter = TenterProcess.start("emit", url, "-n", "/realtime", "--stdin")) {
      tenter.type(
          """
          {"at":"2026-01-31T12:00:00.123Z","dir":"in","kind":"event","nsp":"/","event":"a","args":[{"$base64":"AAEC"}]}
          {"kind":"disconnect","nsp":"/","reason":"transport close"}

          {"event":"b","args":[1.50]}
          {"event":"c","args":[1.50}
          {"event":"d"}
          """);
      ReceivedEvent first = take("a");
      assertThat(first.peer().namespace().name()).isEqualTo("/");
      assertThat(first.attachments()).containsExactly(new byte[] {0, 1, 2});
      assertThat(take("b").peer().namespace().name()).isEqualTo("/realtime");
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err())
          .contains("standard input, line 5, column 26: not JSON: ")
          .contains("(for Array starting at column 21)");
      assertThat(tenter.out()).isEmpty();
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void sendsOneArgumentALineWhereTheEventIsNamed() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("emit", url, "post", "--stdin", "--every", "20ms", "-c", "2")) {
      tenter.type("{\"kind\":\"connect\"}\nhello world\nthree\n");
      assertThat(take("post").args()).containsExactly("{\"kind\":\"connect\"}");
      assertThat(take("post").args()).containsExactly("\"hello world\"");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.err()).isEmpty();
    }
  }

  @Test
  void sendsNothingAndSucceedsWhereStandardInputIsEmpty() throws Exception {
    server.stop();
    try (TenterProcess tenter = TenterProcess.start("emit", url, "--stdin")) {
      tenter.type("");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.toString()).isEqualTo("out: []\nerr: []");
    }
  }

  @Test
  void sends100MegabytesOfStandardInputInBoundedMemory() throws Exception {
    server.close();
    server = SocketIoServer.builder().withoutJournal().start();
    AtomicLong events = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    server
        .namespace("/")
        .on(
            "post",
            event -> {
              bytes.addAndGet(event.arg(0).length());
              events.incrementAndGet();
            });
    byte[] line =
        ("{\"event\":\"post\",\"args\":[\"" + "x".repeat(99_998) + "\"]}\n")
            .getBytes(StandardCharsets.UTF_8);
    try (TenterProcess tenter =
        TenterProcess.start(
            Map.of("JDK_JAVA_OPTIONS", "-Xmx64m"), "emit", ":" + server.port(), "--stdin")) {
      try (OutputStream in = tenter.standardInput()) {
        for (int i = 0; i < 1_000; i++) {
          in.write(line);
        }
      }
      assertThat(tenter.exitCode()).as(tenter.toString()).isEqualTo(0);
      await().untilAsserted(() -> assertThat(events).hasValue(1_000));
      assertThat(bytes).hasValue(100_000_000);
    }
  }

  @Test
  void exits5WhenTheServerDoesNotReadInTime() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    server.namespace("/").on("post", event -> release.await());
    try (TenterProcess tenter =
        TenterProcess.start("emit", url, "post", "-", "--repeat", "9", "--timeout", "200ms")) {
      tenter.type("x".repeat(900_000));
      assertThat(tenter.exitCode()).isEqualTo(5);
      assertThat(tenter.err())
          .contains("bytes were not written within 200ms; the server does not have them")
          .contains("next: ");
    } finally {
      release.countDown();
    }
  }

  @Test
  void exits6WhenTheServerIsLostAndNoRetryIsLeft() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("emit", url, "post", "--every", "20ms", "--reconnect", "1")) {
      take("post");
      server.stop();
      assertThat(tenter.exitCode()).isEqualTo(6);
      assertThat(tenter.err()).contains("next: ");
    }
  }

  @Test
  void exits5WhenFewerEventsWentThanCounted() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("emit", url, "post", "--every", "50ms", "-c", "99", "--for", "1s")) {
      assertThat(tenter.exitCode()).isEqualTo(5);
      assertThat(tenter.err()).contains("of 99 events went within 1s");
    }
  }
}
