package io.tenterhook.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many threads on one client, while the server cuts connections. */
@Timeout(60)
class StormTest {
  private static final ReconnectPolicy AT_ONCE = failure -> Optional.of(Duration.ZERO);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  @Test
  void endsStormsOfConnectAndDisconnectInAConsistentState() throws Exception {
    stage.server.namespace("/").echo();
    stage.server.namespace("/b").echo();
    SocketIoClient client = stage.build(stage.client().reconnect(AT_ONCE));
    List<CompletableFuture<?>> promises = Collections.synchronizedList(new ArrayList<>());
    List<Runnable> stormers = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      SplittableRandom random = new SplittableRandom(t);
      NamespaceSocket socket = client.socket(t % 3 == 0 ? "/b" : "/");
      stormers.add(
          () -> {
            for (int i = 0; i < 400; i++) {
              promises.add(random.nextBoolean() ? socket.connect() : socket.disconnect());
              if (random.nextInt(10) == 0) {
                stage.server.connections().forEach(ServerConnection::cut);
              }
            }
          });
    }
    inParallel(stormers);

    for (String namespace : List.of("/", "/b")) {
      NamespaceSocket socket = client.socket(namespace);
      Stage.join(socket.disconnect());
      assertThat(socket.isActive()).isFalse();
    }
    for (CompletableFuture<?> promise : List.copyOf(promises)) {
      await().until(promise::isDone);
    }
    for (String namespace : List.of("/", "/b")) {
      NamespaceSocket socket = client.socket(namespace);
      Stage.join(socket.connect());
      assertThat(Stage.join(socket.call("still", 1).args()).raw(0)).hasToString("1");
    }
    // One that was cut may take the server a moment to forget.
    await().untilAsserted(() -> assertThat(stage.server.connections()).hasSize(1));
  }

  @Test
  void completesEachCallExactlyOnceUnderRandomCuts() throws Exception {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client().reconnect(AT_ONCE), "/");
    int threads = 8;
    int calls = 400;
    AtomicInteger[] completions = new AtomicInteger[threads * calls];
    List<CompletableFuture<Arguments>> answers = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger wrong = new AtomicInteger();
    List<Runnable> callers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      SplittableRandom random = new SplittableRandom(t);
      int first = t * calls;
      callers.add(
          () -> {
            for (int i = first; i < first + calls; i++) {
              AtomicInteger count = new AtomicInteger();
              completions[i] = count;
              int number = i;
              CompletableFuture<Arguments> answer = socket.call("n", number).args();
              answers.add(answer);
              var unused =
                  answer.whenComplete(
                      (args, error) -> {
                        count.incrementAndGet();
                        boolean right =
                            error == null
                                ? args.raw(0).toString().equals(String.valueOf(number))
                                : error instanceof DisconnectedException
                                    || error instanceof NotConnectedException;
                        wrong.addAndGet(right ? 0 : 1);
                      });
              if (random.nextInt(40) == 0) {
                stage.server.connections().forEach(ServerConnection::cut);
                await().until(() -> answer.isDone());
                await().until(socket::isConnected);
              }
            }
          });
    }
    inParallel(callers);

    await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
    // What counts may still run when the future is done already.
    await().untilAsserted(() -> assertThat(completions).allMatch(count -> count.get() == 1));
    assertThat(wrong).hasValue(0);
    assertThat(answers).filteredOn(answer -> !answer.isCompletedExceptionally()).isNotEmpty();
    assertThat(answers).filteredOn(CompletableFuture::isCompletedExceptionally).isNotEmpty();
  }

  private static void inParallel(List<Runnable> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Runnable task : tasks) {
        running.add(threads.submit(task));
      }
      for (Future<?> future : running) {
        future.get(50, SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
