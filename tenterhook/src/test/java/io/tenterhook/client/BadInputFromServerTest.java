package io.tenterhook.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.SocketIoTimeoutException.Awaited;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.SocketIoServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a server sends: a typed error that names the rule, told to {@code connect()}, {@code
 * runUntilClosed()} and the observer; then the policy decides. Never a hang, never an exception on
 * the loop.
 */
@Timeout(60)
class BadInputFromServerTest {
  private static final ReconnectPolicy AT_ONCE = failure -> Optional.of(Duration.ZERO);
  private static final Duration LIMIT = ofSeconds(20);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  /** For what would wait. */
  private void goInMemory() {
    stage.close();
    stage = Stage.inMemory();
  }

  private ServerConnection connection() {
    return stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private static void assertUsable(NamespaceSocket socket) {
    assertThat(Stage.join(socket.call("echo", 1).args()).raw(0)).hasToString("1");
  }

  // ---- before the session is open

  private record Opening(String text, String rule) {
    @Override
    public String toString() {
      return text + " -> " + rule;
    }
  }

  static Stream<Opening> badOpenings() {
    String rest = "\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1}";
    return Stream.of(
        new Opening("hello", "UNKNOWN_ENGINE_PACKET"),
        new Opening("HTTP/1.1 200 OK", "UNKNOWN_ENGINE_PACKET"),
        new Opening("2", "UNEXPECTED_ENGINE_PACKET"),
        new Opening("42[\"early\"]", "UNEXPECTED_ENGINE_PACKET"),
        new Opening("40{\"sid\":\"s\"}", "UNEXPECTED_ENGINE_PACKET"),
        new Opening("0", "INVALID_JSON"),
        new Opening("0{", "INVALID_JSON"),
        new Opening("0{}x", "INVALID_JSON"),
        new Opening("0[]", "INVALID_HANDSHAKE"),
        new Opening("0{" + rest, "INVALID_HANDSHAKE"),
        new Opening("0{\"sid\":\"\"," + rest, "INVALID_HANDSHAKE"),
        new Opening("0{\"sid\":7," + rest, "INVALID_HANDSHAKE"),
        new Opening("0{\"sid\":\"s\",\"pingTimeout\":1}", "INVALID_HANDSHAKE"),
        new Opening(handshake("0", "20000"), "INVALID_HANDSHAKE"),
        new Opening(handshake("-1", "20000"), "INVALID_HANDSHAKE"),
        new Opening(handshake("25000", "0"), "INVALID_HANDSHAKE"),
        new Opening(handshake("1e30", "20000"), "INVALID_HANDSHAKE"),
        new Opening(handshake("\"25000\"", "20000"), "INVALID_HANDSHAKE"),
        new Opening(handshake("null", "20000"), "INVALID_HANDSHAKE"),
        // Engine.IO 3 over polling, given away by its length prefix.
        new Opening("96:0{\"sid\":\"s\"}", "UNKNOWN_ENGINE_PACKET"));
  }

  private static String handshake(String interval, String timeout) {
    return "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":%s,\"pingTimeout\":%s}"
        .formatted(interval, timeout);
  }

  @ParameterizedTest
  @MethodSource("badOpenings")
  void namesTheRuleThatAnOpeningBreaks(Opening opening) {
    stage.server.nextConnection(Fault.insteadOfOpen(opening.text()));
    NamespaceSocket driven = stage.build(stage.client()).socket();

    assertViolation(Stage.join(Stage.run(driven)), opening.rule());
    assertThat(stage.diary.ended).hasSize(1);
    assertThat(driven.isActive()).isFalse();

    stage.server.nextConnection(Fault.insteadOfOpen(opening.text()));
    NamespaceSocket managed = stage.build(stage.client().reconnect(AT_ONCE)).socket();
    stage.server.namespace("/").echo();
    Stage.join(managed.connect());
    assertUsable(managed);
    await().until(() -> !stage.diary.retries.isEmpty());
    assertViolation(stage.diary.retries.get(0).ending(), opening.rule());
  }

  private static void assertViolation(Ending ending, String rule) {
    assertThat(ending.reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
    assertThat(ending.error())
        .get()
        .isInstanceOfSatisfying(
            ProtocolViolationException.class,
            violation -> {
              assertThat(violation.rule()).as("%s", violation).isEqualTo(rule);
              assertThat(violation.source()).isNotBlank();
            });
    assertThat(ending.toString()).startsWith("parse error: ").contains(rule);
  }

  // ---- while connected

  private record Nonsense(String name, String rule, Consumer<ServerConnection> sending) {
    @Override
    public String toString() {
      return name + " -> " + rule;
    }
  }

  private static Nonsense text(String message, String rule) {
    String name = message.length() > 60 ? message.substring(0, 60) + "…" : message;
    return new Nonsense(name, rule, connection -> connection.sendText(message));
  }

  private static Nonsense frame(String name, String rule, byte[] payload) {
    return new Nonsense(name, rule, connection -> connection.sendBytes(frame(0x81, payload)));
  }

  private static byte[] frame(int firstByte, byte[] payload) {
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) firstByte;
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    return frame;
  }

  static Stream<Nonsense> brokenPackets() {
    List<Nonsense> all = new ArrayList<>();
    all.add(text("", "EMPTY_PACKET"));
    all.add(text("9", "UNKNOWN_ENGINE_PACKET"));
    all.add(text("b4AAA", "UNKNOWN_ENGINE_PACKET"));
    all.add(text(handshake("1", "1"), "UNEXPECTED_ENGINE_PACKET"));
    all.add(text("5", "UNEXPECTED_ENGINE_PACKET"));
    all.add(text("4", "EMPTY_MESSAGE"));
    all.add(text("47[\"e\"]", "UNKNOWN_PACKET_TYPE"));
    all.add(text("4x", "UNKNOWN_PACKET_TYPE"));
    for (String json :
        List.of(
            "[\"e\",",
            "[\"e\",01]",
            "[\"e\",NaN]",
            "[\"e\",'a']",
            "[\"e\",１]",
            "[\"e\",{a:1}]",
            "[\"e\",\"\t\"]",
            "[\"e\"]]",
            "[\"e\",1,]",
            "[\"e\",tru]",
            "[\"e\",\"\\x\"]",
            "[\"e\"")) {
      all.add(text("42" + json, "INVALID_JSON"));
    }
    for (String payload : List.of("", "[]", "{}", "[{}]", "[null]", "[true]", "\"e\"", "null")) {
      all.add(text("42" + payload, "INVALID_EVENT_PAYLOAD"));
    }
    all.add(text("42[\"e\"," + "[".repeat(600) + "]".repeat(600) + "]", "JSON_TOO_DEEP"));
    all.add(text("42[\"" + "n".repeat(60_000) + "\"]", "EVENT_NAME_TOO_LONG"));
    all.add(text("4299999999999999999999[\"e\"]", "ACK_ID_OUT_OF_RANGE"));
    all.add(text("43[]", "MISSING_ACK_ID"));
    all.add(text("431{}", "INVALID_ACK_PAYLOAD"));
    all.add(text("431", "INVALID_ACK_PAYLOAD"));
    all.add(text("42/a\u0001b,[\"e\"]", "INVALID_NAMESPACE"));
    all.add(text("40{\"sid\":\"again\"}", "SECOND_CONNECT"));
    all.add(text("44{\"message\":\"late\"}", "CONNECT_ERROR_AFTER_CONNECT"));
    all.add(text("41{}", "INVALID_DISCONNECT_PAYLOAD"));
    for (String name :
        List.of(
            "connect",
            "connect_error",
            "disconnect",
            "disconnecting",
            "newListener",
            "removeListener",
            "\\u0063onnect")) {
      all.add(text("42[\"" + name + "\",{}]", "RESERVED_EVENT"));
    }
    all.add(text("45-[\"e\"]", "INVALID_ATTACHMENT_COUNT"));
    all.add(text("45x-[\"e\"]", "INVALID_ATTACHMENT_COUNT"));
    all.add(text("45[\"e\"]", "INVALID_ATTACHMENT_COUNT"));
    all.add(text("451000000000-[\"e\"]", "INVALID_ATTACHMENT_COUNT"));
    all.add(text("45999999999-[\"e\"]", "TOO_MANY_ATTACHMENTS"));
    all.add(text("4565-[\"e\"]", "TOO_MANY_ATTACHMENTS"));
    all.add(
        new Nonsense(
            "text between attachments",
            "TEXT_BETWEEN_ATTACHMENTS",
            connection -> {
              connection.sendText(binaryEvent("0", 2));
              connection.sendBinary(new byte[] {1});
              connection.sendText("42[\"too early\"]");
            }));
    all.add(
        new Nonsense(
            "attachments over the limit in sum",
            "ATTACHMENTS_TOO_LARGE",
            connection -> {
              connection.sendText(binaryEvent("0", 2));
              connection.sendBinary(new byte[40_000]);
              connection.sendBinary(new byte[40_000]);
            }));
    all.add(
        new Nonsense(
            "a placeholder without attachment",
            "INVALID_PLACEHOLDER",
            connection -> {
              connection.sendText(binaryEvent("7", 1));
              connection.sendBinary(new byte[] {1});
            }));
    all.add(
        new Nonsense(
            "binary that nothing announced",
            "UNEXPECTED_BINARY",
            connection -> connection.sendBinary(new byte[] {4, 2})));
    all.add(
        frame(
            "overlong UTF-8",
            "INVALID_UTF8",
            new byte[] {'4', '2', '[', '"', 'e', (byte) 0xc0, (byte) 0xaf, '"', ']'}));
    all.add(
        frame(
            "a surrogate in UTF-8",
            "INVALID_UTF8",
            new byte[] {
              '4',
              '2',
              '[',
              '"',
              'e',
              '"',
              ',',
              '"',
              (byte) 0xed,
              (byte) 0xa0,
              (byte) 0x80,
              '"',
              ']'
            }));
    return all.stream();
  }

  private static String binaryEvent(String num, int attachments) {
    return "45%d-[\"e\",{\"_placeholder\":true,\"num\":%s}]".formatted(attachments, num);
  }

  @ParameterizedTest
  @MethodSource("brokenPackets")
  void namesTheRuleThatAPacketBreaks(Nonsense nonsense) {
    CompletableFuture<Ending> ending =
        stage.running(stage.client().limits(Limits.defaults().maxMessageBytes(65_536)));

    nonsense.sending().accept(connection());

    assertViolation(Stage.join(ending), nonsense.rule());
    assertThat(stage.diary.lost).hasSize(1);
    assertThat(stage.diary.lost.get(0).willReconnect()).isFalse();
    assertThat(stage.diary.ended).hasSize(1);
  }

  @Test
  void reconnectsAfterABrokenPacketAndStartsAfresh() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client().reconnect(AT_ONCE), "/");
    for (String message : List.of("42", "9", binaryEvent("0", 1) + "x", "42[\"connect\"]")) {
      int before = stage.diary.connected.size();
      connection().sendText(message);
      await().until(() -> stage.diary.connected.size() > before);
      assertUsable(socket);
    }

