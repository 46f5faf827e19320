package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Closing with time to finish, and suspending. */
@Timeout(60)
class FarewellTest {
  private static final Duration PATIENCE = ofSeconds(Stage.PATIENCE_SECONDS);
  private static final ReconnectPolicy AT_ONCE = failure -> Optional.of(Duration.ZERO);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private static SocketIoClient client(NamespaceSocket socket) {
    return ((ClientSocket) socket).client();
  }

  private ReceivedEvent received(String event) {
    return stage.server.take(event, PATIENCE);
  }

  @Test
  void writesWhatWasEmittedBeforeItCloses() {
    NamespaceSocket socket =
        stage.connected(
            stage.client().limits(Limits.defaults().maxOutboundQueueBytes(64 << 20)), "/");
    String large = "x".repeat(100_000);
    for (int i = 0; i < 50; i++) {
      socket.emit("n", i, large);
    }

    CloseReport left = client(socket).close(PATIENCE);

    assertThat(left).isEqualTo(new CloseReport(0, 0, 0));
    assertThat(left.isComplete()).isTrue();
    for (int i = 0; i < 50; i++) {
      assertThat(received("n").arg(0)).isEqualTo(String.valueOf(i));
    }
    await().until(() -> stage.server.connections().isEmpty());
  }

  @Test
  void waitsForAcksButNoLongerThanForTheLast() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    CompletableFuture<Arguments> call = socket.call("ask").within(PATIENCE).args();
    CompletableFuture<CloseReport> closed = client(socket).closeAsync(PATIENCE);
    ReceivedEvent asked = received("ask");
    assertThat(closed).isNotDone();
    assertThat(socket.isConnected()).isTrue();

    asked.ack("42");

