package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Event;
import io.tenterhook.client.JsonType;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.msgpack.MessagePackParser;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against socket.io with {@code socket.io-msgpack-parser}. */
@RequiresNode
final class MsgpackTest {
  private NodePeer server;

  @BeforeEach
  void start() {
    server = NodePeer.socketIo("{parser: 'msgpack'}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SocketIoClientBuilder client() {
    return SocketIoClient.builder(server.url())
        .parser(MessagePackParser.create())
        .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(200)));
  }

  private interface Talk {
    void with(NamespaceSocket socket) throws Exception;
  }

  private void onSocket(String namespace, Talk talk) throws Exception {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket socket = client.socket(namespace);
      connected(socket);
      talk.with(socket);
    }
  }

  @Test
  void connectCarriesTheAuth() throws Exception {
    Map<String, Object> auth = Map.of("token", "good", "deep", Map.of("n", List.of(1, 1.5)));
    try (SocketIoClient client = client().auth(() -> auth).build()) {
      connected(client.socket("/guarded"));

      assertThat(server.awaitFact("connection").json().path("auth"))
          .isEqualTo(NodePeer.JSON.readTree("{token: 'good', deep: {n: [1, 1.5]}}"));
    }
  }

  @Test
  void aRefusalHasMessageAndData() {
    SocketIoClientBuilder once = client().reconnect(ReconnectPolicy.never());
    try (SocketIoClient client = once.auth(() -> Map.of("token", "bad")).build()) {
      ConnectRefusedException refused =
          failureOf(client.socket("/guarded").connect(), ConnectRefusedException.class);

      assertThat(refused).hasMessageContaining("not authorized");
      assertThat(refused.data().orElseThrow().toString())
          .isEqualTo("{\"code\":\"E_AUTH\",\"retryable\":false}");
    }
  }

  /** Written as they come back: what is whole is an integer here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[null,true,false,\"\",{},[]]",
        "[{\"a\":{\"b\":[{\"c\":[1,[2,[3,{\"d\":null}]]]}]}}]",
        "[0,1,127,128,255,256,65535,65536,4294967295,4294967296,9007199254740991]",
        "[-1,-32,-33,-128,-129,-32768,-32769,-2147483648,-2147483649,-9007199254740991]",
        "[1.5,-0.1,3.141592653589793,0.30000000000000004]",
        "[{\"_placeholder\":false,\"num\":0}]",
        "[\"Grüße 你好 😀 \\u0000\\n\\\"\"]"
      })
  void argumentsArriveAndComeBack(String arguments) throws Exception {
    onSocket(
        "/",
        socket -> {
          Heard heard = Heard.on(socket, "echo-back");
          socket.emit("echo", RawJson.of(arguments), "end");

          assertThat(heard.first().args().raw(0).toString()).isEqualTo(arguments);
          assertThat(heard.first().args().size()).isEqualTo(2);
        });
  }

  @Test
  void longTextsAndListsArriveAndComeBack() throws Exception {
    onSocket(
        "/",
        socket -> {
          Heard heard = Heard.on(socket, "echo-back");
          String text = "é".repeat(70_000);
          List<Integer> list = IntStream.range(0, 70_000).boxed().toList();

          socket.emit("echo", text, list);

          assertThat(heard.first().args().get(0, String.class)).isEqualTo(text);
          assertThat(heard.first().args().get(1, new JsonType<List<Integer>>() {})).isEqualTo(list);
        });
  }

  @Test
  void integersBeyondWhatJavaScriptCountsArriveAsNearAsItCan() throws Exception {
    onSocket(
        "/",
        socket -> {
          Heard heard = Heard.on(socket, "echo-back");

          socket.emit("echo", 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE, 1e21);

          assertThat(heard.first().args().get(0, BigDecimal.class))
              .isEqualByComparingTo("9007199254740992");
          assertThat(heard.first().args().get(1, BigInteger.class))
              .isEqualTo(BigInteger.TWO.pow(63));
          assertThat(heard.first().args().get(2, long.class)).isEqualTo(Long.MIN_VALUE);
        });
  }

  @Test
  void whatCannotBeSaidIsRefusedAtTheEmit() throws Exception {
    onSocket(
        "/",
        socket -> {
          assertThatIllegalArgumentException()
              .isThrownBy(
                  () -> socket.emit("echo", new BigInteger("123456789012345678901234567890")))
              .withMessageContaining("event \"echo\" cannot be sent as MessagePack")
              .withMessageContaining("123456789012345678901234567890");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> socket.emit("echo", "\ud800"))
              .withMessageContaining("surrogate");
          assertThat(within(socket.call("echo-ack", 1).args()).size()).isOne();
        });
  }

  @Test
  void binaryAnywhereArrivesAndComesBack() throws Exception {
    onSocket(
        "/",
        socket -> {
          Heard heard = Heard.on(socket, "echo-back");
          byte[] large = new byte[70_000];
          large[69_999] = 7;

          socket.emit(
              "echo", Map.of("deep", List.of(new byte[] {1, 2}, "text")), new byte[0], large);

          Event back = heard.first();
          assertThat(back.args().attachments())
              .containsExactly(new byte[] {1, 2}, new byte[0], large);
          Map<?, ?> untyped = back.args().get(0, Map.class);
          assertThat((List<?>) untyped.get("deep"))
              .satisfies(list -> assertThat(list.get(0)).isEqualTo(new byte[] {1, 2}));
          assertThat(back.args().get(2, byte[].class)).isEqualTo(large);
        });
  }

  @Test
  void aMapThatLooksLikeAPlaceholderIsAMapBesideBinaryToo() throws Exception {
    onSocket(
        "/",
        socket -> {
          Heard heard = Heard.on(socket, "both");

          server.emit("/", "both", "[{_placeholder: true, num: 0}, {$base64: 'AQID'}]");

          assertThat(heard.first().args().get(0, new JsonType<Map<String, Object>>() {}))
              .isEqualTo(Map.of("_placeholder", true, "num", 0));
          assertThat(heard.first().args().get(1, byte[].class)).containsExactly(1, 2, 3);
        });
  }

  @Test
  void acksGoBothWaysAlsoWithBinary() throws Exception {
    onSocket(
        "/a",
        socket -> {
          socket.on("ask", event -> event.ack(new byte[] {9}, event.args().raw(0)));

          Arguments answer = within(socket.call("echo-ack", "x", new byte[] {7, 8}, 300).args());
          server.emitAck("/a", "ask", "[{n: [1.5, 70000]}]");

          assertThat(answer.size()).isEqualTo(3);
          assertThat(answer.attachments()).containsExactly(new byte[] {7, 8});
          assertThat(answer.raw(2).toString()).isEqualTo("300");
          assertThat(server.awaitFact("ackResult").text("args"))
              .isEqualTo("[{\"$base64\":\"CQ==\"},{\"n\":[1.5,70000]}]");
        });
  }

  @Test
  void callsBeyondOneByteOfIdsGetTheirOwnAnswers() throws Exception {
    onSocket(
        "/",
        socket -> {
          for (int i = 0; i < 300; i++) {
            assertThat(within(socket.call("echo-ack", i).as(int.class))).isEqualTo(i);
          }
        });
  }

  @Test
  void severalNamespacesShareTheConnection() throws Exception {
    try (SocketIoClient client = client().build()) {
      NamespaceSocket main = client.socket();
      NamespaceSocket other = client.socket("/b");
      connected(main, other);
      Heard onMain = Heard.on(main, "n");
      Heard onOther = Heard.on(other, "n");

      server.emit("/b", "n", "['b']");
      server.emit("/", "n", "['main']");

      onMain.await(1);
      onOther.await(1);
      assertThat(onMain.arguments()).containsExactly("[\"main\"]");
      assertThat(onOther.arguments()).containsExactly("[\"b\"]");
      assertThat(server.count("engineOpen")).isOne();
      within(other.disconnect());
      server.awaitFact(
          "disconnect", fact -> fact.text("reason").equals("client namespace disconnect"));
      assertThat(within(main.call("echo-ack", 1).as(int.class))).isOne();
    }
  }

  @Test
  void aLostConnectionIsRecovered() throws Exception {
    server.close();
    server = NodePeer.socketIo("{parser: 'msgpack', recovery: true}");
    onSocket(
        "/",
        socket -> {
          List<String> heard = new CopyOnWriteArrayList<>();
          socket.on("n", event -> heard.add(event.args().raw(0).toString()));
          server.emit("/", "n", "[0]");
          until(() -> heard.size() == 1);

          server.cut();
          server.emit("/", "n", "[1]");

          until(() -> heard.size() == 2 && socket.isConnected());
          assertThat(socket.isRecovered()).isTrue();
          assertThat(heard).containsExactly("0", "1");
        });
  }

  @Test
  void aKickAndAServersCloseAreTold() throws Exception {
    onSocket(
        "/",
        socket -> {
          List<DisconnectReason> reasons = new CopyOnWriteArrayList<>();
          socket.onDisconnect((ending, willReconnect) -> reasons.add(ending.reason()));

          socket.emit("boom");

          until(() -> reasons.contains(DisconnectReason.SERVER_DISCONNECT));
        });
  }

  @Test
  void twoSidesWithDifferentParsersEndWithAReason() {
    SocketIoClientBuilder json =
        SocketIoClient.builder(server.url()).reconnect(ReconnectPolicy.never());
    try (SocketIoClient client = json.build()) {
      assertThat(failureOf(client.socket().connect())).isInstanceOf(SocketIoException.class);
    }
    try (NodePeer plain = NodePeer.socketIo();
        SocketIoClient client =
            SocketIoClient.builder(plain.url())
                .parser(MessagePackParser.create())
                .reconnect(ReconnectPolicy.never())
                .build()) {
      assertThat(failureOf(client.socket().connect())).isInstanceOf(SocketIoException.class);
    }
  }
}
