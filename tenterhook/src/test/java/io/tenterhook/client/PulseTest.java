package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether the server is still there, asked on demand; what a change of networks brings about. */
@Timeout(60)
class PulseTest {
  private static final ReconnectPolicy AT_ONCE = failure -> Optional.of(Duration.ZERO);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = Stage.inMemory();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private ServerConnection connection() {
    return stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private SocketIoClient connectedClient(SocketIoClientBuilder builder) {
    return ((ClientSocket) stage.connected(builder, "/")).client();
  }

  @Test
  void aServerThatAnswersIsAlive() {
    SocketIoClient client = connectedClient(stage.client());

    List<CompletableFuture<Void>> checks =
        IntStream.range(0, 20)
            .mapToObj(i -> client.checkAlive(ofSeconds(Stage.PATIENCE_SECONDS)))
            .toList();

    checks.forEach(Stage::join);
    Stage.join(client.checkAlive(ofSeconds(Stage.PATIENCE_SECONDS)));
    assertThat(stage.server.journal().received()).as("no Engine.IO ping").containsExactly("40");
  }

  /** 10: a half-open link is noticed only after interval and timeout. */
  @Test
  void aServerThatDoesNotAnswerIsLeftForAnotherConnection() {
    SocketIoClient client = connectedClient(stage.client().reconnect(AT_ONCE));
    connection().blackHole();

    CompletableFuture<Void> patient = client.checkAlive(ofSeconds(Stage.PATIENCE_SECONDS));
    CompletableFuture<Void> check = client.checkAlive(ofMillis(50));
    stage.time().advance(ofMillis(49));
    assertThat(check).isNotDone();
    stage.time().advance(ofMillis(1));

    assertThat(Stage.failure(check))
        .isInstanceOfSatisfying(
            SocketIoTimeoutException.class,
            late -> {
              assertThat(late.awaited()).isEqualTo(SocketIoTimeoutException.Awaited.PONG);
              assertThat(late.after()).isEqualTo(ofMillis(50));
            });
    assertThat(Stage.failure(patient)).isInstanceOf(DisconnectedException.class);
    assertThat(stage.diary.connected).hasSize(2);
    assertThat(stage.diary.lost)
        .singleElement()
        .satisfies(
            lost -> assertThat(lost.ending().reason()).isEqualTo(DisconnectReason.PING_TIMEOUT));
    Stage.join(client.checkAlive(ofSeconds(Stage.PATIENCE_SECONDS)));
  }

  @Test
  void whereNothingIsConnectedNothingIsAlive() {
    SocketIoClient client = stage.build(stage.client());
    assertThat(Stage.failure(client.checkAlive(ofSeconds(1))))
        .isInstanceOf(NotConnectedException.class);

    Stage.join(client.socket().connect());
    client.close();

    assertThat(Stage.failure(client.checkAlive(ofSeconds(1))))
        .isInstanceOf(NotConnectedException.class);
  }

  @Test
  void aCheckEndsWithItsConnection() {
    SocketIoClient client = connectedClient(stage.client());
    ServerConnection connection = connection();
    connection.blackHole();

    CompletableFuture<Void> check = client.checkAlive(ofSeconds(Stage.PATIENCE_SECONDS));
    client.close();

    assertThat(Stage.failure(check)).isInstanceOf(DisconnectedException.class);
  }

  @Test
  void slowHandlersAreNotTakenForADeadServer() {
    CountDownLatch slow = new CountDownLatch(1);
    NamespaceSocket socket =
        stage.connected(stage.client().limits(Limits.defaults().maxInboundQueueBytes(1024)), "/");
    SocketIoClient client = ((ClientSocket) socket).client();
    CountDownLatch busy = new CountDownLatch(1);
    socket.on(
        "news",
        event -> {
          busy.countDown();
          slow.await();
        });
    String kilobyte = "\"" + "x".repeat(1024) + "\"";
    for (int i = 0; i < 4; i++) {
      stage.server.namespace("/").emit("news", kilobyte);
    }
    stage.time().settle();
    assertThat(busy.getCount()).isZero();
    assertThat(((Client) client).roads().isPaused()).isTrue();

    CompletableFuture<Void> check = client.checkAlive(ofMillis(50));
    stage.time().advance(ofMillis(50));
    slow.countDown();

    assertThat(Stage.failure(check)).hasMessageContaining("handlers are behind");
    Stage.join(client.checkAlive(ofSeconds(Stage.PATIENCE_SECONDS)));
    assertThat(stage.diary.lost).isEmpty();
  }

  // ---- another network

  @Test
  void aChangeOfNetworksEndsThePauseBetweenAttempts() {
    stage.server.nextConnection(Fault.http(503, ""));
    SocketIoClient client =
        stage.build(stage.client().reconnect(failure -> Optional.of(Duration.ofHours(1))));
    CompletableFuture<Void> connected = client.socket().connect();
    stage.time().settle();
    assertThat(stage.diary.retries).hasSize(1);

    client.networkChanged();

    Stage.join(connected);
    stage.time().settle();
    assertThat(stage.diary.attempts).containsExactly(0, 1);
  }

  @Test
  void aChangeOfNetworksIsHarmlessInAllOtherStates() {
    SocketIoClient client = stage.build(stage.client());
    client.networkChanged();
    Stage.join(client.socket().connect());

    client.networkChanged();
    Stage.join(client.checkAlive(ofSeconds(Stage.PATIENCE_SECONDS)));
    client.close();
    client.networkChanged();

    stage.time().settle();
    assertThat(stage.diary.lost).hasSize(1);
    assertThat(stage.diary.attempts).containsExactly(0);
  }
}
