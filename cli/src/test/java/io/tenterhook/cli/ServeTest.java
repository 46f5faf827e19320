package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter serve} as a process. */
class ServeTest {
  @TempDir Path folder;

  private static String urlOf(TenterProcess serve) {
    serve.awaitErr("listening on http://127.0.0.1:");
    return serve.err().replaceFirst("(?s).*listening on (\\S+).*", "$1");
  }

  @Test
  void echoesAndPrintsWhatComesAndGoes() throws Exception {
    try (TenterProcess serve =
        TenterProcess.start("serve", "-p", "0", "--echo", "-n", "/realtime", "-c", "1")) {
      String url = urlOf(serve);
      try (TenterProcess call =
          TenterProcess.start("call", url, "-n", "/realtime", "post", "1.50", "-o", "raw")) {
        assertThat(call.exitCode()).isEqualTo(0);
        assertThat(call.out()).containsExactly("1.50");
      }
      assertThat(serve.exitCode()).isEqualTo(0);
      JsonNode connect = serve.lines().get(0);
      assertThat(connect.get("kind").asText()).isEqualTo("connect");
      assertThat(connect.get("nsp").asText()).isEqualTo("/realtime");
      JsonNode event = serve.lines().get(1);
      assertThat(event.get("dir").asText()).isEqualTo("in");
      assertThat(event.get("event").asText()).isEqualTo("post");
      assertThat(serve.out().get(1)).contains("\"args\":[1.50]");
      JsonNode ack = serve.lines().get(2);
      assertThat(ack.get("dir").asText()).isEqualTo("out");
      assertThat(ack.get("kind").asText()).isEqualTo("ack");
      assertThat(serve.lines().get(3).get("kind").asText()).isEqualTo("disconnect");
    }
  }

  @Test
  void endsWhenItsTimeIsOver() throws Exception {
    try (TenterProcess serve = TenterProcess.start("serve", "-p", "0", "--for", "200ms")) {
      assertThat(serve.exitCode()).isEqualTo(0);
      assertThat(serve.out()).isEmpty();
    }
  }

  @Test
  void playsAScriptAndTellsWhatOfItWasNotUsed() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            namespaces:
              /shop:
                - when: order
                  withArgs: [{sym: ACME}]
                  do: [ackWith: [{ok: true}], emit: [confirmed, {$base64: AQI=}]]
                - when: never
                  do: [echo]
            """);
    try (TenterProcess serve =
        TenterProcess.start("serve", "-p", "0", "-v", "-c", "1", "--script", script.toString())) {
      try (TenterProcess call =
          TenterProcess.start("call", urlOf(serve), "-n", "/shop", "order", "sym=ACME")) {
        assertThat(call.exitCode()).as(call::toString).isEqualTo(0);
        assertThat(call.out()).anyMatch(line -> line.contains("\"args\":[{\"ok\":true}]"));
      }
      assertThat(serve.exitCode()).isEqualTo(0);
      assertThat(serve.out())
          .anyMatch(line -> line.contains("\"dir\":\"in\",\"kind\":\"event\",\"nsp\":\"/shop\""))
          .anyMatch(line -> line.contains("\"dir\":\"out\",\"kind\":\"ack\""))
          .anyMatch(line -> line.contains("\"args\":[{\"$base64\":\"AQI=\"}]"));
      assertThat(serve.err()).contains("never used: /shop when(\"never\"): used 0 times");
    }
  }

  @Test
  void exits2WithThePlacesWhereAScriptIsWrong() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("bad.yaml"),
            "namespaces:\n  /a:\n    - when: a\n    - when: b\n      do: [ecko]\n");
    try (TenterProcess serve =
        TenterProcess.start("serve", "-p", "0", "--script", script.toString())) {
      assertThat(serve.exitCode()).isEqualTo(2);
      assertThat(serve.err())
          .contains("tenter: " + script + ":3:7: expected \"do\"")
          .contains("tenter: " + script + ":5:12: there is no step \"ecko\"; there are ackWith,")
          .contains("next: ");
    }
  }

  @Test
  void letsInWhoHasTheTokenAndShowsItToNobody() throws Exception {
    try (TenterProcess serve =
        TenterProcess.start(
            Map.of("SHOP", "s3cret"),
            "serve",
            "-p",
            "0",
            "--echo",
            "-vv",
            "-c",
            "1",
            "--require-auth",
            "env:SHOP")) {
      String url = urlOf(serve);
      try (TenterProcess call = TenterProcess.start("call", url, "a")) {
        assertThat(call.exitCode()).isEqualTo(4);
        assertThat(call.out().get(0)).contains("unauthorized").contains("auth has no");
      }
      try (TenterProcess call =
          TenterProcess.start("call", url, "a", "1", "-a", "{\"token\":\"s3cret\"}")) {
        assertThat(call.exitCode()).as(call::toString).isEqualTo(0);
      }
      assertThat(serve.exitCode()).isEqualTo(0);
      assertThat(serve.out().get(0))
          .contains("\"kind\":\"connect_error\"")
          .contains("\"data\":{\"reason\":");
      assertThat(serve.err()).contains("RECEIVED 40{…}").doesNotContain("s3cret");
    }
  }

  @Test
  void speaksTlsThatAClientCanTrust() throws Exception {
    try (TenterProcess serve =
        TenterProcess.start("serve", "-p", "0", "--echo", "-c", "1", "--tls-self-signed")) {
      serve.awaitErr("listening on https://127.0.0.1:");
      String url = serve.err().replaceFirst("(?s).*listening on (\\S+).*", "$1");
      String authority = serve.err().replaceFirst("(?s).*--cacert (\\S+).*", "$1");
      try (TenterProcess call = TenterProcess.start("call", url, "a", "--cacert", authority)) {
        assertThat(call.exitCode()).as(call::toString).isEqualTo(0);
      }
      assertThat(serve.exitCode()).isEqualTo(0);
      assertThat(Path.of(authority)).doesNotExist();
      assertThat(Path.of(authority).getParent()).doesNotExist();
    }
  }

  @Test
  void breaksConnectionsAndSpeaksTheTransportsOnPurpose() throws Exception {
    try (TenterProcess serve =
        TenterProcess.start("serve", "-p", "0", "-t", "websocket", "--fault", "drop-after=2")) {
      String url = urlOf(serve);
      try (TenterProcess listen = TenterProcess.start("listen", url, "--reconnect", "no")) {
        assertThat(listen.exitCode()).as(listen::toString).isEqualTo(6);
      }
      try (TenterProcess listen =
          TenterProcess.start("listen", url, "-t", "polling", "--reconnect", "no")) {
        assertThat(listen.exitCode()).as(listen::toString).isEqualTo(3);
      }
    }
  }

  @Test
  void exits2WhenThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TenterProcess serve =
            TenterProcess.start("serve", "-p", Integer.toString(taken.getLocalPort()))) {
      assertThat(serve.exitCode()).isEqualTo(2);
      assertThat(serve.err()).contains("cannot listen on").contains("next: ");
    }
  }

  @Test
  void exits130OnCtrlC() throws Exception {
    assumeTrue(ListenTest.interruptsAreNotIgnored(), "SIGINT reaches child processes");
    try (TenterProcess serve = TenterProcess.start("serve", "-p", "0")) {
      serve.awaitErr("listening on");
      serve.interrupt();
      assertThat(serve.exitCode()).isEqualTo(130);
    }
  }
}
