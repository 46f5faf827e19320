package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.JournalEntry;
import io.tenterhook.testing.ServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connects, disconnects and closes in every state, and what is left afterwards: nothing. */
@Timeout(60)
class LifetimeTest {
  private static final Duration RETRY = ofMillis(30);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  /** Answered when nobody must ask for it any more. */
  private final CompletableFuture<Endpoint> lateEndpoint = new CompletableFuture<>();

  private final CountDownLatch endpointAsked = new CountDownLatch(1);

  @AfterEach
  void tearDown() {
    stage.close();
  }

  /** What a namespace can be in the middle of. */
  enum State {
    NEW,
    ASKING_FOR_THE_ENDPOINT,
    CONNECTING_TCP,
    AWAITING_OPEN,
    AUTHENTICATING,
    AWAITING_CONNECT,
    CONNECTED,
    WAITING,
    ENDED
  }

  /** While it waits there is time for what a test does: no attempt is on its way then. */
  private static Duration pauseIn(State state) {
    return state == State.WAITING ? RETRY.multipliedBy(10) : RETRY;
  }

  /** A socket in the given state; how its server behaves is right again from then on. */
  private NamespaceSocket socketIn(State state) {
    SocketIoClientBuilder builder =
        stage.client().reconnect(failure -> Optional.of(pauseIn(state)));
    CompletableFuture<Object> noToken = new CompletableFuture<>();
    switch (state) {
      case CONNECTING_TCP -> stage.server.nextConnection(Fault.silence());
      case AWAITING_OPEN -> stage.server.nextConnection(Fault.noOpen());
      case AWAITING_CONNECT -> stage.server.nextConnection(Fault.neverAnswerConnect());
      case AUTHENTICATING -> builder.authAsync(() -> noToken);
      case ASKING_FOR_THE_ENDPOINT ->
          builder.endpointAsync(
              (configured, attempt) -> {
                endpointAsked.countDown();
                return lateEndpoint;
              });
      case WAITING -> stage.server.nextConnection(Fault.http(503, ""));
      default -> {}
    }
    NamespaceSocket socket = stage.build(builder).socket();
    if (state != State.NEW) {
      CompletableFuture<Void> connected = socket.connect();
      switch (state) {
        case ASKING_FOR_THE_ENDPOINT -> await().until(() -> endpointAsked.getCount() == 0);
        case CONNECTING_TCP -> await().until(() -> requests() == 1);
        case AWAITING_OPEN, AUTHENTICATING -> takeConnection();
        case AWAITING_CONNECT -> await().until(() -> stage.server.journal().received().size() == 1);
        case WAITING -> await().until(() -> !stage.diary.retries.isEmpty());
        default -> Stage.join(connected);
      }
    }
    if (state == State.ENDED) {
      Stage.join(socket.disconnect());
    }
    return socket;
  }

