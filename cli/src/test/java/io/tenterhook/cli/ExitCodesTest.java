package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verdict;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each exit code that scripts can rely on, once, by a process. Further ways to the same codes are
 * among the tests of each command: 5 of {@code emit} in {@link EmitStreamTest}.
 */
class ExitCodesTest {
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

  private ServerSocketPeer peer() {
    return server.namespace("/").takePeer(ofSeconds(60));
  }

  @Test
  void exits0WhenTimeIsOverAndNoCountWasAsked() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("listen", url, "--for", "4s")) {
      peer().emit("one");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.lines()).hasSize(2);
    }
  }

  @Test
  void endsQuietlyWhenTheReaderOfItsOutputHasGone() throws Exception {
    try (TenterProcess tenter = TenterProcess.startUnread("listen", url)) {
      ServerSocketPeer peer = peer();
      tenter.stopReading();
      // The connect line may have been written before the reader went.
      peer.emit("one");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.err()).isEmpty();
    }
  }

  @Test
  void exits1WhenItsOutputCannotBeWritten() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "a device that is always full");
    try (TenterProcess tenter = TenterProcess.startWithOutputTo(full.toFile(), "listen", url)) {
      assertThat(tenter.exitCode()).isEqualTo(1);
      assertThat(tenter.err()).contains("cannot write to standard output");
    }
  }

  @Test
  void exits2ForAReservedEventName() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("emit", url, "disconnect")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("reserved");
    }
  }

  @Test
  void exits3AtOnceWhenThePortIsDead() throws Exception {
    int dead;
    try (ServerSocket free = new ServerSocket(0)) {
      dead = free.getLocalPort();
    }
    try (TenterProcess tenter = TenterProcess.start("listen", "127.0.0.1:" + dead)) {
      assertThat(tenter.exitCode()).isEqualTo(3);
      assertThat(tenter.err())
          .contains("127.0.0.1:" + dead, "Connection refused")
          .contains("next: is the server running, and is the port right?");
      assertThat(tenter.lines())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.get("kind").asText()).isEqualTo("error");
                assertThat(line.get("type").asText()).isEqualTo("TransportException");
              });
    }
  }

  @Test
  void exits4WithMessageAndDataWhenTheServerRefuses() throws Exception {
    server.namespace("/realtime").authorize(r -> Verdict.reject("stale token", "{\"code\": 7}"));
    try (TenterProcess tenter = TenterProcess.start("listen", url, "-n", "/realtime")) {
      assertThat(tenter.exitCode()).isEqualTo(4);
      assertThat(tenter.err())
          .contains("refused namespace /realtime: \"stale token\", data {\"code\":7}")
          .contains("next: ");
      JsonNode line = tenter.lines().get(0);
      assertThat(line.get("kind").asText()).isEqualTo("connect_error");
      assertThat(line.get("nsp").asText()).isEqualTo("/realtime");
      assertThat(line.get("message").asText()).isEqualTo("stale token");
      assertThat(line.get("data").toString()).isEqualTo("{\"code\":7}");
    }
  }

  @Test
  void exits5WhenFewerEventsCameThanCounted() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("listen", url, "--for", "4s", "-c", "2")) {
      peer().emit("one");
      assertThat(tenter.exitCode()).isEqualTo(5);
      assertThat(tenter.err()).contains("1 of 2 events came within 4s").contains("next: ");
    }
  }

  @Test
  void exits6WhenTheLinkIsLostAndNoRetryWasAsked() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("listen", url, "--reconnect", "no")) {
      peer().connection().cut();
      assertThat(tenter.exitCode()).isEqualTo(6);
      assertThat(tenter.err()).contains("transport error").contains("--reconnect forever");
      JsonNode line = tenter.lines().get(1);
      assertThat(line.get("kind").asText()).isEqualTo("disconnect");
      assertThat(line.get("reason").asText()).isEqualTo("transport error");
      assertThat(line.get("willReconnect").asBoolean()).isFalse();
    }
  }

  @Test
  void exits7WhenTheAckIsNotTheExpectedOne() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("call", url, "post", "n:=1", "--expect", "{\"n\":2}", "-o", "raw")) {
      assertThat(tenter.exitCode()).isEqualTo(7);
      assertThat(tenter.out()).containsExactly("{\"n\":1}");
      assertThat(tenter.err()).contains("expected {\"n\":2}", "actual   {\"n\":1}");
    }
  }

  @Test
  void exits130OnCtrlC() throws Exception {
    assumeTrue(ListenTest.interruptsAreNotIgnored(), "SIGINT reaches child processes");
    try (TenterProcess tenter = TenterProcess.start("listen", url)) {
      tenter.awaitOut("connect");
      tenter.interrupt();
      assertThat(tenter.exitCode()).isEqualTo(130);
      assertThat(tenter.err()).isEmpty();
    }
  }
}
