package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.testing.SocketIoServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code tenter shell} as a process that reads a script from a pipe. */
class ShellTest {
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
  void printsJsonLinesAloneWhereNoTerminalIs() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start(Map.of("TENTER_COLOR", "auto"), "shell", url, "-a", "env:HOME")) {
      tenter.type("post 5\n# comment\norder {\"a\":\n1} ?");
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.lines())
          .extracting(line -> line.get("kind").asText())
          .containsExactly("connect", "event", "ack");
      assertThat(tenter.lines().get(2).get("args").toString()).isEqualTo("[{\"a\":1}]");
      assertThat(tenter.err()).isEmpty();
    }
  }

  @Test
  void exits2WithTheNumberOfABadLine() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("shell", url)) {
      tenter.type("post 5\n\npost {\"a\":}\npost 6\n");
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err())
          .isEqualTo(
              "tenter: line 3: not JSON at column 11: expected a JSON value, found '}'\n"
                  + "  next: to send it as a text put it in quotes");
      assertThat(server.events()).hasSize(1);
    }
  }

  @Test
  void exits3AtOnceWhenThereIsNoServer() throws Exception {
    server.stop();
    try (TenterProcess tenter = TenterProcess.start("shell", url)) {
      assertThat(tenter.exitCode()).isEqualTo(3);
    }
  }
}
