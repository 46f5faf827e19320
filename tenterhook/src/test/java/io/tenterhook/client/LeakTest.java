package io.tenterhook.client;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.ServerNamespace;
import io.tenterhook.testing.SocketIoServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What months of use, or a thousand clients, must not pile up. */
@Timeout(120)
class LeakTest {
  private static final int WARM_UP = 500;
  private static final int RECONNECTS = 2_000;
  private static final int CLIENTS = 1_000;
  private static final int CYCLES = 1_000;
  private static final long MIB = 1 << 20;

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage(SocketIoServer.builder().withoutJournal().start());

  @AfterEach
  void tearDown() {
    stage.close();
  }

  @Test
  void leavesThreadsHandlesAndHeapWhereTheyWereAfterManyReconnects() {
    SocketIoClientBuilder builder =
        SocketIoClient.builder(stage.server.uri().toString())
            .reconnect(failure -> Optional.of(Duration.ZERO));
    NamespaceSocket socket = stage.build(builder).socket();
    socket.on("tick", event -> {});
    CompletableFuture<Void> unused = socket.connect();
    reconnect(WARM_UP);
    int threads = CleanSlate.threads().size();
    long handles = openHandles();
    long heap = retainedHeap();

    reconnect(RECONNECTS);

    // Fewer if a handler thread was idle meanwhile.
    assertThat(CleanSlate.threads()).hasSizeLessThanOrEqualTo(threads);
    await().untilAsserted(() -> assertThat(openHandles()).isLessThanOrEqualTo(handles + 2));
    assertThat(retainedHeap() - heap).isLessThan(MIB);
  }

  /** Each time the server resets TCP, and both sides have seen the next connection. */
  private void reconnect(int times) {
    ServerNamespace root = stage.server.namespace("/");
    for (int i = 0; i < times; i++) {
      root.takePeer(ofSeconds(Stage.PATIENCE_SECONDS));
      stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS)).cut();
    }
    root.takePeer(ofSeconds(Stage.PATIENCE_SECONDS)).emit("tick", "1");
    ServerConnection last = stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
    await().until(() -> stage.server.connections().equals(List.of(last)));
    last.cut();
  }

  @Test
  void leavesThreadsHandlesAndHeapWhereTheyWereAfterManyClients() {
    stage.server.namespace("/").echo();
    comeAndGo(WARM_UP);
    long handles = openHandles();
    long heap = retainedHeap();

    comeAndGo(CYCLES);

    await()
        .untilAsserted(
            () ->
                assertThat(CleanSlate.threads())
                    .allMatch(name -> name.startsWith("tenterhook-server-")));
    await().untilAsserted(() -> assertThat(openHandles()).isLessThanOrEqualTo(handles + 2));
    assertThat(retainedHeap() - heap).isLessThan(MIB);
  }

  /** One client after another, each with resources of its own: threads come and go with it. */
  private void comeAndGo(int times) {
    for (int i = 0; i < times; i++) {
      try (SocketIoClient client = SocketIoClient.builder(stage.server.uri().toString()).build()) {
        NamespaceSocket socket = client.socket();
        Stage.join(socket.connect());
        Arguments answer = Stage.join(socket.call("n", i).args());
        assertThat(answer.raw(0)).hasToString(Integer.toString(i));
      }
      // The server keeps what nobody takes.
      stage.server.namespace("/").takePeer(ofSeconds(Stage.PATIENCE_SECONDS));
      stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
    }
    await().until(() -> stage.server.connections().isEmpty());
  }

  private static long openHandles() {
    String[] handles = new File("/proc/self/fd").list();
    return handles == null ? 0 : handles.length;
  }

  private static long retainedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @Test
  void carriesAThousandClientsOnAConstantNumberOfThreads() {
    stage.server.namespace("/").echo();
    List<NamespaceSocket> sockets = new ArrayList<>();
    connectUpTo(50, sockets);
    int threads = CleanSlate.threads().size();

    connectUpTo(CLIENTS, sockets);

    assertThat(CleanSlate.threads()).hasSizeLessThanOrEqualTo(threads);
    assertThat(stage.server.connections()).hasSize(CLIENTS);
    List<CompletableFuture<Arguments>> answers =
        sockets.stream().map(socket -> socket.call("n", 1).args()).toList();
    for (CompletableFuture<Arguments> answer : answers) {
      assertThat(Stage.join(answer).raw(0)).hasToString("1");
    }
  }

  private void connectUpTo(int count, List<NamespaceSocket> sockets) {
    List<CompletableFuture<Void>> connecting = new ArrayList<>();
    while (sockets.size() < count) {
      SocketIoClientBuilder builder = SocketIoClient.builder(stage.server.uri().toString());
      NamespaceSocket socket = stage.build(builder).socket();
      sockets.add(socket);
      connecting.add(socket.connect());
    }
    connecting.forEach(Stage::join);
  }

  @Test
  void letsTheJvmExitWithinASecondOfTheLastClose() throws IOException, InterruptedException {
    // A thread that lingers does so each time; a busy machine is late now and then.
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3 && least >= 1_000; i++) {
      least = Math.min(least, millisFromCloseToExit());
    }

    assertThat(least).isLessThan(1_000);
  }

  private long millisFromCloseToExit() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ExitsAfterClose.class.getName(),
                stage.server.uri().toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = output.lines().toList();

      assertThat(child.waitFor(Stage.PATIENCE_SECONDS, SECONDS)).isTrue();
      assertThat(lines).as("the output").contains("connected");
      assertThat(lines.get(lines.size() - 1)).startsWith(ExitsAfterClose.EXITED);
      return Long.parseLong(lines.get(lines.size() - 1).substring(ExitsAfterClose.EXITED.length()));
    } finally {
      child.destroyForcibly();
    }
  }
}