  private ServerConnection takeConnection() {
    return stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private long requests() {
    return stage.server.journal().entries().stream()
        .filter(entry -> entry.kind() == JournalEntry.Kind.REQUEST)
        .count();
  }

  // ---- each act in each state

  @ParameterizedTest
  @EnumSource(State.class)
  void connectsFromEveryState(State state) {
    NamespaceSocket socket = socketIn(state);

    CompletableFuture<Void> connected = socket.connect();

    switch (state) {
      case AUTHENTICATING -> assertThat(connected).isNotDone();
      case ASKING_FOR_THE_ENDPOINT -> {
        assertThat(connected).isNotDone();
        lateEndpoint.complete(Endpoint.of(stage.server.uri().toString()));
        Stage.join(connected);
      }
      case CONNECTING_TCP, AWAITING_OPEN, AWAITING_CONNECT -> {
        assertThat(connected).as("the attempt goes on").isNotDone();
        stage.server.connections().forEach(ServerConnection::cut);
        if (state == State.CONNECTING_TCP) {
          stage.server.stop();
          stage.server.startAgain();
        }
        Stage.join(connected);
      }
      default -> Stage.join(connected);
    }
    assertThat(socket.isActive()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void asksNothingMoreOfTheServerAfterDisconnect(State state) {
    NamespaceSocket socket = socketIn(state);
    CompletableFuture<Void> waiting = state == State.NEW ? null : socket.connect();

    Stage.join(socket.disconnect());

    if (waiting != null && state != State.CONNECTED && state != State.ENDED) {
      assertThat(Stage.failure(waiting)).isInstanceOf(ClientClosedException.class);
    }
    if (state != State.ENDED) {
      assertQuiet(socket, state);
    }
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void asksNothingMoreOfTheServerAfterClose(State state) {
    NamespaceSocket socket = socketIn(state);
    SocketIoClient client = ((ClientSocket) socket).client();
    CompletableFuture<Ending> running = state == State.NEW ? null : Stage.run(socket);

    client.close();

    if (running != null) {
      assertThat(Stage.join(running).reason()).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
    }
    assertQuiet(socket, state);
    assertThat(Stage.failure(socket.connect())).isInstanceOf(ClientClosedException.class);
  }

  private void assertQuiet(NamespaceSocket socket, State state) {
    assertThat(socket.isActive()).isFalse();
    assertThat(socket.isConnected()).isFalse();
    assertThat(socket.sid()).isEmpty();
    lateEndpoint.complete(Endpoint.of(stage.server.uri().toString()));
    await().until(() -> stage.server.connections().isEmpty());
    long before = requests();
    await()
        .during(pauseIn(state).plus(RETRY.multipliedBy(3)))
        .atMost(ofSeconds(Stage.PATIENCE_SECONDS))
        .until(() -> requests() == before);
  }

  @Test
  void connectsAgainAfterDisconnectWithAnotherSid() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    String first = socket.sid().orElseThrow();
    Stage.join(socket.disconnect());

    Stage.join(socket.connect());

    assertThat(socket.sid()).isPresent().get().isNotEqualTo(first);
  }

  @Test
  void connectsAgainWhileStillDisconnecting() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Void> gone = socket.disconnect();
      CompletableFuture<Void> back = socket.connect();
      Stage.join(gone);
      Stage.join(back);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void givesTheSameFutureToAllWhoConnect() {
    stage.server.nextConnection(Fault.delayConnect(ofMillis(50)));
    NamespaceSocket socket = stage.build(stage.client()).socket();

    CompletableFuture<Void> one = socket.connect();
    CompletableFuture<Void> two = socket.connect();
    one.cancel(true);

    Stage.join(two);
    assertThat(stage.diary.connected).hasSize(1);
  }

  @Test
  void repeatsCloseHarmlessly() {
    SocketIoClient client = stage.build(stage.client());
    Stage.join(client.socket().connect());

    client.close();
    client.close();

    Stage.join(client.closeAsync());
  }

  @Test
  void closesInsideAHandler() {
    SocketIoClient client = stage.build(stage.client());
    NamespaceSocket socket = client.socket();
    CompletableFuture<Ending> ending = stage.running(socket);
    CompletableFuture<Void> returned = new CompletableFuture<>();
    socket.on(
        "bye",
        event -> {
          client.close();
          returned.complete(null);
        });

    stage.server.namespace("/").emit("bye");

    Stage.join(returned);
    assertThat(Stage.join(ending).reason()).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
  }

  @Test
  void closesInsideAHandlerOnTheLoop() {
    SocketIoClient client = stage.build(stage.client().executor(Runnable::run));
    NamespaceSocket socket = client.socket();
    CompletableFuture<Ending> ending = stage.running(socket);
    socket.on("bye", event -> client.close());

    stage.server.namespace("/").emit("bye");

    assertThat(Stage.join(ending).reason()).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
  }

  @Test
  void closesInsideAnObserver() {
    AtomicReference<SocketIoClient> client = new AtomicReference<>();
    Diary closing =
        new Diary() {
          @Override
          public void onConnected(String namespace, String sid, boolean recovered) {
            client.get().close();
          }
        };
    client.set(stage.build(stage.client().observer(closing)));

    assertThat(Stage.join(Stage.run(client.get().socket())).reason())
        .isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
  }

  @Test
  void disconnectsWhenRunUntilClosedIsInterrupted() throws InterruptedException {
    NamespaceSocket socket = stage.build(stage.client()).socket();
    CompletableFuture<Void> connected = new CompletableFuture<>();
    socket.onConnect(() -> connected.complete(null));
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                thrown.completeExceptionally(new AssertionError(socket.runUntilClosed()));
              } catch (InterruptedException interrupted) {
                thrown.complete(interrupted);
              }
            });
    runner.start();
    Stage.join(connected);

    runner.interrupt();

    assertThat(Stage.join(thrown)).isInstanceOf(InterruptedException.class);
    runner.join();
    await().until(() -> !socket.isActive());
    await().until(() -> stage.server.connections().isEmpty());
  }

  @Test
  void deliversWhatWaitedWhenTheClientWasClosed() {
    SocketIoClient client = stage.build(stage.client());
    NamespaceSocket socket = client.socket();
    CompletableFuture<Ending> ending = stage.running(socket);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    socket.on(
        "tick",
        event -> {
          gate.await();
          handled.incrementAndGet();
        });
    stage.server.namespace("/").echo();
    List<CompletableFuture<Arguments>> answers = new ArrayList<>();
    for (int burst = 0; burst < 10; burst++) {
      for (int i = 0; i < 300; i++) {
        stage.server.namespace("/").emit("tick");
      }
      // Its answer has come, so the ticks have; neither can be told yet.
      answers.add(socket.call("echo").args());
      await().until(() -> answersSeen() == answers.size());
    }
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    CompletableFuture<Void> closed = client.closeAsync();
    Stage.join(closed);
    gate.countDown();

    assertThat(Stage.join(ending).reason()).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
    assertThat(handled).hasValue(3_000);
    assertThat(answers).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
  }

  private long answersSeen() {
    return stage.diary.frames.stream().filter(frame -> frame.startsWith("< 43")).count();
  }

  @Test
  void tellsWhatItOwesEvenIfTheExecutorRefusesToWork() {
    ExecutorService mine = Executors.newSingleThreadExecutor();
    stage.server.namespace("/").on("never", event -> {});
    SocketIoClient client = stage.build(stage.client().executor(mine));
    CompletableFuture<Ending> ending = stage.running(client.socket());
    CompletableFuture<Arguments> call = client.socket().call("never").args();

    mine.shutdown();
    takeConnection().cut();

    assertThat(Stage.join(ending).reason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    assertThat(Stage.failure(call)).isInstanceOf(DisconnectedException.class);
    await().until(() -> !stage.diary.failed.isEmpty());
  }
}
