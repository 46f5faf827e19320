package io.tenterhook.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.SocketIoServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a client makes of each fault that ends its connection, or keeps it from having one, as
 * {@code docs/guide/testing.md} tells it: the reason, what the error names, and whether it tries
 * again by its default opinion. The connection after it is a good one.
 */
@Timeout(60)
class FaultOutcomesTest {
  private static final Duration LONG = ofSeconds(30);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private record Row(String name, Transport transport, Fault fault, String outcome) {
    @Override
    public String toString() {
      return name + " by " + transport + " -> " + outcome;
    }
  }

  private static final class Table {
    final List<Row> rows = new ArrayList<>();

    Table both(String name, Fault fault, String outcome) {
      return row(name, fault, outcome, outcome);
    }

    Table row(String name, Fault fault, String byWebSocket, String byPolling) {
      return webSocket(name, fault, byWebSocket).polling(name, fault, byPolling);
    }

    Table webSocket(String name, Fault fault, String outcome) {
      rows.add(new Row(name, Transport.WEBSOCKET, fault, outcome));
      return this;
    }

    Table polling(String name, Fault fault, String outcome) {
      rows.add(new Row(name, Transport.POLLING, fault, outcome));
      return this;
    }
  }

  static Stream<Row> faultsOfAttempts() {
    return new Table()
            .both("http 502", Fault.http(502, ""), "UNREACHABLE HTTP 502, again")
            .both("http 401", Fault.http(401, ""), "UNREACHABLE HTTP 401, ended")
            .both("redirect", Fault.redirect("http://127.0.0.1:1/"), "UNREACHABLE HTTP 302, again")
            .both("silence", Fault.silence(), "CONNECT_TIMEOUT TRANSPORT, again")
            .row(
                "noOpen",
                Fault.noOpen(),
                "CONNECT_TIMEOUT HANDSHAKE, again",
                "CONNECT_TIMEOUT TRANSPORT, again")
            .both(
                "insteadOfOpen",
                Fault.insteadOfOpen("0{\"sid\":\"\"}"),
                "PROTOCOL_VIOLATION INVALID_HANDSHAKE, again")
            .polling("wrongSid", Fault.wrongSid(), "UNREACHABLE HTTP 400, again")
            .polling("httpOnRequest 1", Fault.httpOnRequest(1, 502), "UNREACHABLE HTTP 502, again")
            .both(
                "neverAnswerConnect", Fault.neverAnswerConnect(), "CONNECT_TIMEOUT CONNECT, again")
            .both("delayConnect", Fault.delayConnect(LONG), "CONNECT_TIMEOUT CONNECT, again")
            .both("refuseConnect", Fault.refuseConnect("no", "{\"code\":1}"), "REFUSED, ended")
            .both(
                "atHandshake cut",
                Fault.atHandshake(ServerConnection::cut),
                "TRANSPORT_ERROR IO, again")
            .both(
                "atHandshake finish",
                Fault.atHandshake(ServerConnection::finish),
                "TRANSPORT_CLOSE END_OF_STREAM, again")
            .both(
                "atHandshake halfClose",
                Fault.atHandshake(ServerConnection::halfClose),
                "TRANSPORT_CLOSE END_OF_STREAM, again")
            .both(
                "atHandshake blackHole",
                Fault.atHandshake(ServerConnection::blackHole),
                "CONNECT_TIMEOUT TRANSPORT, again")
            .both(
                "atHandshake stall",
                Fault.atHandshake(connection -> connection.stall(LONG)),
                "CONNECT_TIMEOUT TRANSPORT, again")
            .both(
                "atHandshake sendBytes",
                Fault.atHandshake(
                    connection -> connection.sendBytes("nonsense\r\n\r\n".getBytes(UTF_8))),
                "UNREACHABLE WEBSOCKET_HANDSHAKE, again")
            .both(
                "inFrame 1 cut",
                Fault.inFrame(1, ServerConnection::cut),
                "TRANSPORT_ERROR IO, again")
            .both(
                "inFrame 1 finish",
                Fault.inFrame(1, ServerConnection::finish),
                "TRANSPORT_CLOSE END_OF_STREAM, again")
            .both(
                "inFrame 2 blackHole",
                Fault.inFrame(2, ServerConnection::blackHole),
                "CONNECT_TIMEOUT CONNECT, again")
            .both("latency", Fault.latency(LONG), "CONNECT_TIMEOUT TRANSPORT, again")
            .both("delay", Fault.delay(LONG, LONG, 1), "CONNECT_TIMEOUT TRANSPORT, again")
            .both("bandwidth", Fault.bandwidth(10), "CONNECT_TIMEOUT TRANSPORT, again")
            .both("trickle", Fault.trickle(1, LONG), "CONNECT_TIMEOUT TRANSPORT, again")
            .rows
            .stream();
  }