    assertThat(stage.diary.lost).hasSize(4).allMatch(Diary.Lost::willReconnect);
    assertThat(stage.diary.ended).isEmpty();
  }

  // ---- messages and frames

  static Stream<Nonsense> tooLargeMessages() {
    return Stream.of(
        text("42[\"e\",\"" + "x".repeat(2_000) + "\"]", "maxMessageBytes"),
        new Nonsense(
            "a frame of 2^62 bytes",
            "maxMessageBytes",
            connection ->
                connection.sendBytes(new byte[] {(byte) 0x81, 127, 0x40, 0, 0, 0, 0, 0, 0, 0})),
        new Nonsense(
            "fragments without end",
            "maxMessageBytes",
            connection -> {
              connection.sendBytes(frame(0x01, "42[\"e\",\"".getBytes(UTF_8)));
              for (int i = 0; i < 20; i++) {
                connection.sendBytes(frame(0x00, "x".repeat(100).getBytes(UTF_8)));
              }
            }),
        new Nonsense(
            "binary",
            "maxMessageBytes",
            connection -> {
              connection.sendText(binaryEvent("0", 1));
              connection.sendBinary(new byte[2_000]);
            }));
  }

  @ParameterizedTest
  @MethodSource("tooLargeMessages")
  void refusesAMessageOverTheLimitWhileReading(Nonsense large) {
    CompletableFuture<Ending> ending =
        stage.running(stage.client().limits(Limits.defaults().maxMessageBytes(1_024)));

    large.sending().accept(connection());

    Ending told = Stage.join(ending);
    assertThat(told.reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
    assertThat(told.error())
        .get()
        .isInstanceOfSatisfying(
            PayloadTooLargeException.class,
            error -> assertThat(error).hasMessageContaining("1,024"));
  }

  static Stream<Nonsense> brokenFrames() {
    return Stream.of(
        new Nonsense(
            "reserved bit", "FRAME", connection -> connection.sendBytes(frame(0xc1, bytes("2")))),
        new Nonsense(
            "unknown opcode", "FRAME", connection -> connection.sendBytes(frame(0x83, bytes("2")))),
        new Nonsense(
            "fragment of nothing",
            "FRAME",
            connection -> connection.sendBytes(frame(0x80, bytes("2")))),
        new Nonsense(
            "masked by a server",
            "FRAME",
            connection ->
                connection.sendBytes(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, '2'})),
        new Nonsense(
            "fragmented ping",
            "FRAME",
            connection -> connection.sendBytes(frame(0x09, bytes("x")))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @MethodSource("brokenFrames")
  void tellsOfAFrameThatBreaksTheWebSocketProtocol(Nonsense broken) {
    CompletableFuture<Ending> ending = stage.running(stage.client());

    broken.sending().accept(connection());

    Ending told = Stage.join(ending);
    assertThat(told.reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
    assertTransport(told, TransportException.Step.FRAME, 0);
  }

  private static TransportException assertTransport(
      Ending ending, TransportException.Step step, int code) {
    assertThat(ending.error()).get().isInstanceOf(TransportException.class);
    TransportException error = (TransportException) ending.error().get();
    assertThat(error.step()).as("%s", error).isEqualTo(step);
    assertThat(error.code()).as("%s", error).isEqualTo(code);
    return error;
  }

  // ---- what is harmless

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42/other,[\"e\"]",
        "40/other,{\"sid\":\"s\"}",
        "41/other,",
        "44/other,{\"message\":\"no\"}",
        "4399[]",
        "450-[\"e\"]",
        "6",
        "3",
        "3probe",
      })
  void staysConnectedOverWhatTheProtocolAllows(String message) {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(stage.client(), "/");

    connection().sendText(message);

    assertUsable(socket);
    assertThat(stage.diary.lost).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"42/other,[\"e\"]", "4399[]"})
  void reportsAPacketThatNobodyWaitsFor(String message) {
    stage.connected(stage.client(), "/");

    connection().sendText(message);

    await().until(() -> stage.diary.dropped.size() == 1);
  }

  @Test
  void neverLetsTheWireForgeALifeCycle() {
    AtomicInteger connects = new AtomicInteger();
    List<DisconnectReason> disconnects = new CopyOnWriteArrayList<>();
    List<String> events = new CopyOnWriteArrayList<>();
    SocketIoClient client = stage.build(stage.client().reconnect(AT_ONCE));
    NamespaceSocket socket = client.socket();
    socket.onConnect(connects::incrementAndGet);
    socket.onDisconnect((ending, again) -> disconnects.add(ending.reason()));
    socket.onAny(event -> events.add(event.name()));
    Stage.join(socket.connect());
    int rounds = 0;
    for (String name : List.of("connect", "disconnect", "connect_error", "\\u0063onnect")) {
      connection().sendText("42[\"" + name + "\",\"forged\"]");
      int due = ++rounds + 1;
      await().until(() -> connects.get() == due);
    }

    assertThat(connects).as("one for each real connection").hasValue(5);
    assertThat(disconnects).hasSize(4).containsOnly(DisconnectReason.PROTOCOL_VIOLATION);
    assertThat(events).isEmpty();
  }

  // ---- the end of a connection

  @Test
  void noticesAnOrderlyCloseAtOnceAndNotAtThePingTimeout() {
    CompletableFuture<Ending> ending = stage.running(stage.client());

    connection().closeWebSocket(1011, "boom");

    Ending told = ending.orTimeout(10, SECONDS).join();
    assertThat(told.reason()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(assertTransport(told, TransportException.Step.CLOSE_FRAME, 1011).body())
        .isEqualTo("boom");
  }

  @Test
  void tellsTheWaysInWhichAConnectionEndsApart() {
    assertThat(endAfter(ServerConnection::close).reason())
        .isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    Ending finished = endAfter(ServerConnection::finish);
    assertThat(finished.reason()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertTransport(finished, TransportException.Step.END_OF_STREAM, 0);
    Ending reset = endAfter(ServerConnection::cut);
    assertThat(reset.reason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    assertTransport(reset, TransportException.Step.IO, 0);
    assertThat(endAfter(ServerConnection::sendClose).reason())
        .isEqualTo(DisconnectReason.ENGINE_CLOSE);
    Ending kicked = endAfter(connection -> connection.peers().get(0).disconnect(false));
    assertThat(kicked.reason()).isEqualTo(DisconnectReason.SERVER_DISCONNECT);
    assertThat(kicked.error()).get().isInstanceOf(DisconnectedException.class);
  }

  private Ending endAfter(Consumer<ServerConnection> act) {
    CompletableFuture<Ending> ending = stage.running(stage.client());
    act.accept(connection());
    return Stage.join(ending);
  }

  @Test
  void noticesAHalfOpenLinkAfterIntervalAndTimeout() {
    goInMemory();
    SocketIoClient client = stage.build(stage.client());
    CompletableFuture<Ending> ending = stage.running(client.socket());
    CompletableFuture<Arguments> call = client.socket().call("lost").within(ofMinutes(2)).args();

    connection().blackHole();
    stage.time().advance(ofSeconds(45).minusMillis(1));
    assertThat(ending).isNotDone();
    stage.time().advance(ofMillis(1));

    Ending told = Stage.join(ending);
    assertThat(told.reason()).isEqualTo(DisconnectReason.PING_TIMEOUT);
    assertTimeout(told.error().get(), Awaited.HEARTBEAT, ofSeconds(45));
    assertThat(Stage.failure(call))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining("may have handled it");
  }

  private static void assertTimeout(Throwable error, Awaited awaited, Duration after) {
    assertThat(error).isInstanceOf(SocketIoTimeoutException.class);
    SocketIoTimeoutException timeout = (SocketIoTimeoutException) error;
    assertThat(timeout.awaited()).isEqualTo(awaited);
    assertThat(timeout.after()).isEqualTo(after);
    assertThat(timeout).hasMessageContaining(after.toMillis() + " ms");
  }

  // ---- HTTP at the upgrade

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 401, 403, 404, 500, 502, 503})
  void tellsStatusAndBodyOfARefusedUpgrade(int status) {
    stage.server.nextConnection(Fault.http(status, "the reason"));

    Ending told = Stage.join(Stage.run(stage.build(stage.client()).socket()));

    assertThat(told.reason()).isEqualTo(DisconnectReason.UNREACHABLE);
    assertThat(assertTransport(told, TransportException.Step.HTTP, status).body())
        .isEqualTo("the reason");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void givesUpOnAStatusThatWillNotChange(int status) {
    stage.server.everyConnection(Fault.http(status, ""));
    SocketIoClient client = stage.build(stage.client().reconnect(ReconnectPolicy.patient()));

    assertThat(Stage.failure(client.socket().connect())).isInstanceOf(TransportException.class);
    await().untilAsserted(() -> assertThat(stage.diary.attempts).containsExactly(0));
  }

  @Test
  void triesAgainOnAStatusThatMayChange() {
    stage.server.nextConnection(Fault.http(502, ""));
    stage.server.nextConnection(Fault.http(503, ""));
    ReconnectPolicy quick = ReconnectPolicy.exponential(ofMillis(1), ofMillis(5));

    stage.connected(stage.client().reconnect(quick), "/");

    await().untilAsserted(() -> assertThat(stage.diary.attempts).containsExactly(0, 1, 2));
    assertThat(stage.diary.retries).hasSize(2);
  }

  @Test
  void followsNoRedirectToAnotherOrigin() {
    try (SocketIoServer other = SocketIoServer.start()) {
      stage.server.nextConnection(Fault.redirect(other.uri() + "/socket.io/?EIO=4&token=secret"));
      SocketIoClientBuilder builder =
          stage.client().header("Authorization", "Bearer secret").header("Cookie", "id=secret");

      Ending told = Stage.join(Stage.run(stage.build(builder).socket()));

      assertThat(assertTransport(told, TransportException.Step.HTTP, 302))
          .hasMessageContaining("redirect to")
          .hasMessageContaining(String.valueOf(other.port()))
          .hasMessageContaining("not followed")
          .hasMessageNotContaining("secret");
      assertThat(other.journal().entries()).isEmpty();
    }
  }

  // ---- silence

  @Test
  void givesUpOnAHostThatNeverAnswers() {
    assertGivesUpOn(Fault.silence(), Awaited.TRANSPORT);
  }

  @Test
  void givesUpOnAServerThatNeverOpensTheSession() {
    assertGivesUpOn(Fault.noOpen(), Awaited.HANDSHAKE);
  }

  @Test
  void givesUpOnAServerThatNeverAnswersConnect() {
    assertGivesUpOn(Fault.neverAnswerConnect(), Awaited.CONNECT);
  }

  private void assertGivesUpOn(Fault fault, Awaited awaited) {
    goInMemory();
    stage.server.nextConnection(fault);
    NamespaceSocket socket = stage.build(stage.client().connectTimeout(LIMIT)).socket();
    CompletableFuture<Void> connected = socket.connect();
    stage.time().advance(LIMIT.minusMillis(1));
    assertThat(connected).isNotDone();
    stage.time().advance(ofMillis(1));

    assertTimeout(Stage.failure(connected), awaited, LIMIT);
    assertThat(stage.diary.ended).hasSize(1);
    assertThat(stage.diary.ended.get(0).ending().reason())
        .isEqualTo(DisconnectReason.CONNECT_TIMEOUT);
    assertThat(stage.server.connections()).isEmpty();
  }

  @Test
  void triesAgainAfterSilenceByPolicy() {
    goInMemory();
    stage.server.nextConnection(Fault.silence());
    stage.server.nextConnection(Fault.noOpen());
    stage.server.nextConnection(Fault.neverAnswerConnect());

    CompletableFuture<Void> connected =
        stage.build(stage.client().connectTimeout(LIMIT).reconnect(AT_ONCE)).socket().connect();
    stage.time().advance(LIMIT.multipliedBy(3));

    Stage.join(connected);
    assertThat(stage.diary.retries).extracting(Diary.Retry::attempt).containsExactly(1, 2, 3);
  }

  // ---- the wrong kind of server

  @Test
  void saysThatAServerOfSocketIo2IsNotUnderstood() {
    // It accepts the root by itself, without a sid, and pings nobody.
    stage.server.nextConnection(
        Fault.neverAnswerConnect(),
        Fault.insteadOfOpen(handshake("25000", "5000")),
        Fault.afterReceived(1, connection -> connection.sendText("40")));

    Ending told = Stage.join(Stage.run(stage.build(stage.client()).socket()));

    assertViolation(told, "CONNECT_WITHOUT_SID");
    assertThat(told.toString()).contains("Socket.IO 2");
  }

  @Test
  void givesUpOnASocketIo2ServerThatSpeaksFirst() {
    stage.server.nextConnection(
        Fault.neverAnswerConnect(),
        Fault.insteadOfOpen(handshake("25000", "5000")),
        Fault.afterSent(1, connection -> connection.sendText("40")));

    Ending told = Stage.join(Stage.run(stage.build(stage.client()).socket()));

    assertViolation(told, "CONNECT_WITHOUT_SID");
    assertThat(told.toString()).contains("Socket.IO 2");
  }

  @Test
  void saysThatAPortIsClosed() {
    int port = stage.server.port();
    stage.server.stop();

    Ending told =
        Stage.join(Stage.run(stage.build(stage.client("http://127.0.0.1:" + port)).socket()));

    assertThat(told.reason()).isEqualTo(DisconnectReason.UNREACHABLE);
    assertThat(assertTransport(told, TransportException.Step.TCP, 0))
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void saysThatThePortSpeaksNoTls() {
    String url = "https://127.0.0.1:" + stage.server.port();

    Ending told = Stage.join(Stage.run(stage.build(stage.client(url)).socket()));

    assertThat(told.reason()).isEqualTo(DisconnectReason.UNREACHABLE);
    assertTransport(told, TransportException.Step.TLS, 0);
  }

  @Test
  void saysThatTheHostHasNoAddress() {
    SocketIoClient client = stage.build(stage.client("http://no-such-host.invalid"));

    Ending told = Stage.join(Stage.run(client.socket()));

    assertThat(told.reason()).isEqualTo(DisconnectReason.UNREACHABLE);
    assertTransport(told, TransportException.Step.DNS, 0);
  }

  // ---- flapping

  @Test
  void slowsDownForAServerThatFlaps() {
    stage.server.everyConnection(Fault.afterSent(2, ServerConnection::cut));
    List<Integer> numbers = new CopyOnWriteArrayList<>();
    ReconnectPolicy policy =
        failure -> {
          numbers.add(failure.number());
          return failure.number() < 10 ? Optional.of(ofMillis(1)) : Optional.empty();
        };

    Stage.join(Stage.run(stage.build(stage.client().reconnect(policy)).socket()));

    assertThat(stage.diary.connected).as("it did connect each time").hasSize(10);
    assertThat(numbers).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void startsAnewOnlyAfterAConnectionThatLived() {
    goInMemory();
    List<Integer> numbers = new CopyOnWriteArrayList<>();
    ReconnectPolicy policy =
        failure -> {
          numbers.add(failure.number());
          return Optional.of(Duration.ZERO);
        };
    for (int i = 0; i < 3; i++) {
      stage.server.nextConnection(Fault.afterSent(2, ServerConnection::cut));
    }
    stage.server.nextConnection();
    stage.server.nextConnection(Fault.afterSent(2, ServerConnection::cut));

    SocketIoClientBuilder builder = stage.client().stableAfter(ofMinutes(1)).reconnect(policy);
    var unused = stage.build(builder).socket().connect();
    stage.time().advance(ofMinutes(1));
    stage.server.connections().get(0).cut();
    stage.time().settle();

    assertThat(numbers).containsExactly(1, 2, 3, 1, 2);
  }
}
