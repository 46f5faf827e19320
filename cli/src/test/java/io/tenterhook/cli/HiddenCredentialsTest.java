package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are given by a file, a variable or a command are seen by the server alone. */
class HiddenCredentialsTest {

  @ParameterizedTest
  @ValueSource(strings = {"@token", "env:T", "cmd:cat token"})
  void neverComeIntoTheProcessListTheTraceOrTheRecord(String auth, @TempDir Path folder)
      throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "canary");
    Path record = folder.resolve("r.jsonl");
    String given = auth.replace("token", token.toString());
    try (SocketIoServer server = SocketIoServer.start();
        TenterProcess tenter =
            TenterProcess.start(
                Map.of("T", "canary"),
                "record",
                ":" + server.port(),
                "-vv",
                "-a",
                given,
                "-f",
                record.toString(),
                "--reconnect",
                "no")) {
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(60));
      assertThat(peer.auth()).isEqualTo("{\"token\":\"canary\"}");
      assertThat(processList()).contains(given).doesNotContain("canary");
      peer.connection().cut();
      assertThat(tenter.exitCode()).isEqualTo(6);
      assertThat(tenter.err()).contains("> 40").doesNotContain("canary");
      assertThat(record).content().contains("disconnect").doesNotContain("canary");
    }
  }

  /** The command lines of all children, with spaces between words. */
  private static String processList() throws IOException {
    StringBuilder list = new StringBuilder();
    for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
      Path line = Path.of("/proc/" + child.pid() + "/cmdline");
      if (Files.exists(line)) {
        list.append(Files.readString(line).replace('\0', ' ')).append('\n');
      } else {
        list.append(child.info().commandLine().orElse(""));
      }
    }
    return list.toString();
  }
}
