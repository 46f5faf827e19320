package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** {@code tenter serve} as a process. */
class ServeTest {

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
