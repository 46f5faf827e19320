package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.LIMIT;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.msgpack.MessagePackParser;
import io.tenterhook.testing.DisconnectReason;
import io.tenterhook.testing.ReceivedAck;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import io.tenterhook.testing.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our {@code testing} server as npm's socket.io-client sees it. */
@RequiresNode
final class NpmClientTest {
  private SocketIoServer server;

  @BeforeEach
  void start() {
    serve(SocketIoServer.builder());
  }

  private void serve(SocketIoServerBuilder builder) {
    server = builder.start();
    server
        .namespace("/realtime")
        .authorize(
            request ->
                "{\"token\":\"good\"}".equals(request.auth())
                    ? Verdict.accept()
                    : Verdict.reject("not authorized", "{\"code\":\"E_AUTH\"}"))
        .echo();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private NodePeer connect(String token) {
    return NodePeer.client(
        "{url: '%s', nsp: '/realtime', auth: {token: '%s'}}".formatted(server.uri(), token));
  }

  @Test
  void connectsAndIsEchoed() {
    try (NodePeer client = connect("good")) {
      Fact connected = client.awaitFact("connected");
      assertThat(connected.text("sid"))
          .isEqualTo(server.namespace("/realtime").takePeer(LIMIT).sid());

      client.emit("/realtime", "one", "[]");
      client.emit("/realtime", "two", "['é😀', {a: [1.5, null]}, {$base64: 'AQID'}]");

      assertThat(client.awaitFacts("heard", 1).text("args")).isEqualTo("[]");
      assertThat(client.awaitFacts("heard", 2).text("args"))
          .isEqualTo("[\"é😀\",{\"a\":[1.5,null]},{\"$base64\":\"AQID\"}]");
      ReceivedEvent two = server.take("two", LIMIT);
      assertThat(two.arg(1)).isEqualTo("{\"a\":[1.5,null]}");
      assertThat(two.attachments()).containsExactly(new byte[] {1, 2, 3});
    }
    server.verifyNoErrors();
  }

  /** How npm's client may be told to come. */
  static Stream<String> roads() {
    return Stream.of(
        "transports: ['polling']",
        "transports: ['polling', 'websocket']",
        "transports: ['websocket'], parser: 'msgpack'",
        "transports: ['polling', 'websocket'], parser: 'msgpack'");
  }

  @ParameterizedTest
  @MethodSource("roads")
  void isEchoedByEveryRoadAndFormat(String road) {
    if (road.contains("msgpack")) {
      server.close();
      serve(SocketIoServer.builder().parser(MessagePackParser.create()));
    }
    try (NodePeer client =
        NodePeer.client(
            "{url: '%s', nsp: '/realtime', auth: {token: 'good'}, %s}"
                .formatted(server.uri(), road))) {
      client.awaitFact("connected");
      ServerSocketPeer peer = server.namespace("/realtime").takePeer(LIMIT);
      String last = road.contains("websocket") ? "websocket" : "polling";
      Patience.until(() -> peer.connection().transport().equals(last));

      client.emit("/realtime", "two", "['é😀', {a: [1.5, null]}, {$base64: 'AQID'}]");
      assertThat(client.awaitFact("heard").text("args"))
          .isEqualTo("[\"é😀\",{\"a\":[1.5,null]},{\"$base64\":\"AQID\"}]");
      client.emitAck("/realtime", "ask", "[1, {$base64: 'BA=='}]");
      assertThat(client.awaitFact("ackResult").text("args"))
          .isEqualTo("[1,{\"$base64\":\"BA==\"}]");
      assertThat(within(peer.emitWithAck("why", "[7]")).args()).containsExactly("[7]");
      client.disconnect();
      within(peer.disconnected());
    }
    server.verifyNoErrors();
  }

  @Test
  void asksAndAnswers() {
    try (NodePeer client = connect("good")) {
      ServerSocketPeer peer = server.namespace("/realtime").takePeer(LIMIT);

      client.emitAck("/realtime", "ask", "[1, {$base64: 'BA=='}]");
      assertThat(client.awaitFact("ackResult").text("args"))
          .isEqualTo("[1,{\"$base64\":\"BA==\"}]");

      ReceivedAck answer =
          within(
              peer.emitWithAck(
                  "ask",
                  List.of("\"q\"", "{\"_placeholder\":true,\"num\":0}"),
                  List.of(new byte[] {9})));
      assertThat(answer.args().get(0)).isEqualTo("\"q\"");
      assertThat(answer.attachments()).containsExactly(new byte[] {9});
    }
    server.verifyNoErrors();
  }

  @Test
  void isRefusedWithMessageAndData() {
    try (NodePeer client = connect("bad")) {
      Fact refused = client.awaitFact("refused");

      assertThat(refused.text("message")).isEqualTo("not authorized");
      assertThat(refused.text("data")).isEqualTo("{\"code\":\"E_AUTH\"}");
    }
  }

  @Test
  void leavesInOrder() {
    try (NodePeer client = connect("good")) {
      ServerSocketPeer peer = server.namespace("/realtime").takePeer(LIMIT);
      client.awaitFact("connected");

      client.disconnect();

      assertThat(within(peer.disconnected()))
          .isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
      assertThat(client.awaitFact("disconnected").text("reason")).isEqualTo("io client disconnect");
    }
    server.verifyNoErrors();
  }

  @Test
  void isSentAwayOrCut() {
    try (NodePeer client = connect("good")) {
      server.namespace("/realtime").takePeer(LIMIT).connection().cut();
      assertThat(client.awaitFacts("disconnected", 1).text("reason")).isEqualTo("transport close");
      client.awaitFacts("connected", 2);

      server.namespace("/realtime").takePeer(LIMIT).disconnect(false);
      assertThat(client.awaitFacts("disconnected", 2).text("reason"))
          .isEqualTo("io server disconnect");
    }
  }

  @Test
  void staysUpOverManyHeartbeats() {
    server.close();
    server =
        SocketIoServer.builder()
            .pingInterval(Duration.ofMillis(50))
            .pingTimeout(Duration.ofSeconds(5))
            .start();
    try (NodePeer client = NodePeer.client("{url: '%s'}".formatted(server.uri()))) {
      ServerSocketPeer peer = server.namespace("/").takePeer(LIMIT);

      Patience.untilSteady(peer::isConnected);

      assertThat(client.count("disconnected")).isZero();
    }
    server.verifyNoErrors();
  }
}
