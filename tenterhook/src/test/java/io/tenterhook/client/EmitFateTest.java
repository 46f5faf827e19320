package io.tenterhook.client;

import static io.tenterhook.client.Stage.failure;
import static io.tenterhook.client.Stage.join;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each emit tells its fate, and every failure says whether the server may have it. */
class EmitFateTest {
  private final Stage stage = Stage.inMemory();

  @AfterEach
  void end() {
    stage.close();
  }

  private SocketIoClientBuilder reconnecting() {
    return stage
        .client()
        .reconnect(ReconnectPolicy.exponential(ofMillis(20), ofMillis(50)).withJitter(0));
  }

  @Test
  void anEmitThatIsWrittenCompletes() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    join(socket.emit(EmitOptions.defaults(), "post", 1));

    assertThat(stage.server.take("post", ofSeconds(5)).args()).containsExactly("1");
  }

  @Test
  void anEmitWhileNotConnectedWasNeverSent() {
    NamespaceSocket socket = stage.build(stage.client()).socket();

    Throwable failure = failure(socket.emit(EmitOptions.defaults(), "post"));

    assertThat(failure)
        .isInstanceOfSatisfying(
            NotConnectedException.class, never -> assertThat(never.maybeSent()).isFalse());
  }

  @Test
  void aDroppableEmitWhileNotConnectedIsDropped() {
    NamespaceSocket socket = stage.build(stage.client()).socket();

    assertThat(failure(socket.emit(EmitOptions.droppable(), "cursor")))
        .isInstanceOf(NotConnectedException.class);
  }

  @Test
  void aCallWhoseConnectionIsCutMayHaveBeenSent() {
    stage.server.namespace("/").on("ask", event -> event.peer().connection().cut());
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    assertThat(failure(socket.call("ask").args()))
        .isInstanceOfSatisfying(
            DisconnectedException.class, lost -> assertThat(lost.maybeSent()).isTrue());
  }

  @Test
  void bufferedEmitsLeaveInOrderWhenTheNamespaceConnects() {
    NamespaceSocket socket =
        stage
            .build(stage.client().bufferWhileOffline(OfflineBuffer.of(10, 1 << 20, ofSeconds(60))))
            .socket();

    List<CompletableFuture<Void>> fates = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      fates.add(socket.emit(EmitOptions.defaults(), "n", i));
    }
    stage.time().settle();
    assertThat(socket.buffered().emits()).isEqualTo(5);
    join(socket.connect());
    fates.forEach(Stage::join);

    for (int i = 0; i < 5; i++) {
      assertThat(stage.server.take("n", ofSeconds(5)).args()).containsExactly("" + i);
    }
    stage.time().settle();
    assertThat(socket.buffered()).isEqualTo(new OfflineBuffer.Level(0, 0));
  }

  /** Complaint 9: a bounded buffer; nothing stale is sent, and each of the others is told why. */
  @Test
  void whatDoesNotFitIntoTheBufferIsToldSoAndNeverSent() {
    NamespaceSocket socket =
        stage
            .build(
                stage
                    .client()
                    .bufferWhileOffline(OfflineBuffer.of(10, 1 << 20, ofSeconds(60)).dropOldest()))
            .socket();

    List<CompletableFuture<Void>> fates = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      fates.add(socket.emit(EmitOptions.buffered(), "n", i));
    }
    for (int i = 0; i < 90; i++) {
      assertThat(failure(fates.get(i)))
          .isInstanceOfSatisfying(
              OverflowException.class, full -> assertThat(full.maybeSent()).isFalse());
    }
    join(socket.connect());

    assertThat(stage.server.take("n", ofSeconds(5)).args()).containsExactly("90");
    fates.subList(90, 100).forEach(Stage::join);
  }

  @Test
  void aBufferedEmitThatWaitsTooLongIsToldSoAndNeverSent() {
    NamespaceSocket socket =
        stage
            .build(stage.client().bufferWhileOffline(OfflineBuffer.of(10, 1 << 20, ofMinutes(5))))
            .socket();

    CompletableFuture<Void> fate = socket.emit(EmitOptions.buffered(), "stale");
    stage.time().advance(ofMinutes(5).minusMillis(1));
    assertThat(fate).isNotDone();
    stage.time().advance(ofMillis(1));
    join(socket.connect());
    join(socket.emit(EmitOptions.unbuffered(), "fresh"));

    assertThat(failure(fate))
        .isInstanceOfSatisfying(
            SocketIoTimeoutException.class,
            late -> {
              assertThat(late.awaited()).isEqualTo(SocketIoTimeoutException.Awaited.CONNECTION);
              assertThat(late.maybeSent()).isFalse();
            });
    stage.server.take("fresh", ofSeconds(5));
    assertThat(stage.server.journal().received()).noneMatch(packet -> packet.contains("stale"));
  }

  @Test
  void aDiscardedBufferTellsItsEmits() {
    NamespaceSocket socket = stage.build(stage.client()).socket();
    CompletableFuture<Void> fate = socket.emit(EmitOptions.buffered(), "n");

    socket.discardBuffered();

    assertThat(failure(fate)).isInstanceOf(NotConnectedException.class);
    stage.time().settle();
    assertThat(socket.buffered().emits()).isZero();
  }

  @Test
  void aRetriedEmitIsSentAgainUntilItIsAcknowledged() {
    stage.server.namespace("/");
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    CompletableFuture<Void> fate =
        socket.emit(EmitOptions.retried(5).within(ofSeconds(10)), "pay", 10);
    stage.server.take("pay", ofSeconds(5));
    stage.time().advance(ofSeconds(10).minusMillis(1));
    assertThat(stage.server.events()).hasSize(1);
    stage.time().advance(ofMillis(1));
    ReceivedEvent second = stage.server.take("pay", ofSeconds(5));
    assertThat(fate).isNotDone();
    second.ack("true");

    join(fate);
    assertThat(second.args()).containsExactly("10");
  }

  @Test
  void aRetriedEmitSurvivesALostConnection() {
    NamespaceSocket socket = stage.connected(reconnecting(), "/");
    stage.server.namespace("/").takePeer(ofSeconds(5));

    CompletableFuture<Void> fate =
        socket.emit(EmitOptions.retried(5).within(ofSeconds(30)), "pay", 10);
    stage.server.take("pay", ofSeconds(5)).peer().connection().cut();
    stage.time().advance(ofMillis(20));
    stage.server.take("pay", ofSeconds(5)).ack();

    join(fate);
  }

  @Test
  void aRetriedEmitThatIsNeverAcknowledgedMayHaveBeenSent() {
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    CompletableFuture<Void> fate =
        socket.emit(EmitOptions.retried(1).within(ofSeconds(10)), "pay", 10);
    stage.time().advance(ofSeconds(20));

    assertThat(failure(fate))
        .isInstanceOfSatisfying(
            SocketIoTimeoutException.class, late -> assertThat(late.maybeSent()).isTrue());
    stage.server.take("pay", ofSeconds(5));
    stage.server.take("pay", ofSeconds(5));
  }

  @Test
  void emittersCanWaitUntilTheNetworkTakesMore() {
    NamespaceSocket socket =
        stage.connected(
            stage.client().limits(Limits.defaults().maxOutboundQueueBytes(1 << 20)), "/");
    ServerConnection connection = stage.server.connections().get(0);
    connection.blackHole();
    byte[] chunk = new byte[100_000];

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                socket.emit("bytes", chunk);
              }
            })
        .isInstanceOf(OverflowException.class);
    assertThat(socket.isWritable()).isFalse();
    CompletableFuture<Void> writable = socket.whenWritable();
    assertThat(writable).isNotDone();
    connection.cut();

    join(writable);
  }
}
