package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.DisconnectedException;
import io.tenterhook.client.EmitOptions;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.Tls;
import io.tenterhook.client.Transport;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import io.tenterhook.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What must hold on every road to the server, in plain text and by TLS, against socket.io 4.8.4 and
 * against our own server.
 */
@RequiresNode
@ExtendWith(NoLeaks.class)
@ParameterizedClass
@CsvSource({
  "WEBSOCKET, false, NODE",
  "POLLING, false, NODE",
  "UPGRADED, false, NODE",
  "WEBSOCKET, true, NODE",
  "POLLING, true, NODE",
  "UPGRADED, true, NODE",
  "WEBSOCKET, false, OURS",
  "POLLING, false, OURS",
  "UPGRADED, false, OURS",
  "WEBSOCKET, true, OURS",
  "POLLING, true, OURS",
  "UPGRADED, true, OURS"
})
final class TransportContractTest {
  /** A road to the server. */
  enum Road {
    WEBSOCKET,
    POLLING,
    UPGRADED;

    Transport[] order() {
      return switch (this) {
        case WEBSOCKET -> new Transport[] {Transport.WEBSOCKET};
        case POLLING -> new Transport[] {Transport.POLLING};
        case UPGRADED -> new Transport[] {Transport.POLLING, Transport.WEBSOCKET};
      };
    }

    Transport inTheEnd() {
      return this == POLLING ? Transport.POLLING : Transport.WEBSOCKET;
    }
  }

  /** Whose server it is. */
  enum Contender {
    NODE,
    OURS
  }

  private static final int MANY = 2_000;
  private static final String OPTIONS = "{recovery: true, pingInterval: 200, pingTimeout: 3000}";

  private static Certificates certificates;

  @TempDir private Path folder;

  private final Road road;
  private final boolean secure;
  private final Contender contender;
  private final Watcher watcher = new Watcher();
  private Served server;
  private Path authority;
  private SocketIoClient client;

  TransportContractTest(Road road, boolean secure, Contender contender) {
    this.road = road;
    this.secure = secure;
    this.contender = contender;
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = Certificates.make();
  }

  @BeforeEach
  void start() throws IOException {
    server = contender == Contender.NODE ? node() : ours();
    client = builder().build();
  }

  private Served node() throws IOException {
    authority = Files.writeString(folder.resolve("authority.pem"), certificates.authorityPem());
    return Served.node(
        secure ? NodePeer.socketIo(OPTIONS, certificates) : NodePeer.socketIo(OPTIONS));
  }

