package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter shell} at a terminal, by tmux: keys go in, and the screen is looked at. */
class ShellTerminalTest {
  private final String socket = "tenter-" + UUID.randomUUID();
  private boolean started;

  @TempDir private Path folder;

  private ProcessBuilder tmux(String... words) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket, "-f", "/dev/null"));
    command.addAll(Arrays.asList(words));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static String output(ProcessBuilder builder) throws IOException {
    try (var in = builder.start().getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "tmux")));
  }

  private void open(String... arguments) throws IOException {
    ProcessBuilder tenter =
        TenterProcess.builder(
            Map.of("XDG_STATE_HOME", folder.toString(), "LC_ALL", "C.UTF-8"), arguments);
    ProcessBuilder tmux = tmux("new-session", "-d", "-x", "80", "-y", "24");
    tmux.command().addAll(tenter.command());
    tmux.environment().clear();
    tmux.environment().putAll(tenter.environment());
    started = true;
    assertThat(output(tmux)).isEmpty();
  }

  @AfterEach
  void close() throws IOException {
    if (started) {
      output(tmux("kill-server"));
    }
  }

  private void press(String... keys) throws IOException {
    List<String> words = new ArrayList<>(List.of("send-keys"));
    words.addAll(Arrays.asList(keys));
    output(tmux(words.toArray(String[]::new)));
  }

  private List<String> screen() throws IOException {
    return output(tmux("capture-pane", "-p")).lines().filter(line -> !line.isBlank()).toList();
  }

  /** Waits until the screen ends with these lines; each as a regular expression. */
  private void awaitLastLines(String... patterns) {
    await()
        .atMost(ofSeconds(60))
        .untilAsserted(
            () -> {
              List<String> screen = screen();
              assertThat(screen).hasSizeGreaterThanOrEqualTo(patterns.length);
              List<String> last = screen.subList(screen.size() - patterns.length, screen.size());
              for (int i = 0; i < patterns.length; i++) {
                assertThat(last.get(i)).as(screen.toString()).matches(patterns[i]);
              }
            });
  }

  @Test
  void keepsTheLineBeingTypedBelowWhatComes() throws Exception {
    assumeTrue(isInstalled(), "tmux is not installed: the shell was not tried at a terminal");
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      open("shell", ":" + server.port());
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(60));
      String prompt = ":" + server.port() + "> ?";
      awaitLastLines("\\S+  connected to /, sid .*", prompt);

      peer.emit("greeting", "1");
      awaitLastLines(".*  greeting  1", prompt);

      press("gre", "Tab");
      awaitLastLines(".*  greeting  1", prompt + "greeting ?");
      press("half");
      peer.emit("price", "1.5");
      awaitLastLines(".*  greeting  1", ".*  price +1\\.5", prompt + "greeting half");
      press(" ?", "Enter");
      awaitLastLines(prompt + "greeting half \\?", ".*  ack 1 greeting  \"half\"  .*", prompt);

      press(".quti", "Enter");
      awaitLastLines("error: there is no \\.quti; did you mean \\.quit\\?", prompt);
      press("post {", "Enter", "\"a\": 1}", "Enter");
      awaitLastLines(prompt + "post \\{", " *}> \"a\": 1}", ".*  post +\\{\"a\":1}", prompt);
      press("login token=canary", "Enter", ".quit", "Enter");
      await()
          .atMost(ofSeconds(60))
          .untilAsserted(() -> assertThat(peer.disconnected()).isCompleted());
    }
    await()
        .atMost(ofSeconds(60))
        .untilAsserted(
            () -> assertThat(output(tmux("list-sessions"))).containsPattern("no server|error"));
    String history = Files.readString(folder.resolve("tenter/history"));
    assertThat(history).contains("greeting half ?").doesNotContain("canary");
  }
}