    assertThat(Stage.join(closed).isComplete()).isTrue();
    assertThat(Stage.join(call).raw(0)).hasToString("42");
  }

  @Test
  void waitsForRetriesOverALostConnection() {
    NamespaceSocket socket = stage.connected(stage.client().reconnect(AT_ONCE), "/");
    CompletableFuture<Void> fate = socket.emit(EmitOptions.retried(3).within(PATIENCE), "pay", 1);
    received("pay");
    CompletableFuture<CloseReport> closed = client(socket).closeAsync(PATIENCE);
    stage.server.connections().forEach(ServerConnection::cut);

    received("pay").ack();

    assertThat(Stage.join(closed).isComplete()).isTrue();
    Stage.join(fate);
  }

  @Test
  void saysWhatWasLeftWhenTheTimeIsOver() {
    NamespaceSocket socket =
        stage.connected(
            stage.client().bufferWhileOffline(OfflineBuffer.of(10, 10_000, ofSeconds(60))), "/");
    CompletableFuture<Arguments> call = socket.call("ask").within(PATIENCE).args();
    NamespaceSocket never = client(socket).socket("/never");
    CompletableFuture<Void> kept = never.emit(EmitOptions.buffered(), "n", 1);
    await().until(() -> never.buffered().emits() == 1);
    received("ask");

    CloseReport left = client(socket).close(ofMillis(50));

    assertThat(left).isEqualTo(new CloseReport(1, 0, 1));
    assertThat(left.isComplete()).isFalse();
    assertThat(Stage.failure(call)).isInstanceOf(DisconnectedException.class);
    assertThat(Stage.failure(kept)).isInstanceOf(NotConnectedException.class);
    assertThat(client(socket).close(PATIENCE)).as("said again").isEqualTo(left);
  }

  @Test
  void takesNoMoreEmitsWhileItWaits() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    var unused = socket.call("ask").within(PATIENCE).args();
    CompletableFuture<CloseReport> closed = client(socket).closeAsync(PATIENCE);

    assertThatThrownBy(() -> socket.emit("late"))
        .isInstanceOf(ClientClosedException.class)
        .hasMessageContaining("event \"late\" was not sent");
    assertThat(Stage.failure(socket.call("late").args())).isInstanceOf(ClientClosedException.class);
    assertThat(socket.isWritable()).isFalse();
    assertThat(Stage.failure(socket.whenWritable())).isInstanceOf(ClientClosedException.class);

    received("ask").ack();
    Stage.join(closed);
  }

  @Test
  void closeEndsTheWaiting() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    var unused = socket.call("ask").within(PATIENCE).args();
    received("ask");
    CompletableFuture<CloseReport> closed = client(socket).closeAsync(PATIENCE);

    client(socket).close();

    assertThat(Stage.join(closed)).isEqualTo(new CloseReport(0, 0, 1));
  }

  @Test
  void aHandlerMayCloseButNotWaitForIt() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    CompletableFuture<Object> refused = new CompletableFuture<>();
    CompletableFuture<CloseReport> closed = new CompletableFuture<>();
    socket.on(
        "end",
        event -> {
          try {
            client(socket).close(PATIENCE);
          } catch (IllegalStateException wouldHang) {
            refused.complete(wouldHang);
          }
          var unused = client(socket).closeAsync(PATIENCE).thenAccept(closed::complete);
        });

    stage.server.namespace("/").emit("end");

    assertThat(Stage.join(refused).toString()).contains("closeAsync(limit)");
    assertThat(Stage.join(closed).isComplete()).isTrue();
  }

  @Test
  void refusesALimitThatIsNone() {
    SocketIoClient client = stage.build(stage.client());

    assertThatThrownBy(() -> client.close(ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit is PT-0.001S");
    assertThat(client.close(Duration.ZERO).isComplete()).isTrue();
  }

  // ---- suspend

  @Test
  void suspendSendsNoDisconnectAndTellsWhereEachNamespaceWas() {
    stage.server.nextConnection(Fault.neverAnswerConnect());
    SocketIoClient client = stage.build(stage.client());
    NamespaceSocket root = client.socket();
    CompletableFuture<Void> connected = root.connect();
    NamespaceSocket other = client.socket("/other");
    CompletableFuture<Void> otherConnected = other.connect();
    ServerConnection connection = stage.server.takeConnection(PATIENCE);
    await().until(() -> stage.server.journal().received().size() == 2);
    connection.sendText("40{\"sid\":\"s\",\"pid\":\"p\"}");
    connection.sendText("40/other,{\"sid\":\"o\"}");
    Stage.join(connected);
    Stage.join(otherConnected);
    connection.sendText("42[\"n\",1,\"offset\"]");
    await().until(() -> stage.diary.unhandled.size() == 1);

    Map<String, RecoveryState> states = Stage.join(client.suspend(PATIENCE));

    assertThat(states).containsOnly(Map.entry("/", new RecoveryState("p", "offset")));
    assertThat(stage.server.journal().received()).containsExactly("40", "40/other,");
    assertThat(stage.diary.ended)
        .extracting(ended -> ended.ending().reason())
        .containsExactly(DisconnectReason.CLIENT_DISCONNECT, DisconnectReason.CLIENT_DISCONNECT);
  }

  @Test
  void suspendCompletesBehindTheLastHandler() {
    List<String> handled = new CopyOnWriteArrayList<>();
    CountDownLatch slow = new CountDownLatch(1);
    NamespaceSocket socket = stage.connected(stage.client(), "/");
    socket.on(
        "n",
        event -> {
          slow.await();
          handled.add(event.args().raw(0).toString());
        });
    for (int i = 0; i < 3; i++) {
      stage.server.namespace("/").emit("n", String.valueOf(i));
    }
    await().until(() -> stage.diary.frames.contains("< 42[\"n\",2]"));

    CompletableFuture<Map<String, RecoveryState>> states = client(socket).suspend(PATIENCE);
    await().until(() -> stage.server.connections().isEmpty());
    assertThat(states).isNotDone();
    slow.countDown();

    Stage.join(states);
    assertThat(handled).containsExactly("0", "1", "2");
    assertThat(Stage.join(client(socket).suspend(PATIENCE))).as("closed already").isEmpty();
  }
}