  private Served ours() {
    TestCertificates made = TestCertificates.create();
    authority = made.writeTo(folder).authority();
    SocketIoServerBuilder builder =
        SocketIoServer.builder()
            .connectionStateRecovery(Duration.ofMinutes(2))
            .pingInterval(Duration.ofMillis(200))
            .pingTimeout(Duration.ofSeconds(3));
    return Served.ours(secure ? builder.tls(made) : builder);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private SocketIoClientBuilder builder() {
    SocketIoClientBuilder builder = SocketIoClient.builder(server.uri().toString());
    return (secure ? builder.tls(Tls.trusting(authority)) : builder)
        .transports(road.order())
        .subprotocols("offered.v1", "offered.v2")
        .auth("/guarded", () -> Map.of("token", "good"))
        .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(100)))
        .observer(watcher);
  }

  private NamespaceSocket onTheRoad(String namespace) {
    NamespaceSocket socket = client.socket(namespace);
    connected(socket);
    until(() -> client.transport().equals(Optional.of(road.inTheEnd())));
    return socket;
  }

  @Test
  void credentialsAreTakenAndRefusalsAreTyped() {
    onTheRoad("/guarded");
    try (SocketIoClient stranger =
        builder().auth("/guarded", () -> Map.of("token", "bad")).build()) {
      ConnectRefusedException refused =
          failureOf(stranger.socket("/guarded").connect(), ConnectRefusedException.class);

      assertThat(refused).hasMessageContaining("not authorized");
    }
  }

  @Test
  void theServerChoosesASubprotocolOfAWebSocket() {
    onTheRoad("/");

    // Node's WebSocket server takes the first.
    assertThat(client.subprotocol())
        .isEqualTo(
            road.inTheEnd() == Transport.WEBSOCKET ? Optional.of("offered.v1") : Optional.empty());
  }

  @Test
  void eventsKeepTheirOrderBothWays() {
    NamespaceSocket socket = onTheRoad("/a");
    Heard echoes = Heard.on(socket, "echo-back");
    Heard flood = Heard.on(socket, "n");
    socket.emit("flood", MANY, 5);
    for (int i = 0; i < MANY; i++) {
      socket.emit("echo", i);
    }

    // Behind them stands the offset for the recovery.
    List<String> numbers = IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
    assertThat(echoes.await(MANY)).extracting(event -> event.raw(0).toString()).isEqualTo(numbers);
    assertThat(flood.await(MANY)).extracting(event -> event.raw(0).toString()).isEqualTo(numbers);
  }

  @Test
  void binaryAndUnicodeArriveAsTheyWere() {
    NamespaceSocket socket = onTheRoad("/");
    byte[] large = new byte[400_000];
    large[399_999] = 7;

    Arguments answer =
        within(socket.call("echo-ack", "𝄞 é \u0000", Map.of("a", List.of(large)), 1.5e300).args());

    assertThat(answer.asString(0)).isEqualTo("𝄞 é \u0000");
    assertThat(answer.raw(1).member("a").element(0).asBytes()).isEqualTo(large);
    assertThat(answer.asDouble(2)).isEqualTo(1.5e300);
  }

  @Test
  void callsAreAnsweredUnderLoad() {
    NamespaceSocket socket = onTheRoad("/");
    List<CompletableFuture<Arguments>> answers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      answers.add(socket.call("echo-ack", i, i % 10 == 0 ? new byte[] {1} : "x").args());
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(within(answers.get(i)).asInt(0)).isEqualTo(i);
    }
  }

  @Test
  void emitsTellTheirFate() {
    NamespaceSocket socket = onTheRoad("/");

    within(socket.emit(EmitOptions.unbuffered(), "echo", "written"));
    within(socket.emit(EmitOptions.retried(3), "echo-ack", "acknowledged"));
  }

  @Test
  void theHeartbeatIsTheServers() {
    onTheRoad("/");

    until(() -> server.packets(EnginePacketType.PONG).size() >= 10);
    assertThat(server.packets(EnginePacketType.PING)).allMatch("probe"::equals);
    assertThat(watcher.disconnected).isEmpty();
  }

  @Test
  void aCutIsRecoveredAndNothingIsMissedOrDoubled() {
    NamespaceSocket socket = onTheRoad("/");
    List<String> heard = new CopyOnWriteArrayList<>();
    socket.on("n", event -> heard.add(event.raw(0).toString()));
    server.emit("/", "n", "[0]", false);
    until(() -> heard.size() == 1);

    server.breakSessions();
    until(() -> watcher.connected.size() == 2 && socket.isConnected());
    server.emit("/", "n", "[1]", false);

    until(() -> heard.size() == 2);
    assertThat(heard).containsExactly("0", "1");
    assertThat(watcher.disconnected).hasSize(1);
  }

  @Test
  void namespacesComeAndGoOnOneSession() {
    onTheRoad("/");
    for (int i = 0; i < 5; i++) {
      NamespaceSocket socket = client.socket("/b");
      connected(socket);
      assertThat(within(socket.call("echo-ack", i).args()).asInt(0)).isEqualTo(i);
      within(socket.disconnect());
    }

    assertThat(server.opened()).isEqualTo(1);
    assertThat(server.open()).isEqualTo(1);
  }

  @Test
  void theServersGoodbyeIsTyped() {
    NamespaceSocket socket = onTheRoad("/");
    CompletableFuture<Arguments> unanswered = socket.call("no-ack").args();
    until(
        () ->
            server.packets(EnginePacketType.MESSAGE).stream().anyMatch(m -> m.contains("no-ack")));
    server.kick("/", true);

    assertThat(failureOf(unanswered, DisconnectedException.class).maybeSent()).isTrue();
    until(() -> !watcher.ended.isEmpty());
    assertThat(watcher.ended.get(0).reason()).isEqualTo(DisconnectReason.SERVER_DISCONNECT);
  }

  @Test
  void aLinkThatAnswersIsAlive() {
    onTheRoad("/");
    within(client.checkAlive(Duration.ofSeconds(20)));
  }

  @Test
  void closingLeavesNothingAtTheServer() {
    NamespaceSocket socket = onTheRoad("/");
    socket.emit("echo", "last");
    client.close();

    until(() -> server.open() == 0);
    assertThat(server.packets(EnginePacketType.MESSAGE)).anyMatch(data -> data.contains("last"));
    assertThat(server.disconnectReason()).isEqualTo("client namespace disconnect");
  }
}