  @ParameterizedTest
  @MethodSource("faultsOfAttempts")
  void endsAnAttemptAsTheGuideTells(Row row) {
    try (Stage stage = new Stage()) {
      stage.server.nextConnection(row.fault());
      NamespaceSocket socket = client(stage, row, connectTimeout(row)).socket();
      var unused = socket.connect();

      await().until(() -> !stage.diary.retries.isEmpty() || !stage.diary.ended.isEmpty());
      boolean again = stage.diary.ended.isEmpty();
      Ending ending =
          again ? stage.diary.retries.get(0).ending() : stage.diary.ended.get(0).ending();
      assertThat(told(ending, again)).isEqualTo(row.outcome());
      if (again) {
        await().until(() -> !stage.diary.connected.isEmpty());
      }
    }
  }

  /** Short where it is what ends the attempt, but not too short for the steps before that. */
  private static Duration connectTimeout(Row row) {
    if (row.outcome().startsWith("CONNECT_TIMEOUT TRANSPORT")) {
      return ofMillis(400);
    }
    return row.outcome().startsWith("CONNECT_TIMEOUT") ? ofSeconds(1) : ofSeconds(10);
  }

  static Stream<Row> faultsOfConnections() {
    Table table = new Table();
    table
        .both(
            "afterConnect cut",
            Fault.afterConnect(ServerConnection::cut),
            "TRANSPORT_ERROR IO, again")
        .both(
            "afterConnect finish",
            Fault.afterConnect("/", ServerConnection::finish),
            "TRANSPORT_CLOSE END_OF_STREAM, again")
        .both(
            "afterConnect halfClose",
            Fault.afterConnect(ServerConnection::halfClose),
            "TRANSPORT_CLOSE END_OF_STREAM, again")
        .row(
            "afterConnect close",
            Fault.afterConnect(ServerConnection::close),
            "TRANSPORT_CLOSE CLOSE_FRAME 1005, again",
            "ENGINE_CLOSE, again")
        .row(
            "afterConnect closeWebSocket",
            Fault.afterConnect(connection -> connection.closeWebSocket(1011, "boom")),
            "TRANSPORT_CLOSE CLOSE_FRAME 1011, again",
            "ENGINE_CLOSE, again")
        .both(
            "afterConnect sendClose",
            Fault.afterConnect(ServerConnection::sendClose),
            "ENGINE_CLOSE, again")
        .both(
            "afterConnect disconnect",
            Fault.afterConnect(connection -> connection.disconnect(false)),
            "SERVER_DISCONNECT, ended")
        .both(
            "afterConnect disconnect and close",
            Fault.afterConnect(connection -> connection.disconnect(true)),
            "SERVER_DISCONNECT, ended")
        .both(
            "afterConnect sendInvalidJson",
            Fault.afterConnect(ServerConnection::sendInvalidJson),
            "PROTOCOL_VIOLATION INVALID_JSON, again")
        .both(
            "afterConnect sendInvalidUtf8",
            Fault.afterConnect(ServerConnection::sendInvalidUtf8),
            "PROTOCOL_VIOLATION INVALID_UTF8, again")
        .both(
            "afterConnect sendOversize",
            Fault.afterConnect(connection -> connection.sendOversize(100_000)),
            "PROTOCOL_VIOLATION PAYLOAD_TOO_LARGE, again")
        .both(
            "afterConnect sendBinary",
            Fault.afterConnect(connection -> connection.sendBinary(new byte[] {1})),
            "PROTOCOL_VIOLATION UNEXPECTED_BINARY, again")
        .row(
            "afterConnect sendText",
            Fault.afterConnect(connection -> connection.sendText("9")),
            "PROTOCOL_VIOLATION UNKNOWN_ENGINE_PACKET, again",
            "PROTOCOL_VIOLATION FRAME, again")
        .both(
            "afterSent cut", Fault.afterSent(3, ServerConnection::cut), "TRANSPORT_ERROR IO, again")
        .both("inFrame cut", Fault.inFrame(3, ServerConnection::cut), "TRANSPORT_ERROR IO, again")
        .both(
            "inFrame finish",
            Fault.inFrame(3, ServerConnection::finish),
            "TRANSPORT_CLOSE END_OF_STREAM, again")
        .both(
            "betweenHeaderAndAttachment cut",
            Fault.betweenHeaderAndAttachment(ServerConnection::cut),
            "TRANSPORT_ERROR IO, again")
        .both(
            "missingAttachment",
            Fault.missingAttachment(),
            "PROTOCOL_VIOLATION TEXT_BETWEEN_ATTACHMENTS, again")
        .both(
            "extraAttachment",
            Fault.extraAttachment(),
            "PROTOCOL_VIOLATION UNEXPECTED_BINARY, again")
        .polling("httpOnRequest 3", Fault.httpOnRequest(3, 502), "UNREACHABLE HTTP 502, again");
    return table.rows.stream();
  }

  @ParameterizedTest
  @MethodSource("faultsOfConnections")
  void endsAConnectionAsTheGuideTells(Row row) {
    try (Stage stage = new Stage()) {
      connect(stage, row);
      assertEnds(stage, row);
    }
  }

  static Stream<Row> faultsOfCalls() {
    return new Table()
            .both("onAck cut", Fault.onAck(ServerConnection::cut), "TRANSPORT_ERROR IO, again")
            .rows
            .stream();
  }

