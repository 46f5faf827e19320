package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that take long are told while they run. */
@Timeout(60)
class SlowHandlerWatchdogTest {
  private record Slow(String where, Duration running, List<StackTraceElement> stack) {}

  private static final Duration LIMIT = ofMillis(300);
  private static final Duration SHORT = ofMillis(200);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Slow> slow = new CopyOnWriteArrayList<>();

  @AfterEach
  void tearDown() {
    gate.countDown();
    stage.close();
  }

  private SocketIoClientBuilder watched(Duration limit) {
    return stage
        .client()
        .slowHandlerAfter(limit)
        .observer(
            new Diary() {
              @Override
              public void onSlowHandler(
                  String where, Duration running, List<StackTraceElement> stack) {
                slow.add(new Slow(where, running, stack));
              }
            });
  }

  private NamespaceSocket connected(SocketIoClientBuilder builder) {
    NamespaceSocket socket = stage.connected(builder, "/");
    // To connect may take as long where the machine is busy.
    slow.clear();
    return socket;
  }

  private void hang(Event event) throws InterruptedException {
    gate.await();
  }

  @Test
  void tellsOfAHandlerThatNeverReturnsOnceAndWhereItIs() {
    NamespaceSocket socket = connected(watched(LIMIT));
    socket.on("trade", this::hang);

    stage.server.namespace("/").emit("trade");

    await().until(() -> !slow.isEmpty());
    Slow told = slow.get(0);
    assertThat(told.where()).isEqualTo("event \"trade\" on /");
    assertThat(told.running()).isGreaterThanOrEqualTo(LIMIT);
    assertThat(told.stack()).anyMatch(frame -> frame.getMethodName().equals("hang"));
    await().during(LIMIT.multipliedBy(2)).until(() -> slow.size() == 1);
  }

  @Test
  void tellsOfEachSlowRunAndOfCallbacksToo() {
    NamespaceSocket socket = connected(watched(SHORT));
    AtomicInteger runs = new AtomicInteger();
    socket.on("n", event -> await().until(() -> slow.size() == runs.get() + 1));
    socket.on("n", event -> runs.incrementAndGet());
    socket.onDisconnect((ending, willReconnect) -> await().until(() -> slow.size() == 3));
    stage.server.namespace("/").emit("n");
    stage.server.namespace("/").emit("n");
    await().until(() -> runs.get() == 2);

    Stage.join(socket.disconnect());

    assertThat(slow)
        .extracting(Slow::where)
        .containsExactly("event \"n\" on /", "event \"n\" on /", "a callback on /");
  }

  @Test
  void tellsEvenIfTheOnlyThreadHangs() {
    ExecutorService single = Executors.newSingleThreadExecutor();
    NamespaceSocket socket = connected(watched(LIMIT).executor(single));
    socket.on("trade", this::hang);

    stage.server.namespace("/").emit("trade");

    await().until(() -> slow.size() == 1);
    gate.countDown();
    Stage.join(socket.disconnect());
    stage.close();
    single.shutdown();
  }

  @Test
  void tellsEvenIfTheEventLoopHangs() {
    NamespaceSocket socket = connected(watched(LIMIT).executor(Runnable::run));
    socket.on("trade", this::hang);

    stage.server.namespace("/").emit("trade");

    await().until(() -> slow.size() == 1);
    assertThat(slow.get(0).stack()).anyMatch(frame -> frame.getMethodName().equals("hang"));
    gate.countDown();
  }

  @Test
  void tellsNothingOfManyQuickHandlers() {
    NamespaceSocket socket = stage.connected(watched(ofSeconds(5)), "/");
    AtomicInteger handled = new AtomicInteger();
    socket.on("n", event -> handled.incrementAndGet());
    for (int i = 0; i < 2_000; i++) {
      stage.server.namespace("/").emit("n");
    }

    await().until(() -> handled.get() == 2_000);

    assertThat(slow).isEmpty();
  }
}