  @ParameterizedTest
  @MethodSource("faultsOfCalls")
  void endsACallAsTheGuideTells(Row row) {
    try (Stage stage = new Stage()) {
      CompletableFuture<Arguments> call = connect(stage, row).call("ask").args();

      assertEnds(stage, row);
      assertThat(Stage.failure(call))
          .isInstanceOf(DisconnectedException.class)
          .hasMessageContaining("may have handled it");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsAConnectionAfterANumberOfPacketsReceived(Transport transport) {
    Fault fault = Fault.afterReceived(2, ServerConnection::cut);
    Row row = new Row("afterReceived cut", transport, fault, "TRANSPORT_ERROR IO, again");
    try (Stage stage = new Stage()) {
      connect(stage, row).emit("event");

      assertEnds(stage, row);
    }
  }

  static Stream<Row> faultsOfTheHeartbeat() {
    return new Table()
            .both("neverPing", Fault.neverPing(), "PING_TIMEOUT HEARTBEAT, again")
            .both("latePing", Fault.latePing(LONG), "PING_TIMEOUT HEARTBEAT, again")
            .row(
                "ignorePongs",
                Fault.ignorePongs(),
                "TRANSPORT_CLOSE CLOSE_FRAME 1005, again",
                "ENGINE_CLOSE, again")
            .both(
                "afterConnect blackHole",
                Fault.afterConnect(ServerConnection::blackHole),
                "PING_TIMEOUT HEARTBEAT, again")
            .both(
                "afterConnect stall",
                Fault.afterConnect(connection -> connection.stall(LONG)),
                "PING_TIMEOUT HEARTBEAT, again")
            .both(
                "afterConnect stopPinging",
                Fault.afterConnect(ServerConnection::stopPinging),
                "PING_TIMEOUT HEARTBEAT, again")
            .both(
                "inFrame blackHole",
                Fault.inFrame(3, ServerConnection::blackHole),
                "PING_TIMEOUT HEARTBEAT, again")
            .both(
                "betweenHeaderAndAttachment blackHole",
                Fault.betweenHeaderAndAttachment(ServerConnection::blackHole),
                "PING_TIMEOUT HEARTBEAT, again")
            .rows
            .stream();
  }

  @ParameterizedTest
  @MethodSource("faultsOfTheHeartbeat")
  void endsASilentConnectionAsTheGuideTells(Row row) {
    // Which of the two gives up first is a matter of one pingInterval.
    boolean serverGivesUp = !row.outcome().startsWith("PING_TIMEOUT");
    SocketIoServer server =
        SocketIoServer.builder()
            .pingInterval(serverGivesUp ? ofSeconds(1) : ofMillis(300))
            .pingTimeout(ofMillis(300))
            .start();
    try (Stage stage = new Stage(server)) {
      connect(stage, row);
      assertEnds(stage, row);
    }
  }

  /** The server sends an event, one with an attachment, and another. */
  private static NamespaceSocket connect(Stage stage, Row row) {
    stage.server.nextConnection(row.fault());
    stage
        .server
        .namespace("/")
        .echo()
        .onConnect(
            peer -> {
              peer.emit("before");
              peer.emit(
                  "binary", List.of("{\"_placeholder\":true,\"num\":0}"), List.of(new byte[] {1}));
              peer.emit("after");
            });
    NamespaceSocket socket = client(stage, row, ofSeconds(10)).socket();
    socket.onAny(event -> {});
    Stage.join(socket.connect());
    return socket;
  }

  private static void assertEnds(Stage stage, Row row) {
    await().until(() -> !stage.diary.lost.isEmpty());
    Diary.Lost lost = stage.diary.lost.get(0);
    assertThat(told(lost.ending(), lost.willReconnect())).isEqualTo(row.outcome());
    if (lost.willReconnect()) {
      await().until(() -> stage.diary.connected.size() > 1);
    } else {
      await().until(() -> stage.diary.ended.size() == 1);
    }
  }

  private static SocketIoClient client(Stage stage, Row row, Duration connectTimeout) {
    return stage.build(
        stage
            .client()
            .transports(row.transport())
            .reconnect(ReconnectPolicy.exponential(ofMillis(1), ofMillis(5)))
            .limits(Limits.defaults().maxMessageBytes(65_536))
            .connectTimeout(connectTimeout));
  }

  /** The reason, what the error names, and what happens next. */
  private static String told(Ending ending, boolean again) {
    String named = ending.error().map(FaultOutcomesTest::named).orElse("");
    return ending.reason() + named + (again ? ", again" : ", ended");
  }

  private static String named(Throwable error) {
    if (error instanceof TransportException transport) {
      return " " + transport.step() + (transport.code() == 0 ? "" : " " + transport.code());
    } else if (error instanceof SocketIoTimeoutException timeout) {
      return " " + timeout.awaited();
    } else if (error instanceof ProtocolViolationException violation) {
      return " " + violation.rule();
    } else if (error instanceof PayloadTooLargeException) {
      return " PAYLOAD_TOO_LARGE";
    }
    assertThat(error).isInstanceOfAny(ConnectRefusedException.class, DisconnectedException.class);
    return "";
  }
}
