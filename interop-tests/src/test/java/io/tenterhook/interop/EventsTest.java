package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.until;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.JsonType;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.SocketIoClient;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said arrives as it was said, both ways. */
@RequiresNode
final class EventsTest {
  private static NodePeer server;

  private SocketIoClient client;
  private NamespaceSocket socket;

  @BeforeAll
  static void start() {
    server = NodePeer.socketIo();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    client = SocketIoClient.builder(server.url()).build();
    socket = client.socket();
    connected(socket);
  }

  @AfterEach
  void close() {
    client.close();
  }

  /** Written as JavaScript writes them, so that they come back letter by letter. */
  static Stream<List<String>> argumentLists() {
    return Stream.of(
        List.of(),
        List.of("\"one\""),
        List.of("null"),
        List.of("\"\"", "{}", "[]", "[[]]", "{\"\":{}}", "[null]", "0", "false"),
        List.of("true", "-1", "1.5", "9007199254740991", "1e+21", "\"after\""),
        List.of("{\"a\":{\"b\":[{\"c\":[1,[2,[3,{\"d\":null}]]]}]}}"),
        List.of("{\"_placeholder\":true,\"num\":0}"),
        List.of("\"42[\\\"looks like a packet\\\"]\"", "\"/nsp,\"", "\"\\u001e\""),
        IntStream.range(0, 40).mapToObj(Integer::toString).toList());
  }

  @ParameterizedTest
  @MethodSource("argumentLists")
  void argumentsArriveAndComeBackVerbatim(List<String> arguments) {
    Heard heard = Heard.on(socket, "echo-back");
    String list = String.join(",", arguments);

    socket.emit("echo", arguments.stream().map(RawJson::of).toArray());

    assertThat(heard.first().args().size()).isEqualTo(arguments.size());
    assertThat(heard.arguments()).containsExactly("[" + list + "]");
    assertThat(server.upToDate().packets("message"))
        .contains("2[\"echo\"" + (list.isEmpty() ? "" : ",") + list + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quote \" backslash \\ slash / bracket ] brace }",
        "control \u0000 \b \f \n \r \t \u001f \u007f",
        "line separators \u2028 \u2029, byte order mark \ufeff, last of the plane \uffff",
        "Grüße, 你好, Привет, שלום, नमस्ते",
        "astral 𝔘 𠮷 😀, joined 👩‍👩‍👧‍👦, flag 🇪🇺, combined e\u0301",
        "\ud83d\ude00",
        "\\u0041 \\ud83d is text, not an escape",
      })
  void anyUnicodeArrivesAndComesBack(String text) throws Exception {
    Heard heard = Heard.on(socket, "echo-back");

    socket.emit("echo", text, "end");

    assertThat(NodePeer.JSON.readTree(heard.first().args().raw(0).toString()).asText())
        .isEqualTo(text);
  }

  @Test
  void everyLetterOfTheBasicPlaneAndSomeBeyondComeBack() throws Exception {
    String text =
        IntStream.rangeClosed(0, 0x10ffff)
            .filter(letter -> letter < 0xd800 || letter > 0xdfff)
            .filter(letter -> letter <= 0xffff || letter % 977 == 0)
            .mapToObj(Character::toString)
            .collect(joining());
    Heard heard = Heard.on(socket, "echo-back");

    socket.emit("echo", text);

    assertThat(NodePeer.JSON.readTree(heard.first().args().raw(0).toString()).asText())
        .isEqualTo(text);
  }

  @Test
  void eventNamesMayBeAnyText() {
    List<String> names = List.of("", " ", "\"quoted\"", "smile 😀", "/nsp,1", "constructor");
    List<Heard> heard = names.stream().map(name -> Heard.on(socket, name)).toList();

    for (String name : names) {
      server.emit("/", name.replace("\"", "\\\""), "[]");
    }

    for (Heard each : heard) {
      assertThat(each.first().args().size()).isZero();
    }
  }

  @Test
  void numbersGoOutWithAllTheirDigits() {
    socket.emit(
        "no-handler",
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        9007199254740993L,
        new BigInteger("123456789012345678901234567890"),
        new BigDecimal("0.10000000000000000000000001"),
        new BigDecimal("1.10"),
        RawJson.of("[1E400,-0.0,2.50]"));

    server.awaitFact(
        "packet",
        fact ->
            fact.text("data")
                .equals(
                    "2[\"no-handler\",9223372036854775807,-9223372036854775808,9007199254740993,"
                        + "123456789012345678901234567890,0.10000000000000000000000001,1.10,"
                        + "[1E400,-0.0,2.50]]"));
  }

  @Test
  void numbersComeInWithAllTheirDigits() {
    Heard heard = Heard.on(socket, "digits");
    String numbers =
        "[9007199254740993,-9223372036854775808,123456789012345678901234567890,"
            + "0.10000000000000000000000001,1.10,1E400,-0.0,{\"n\":[2.50]}]";

    // Past the server's own JSON, which would round them.
    server.raw("42[\"digits\"," + numbers.substring(1));

    Event digits = heard.first();
    assertThat(digits.args().json().toString()).isEqualTo(numbers);
    assertThat(digits.args().get(0, long.class)).isEqualTo(9007199254740993L);
    assertThat(digits.args().get(2, BigInteger.class))
        .isEqualTo(new BigInteger("123456789012345678901234567890"));
    assertThat(digits.args().get(3, BigDecimal.class))
        .isEqualTo(new BigDecimal("0.10000000000000000000000001"));
    assertThat(digits.args().get(4, BigDecimal.class)).isEqualTo(new BigDecimal("1.10"));
  }

  @Test
  void textAsTheWireMayEscapeItIsReadAsWell() {
    Heard heard = Heard.on(socket, "escaped");

    server.raw("42 [ \"esc\\u0061ped\" , \"\\ud83d\\ude00\\/\\u2028\" ] ".replace("42 ", "42"));

    assertThat(heard.first().args().get(0, String.class)).isEqualTo("😀/\u2028");
  }

  @Test
  void aThousandEmitsArriveInTheirOrder() {
    for (int i = 0; i < 1000; i++) {
      socket.emit("numbered", i);
    }

    server.awaitFact("packet", fact -> fact.text("data").equals("2[\"numbered\",999]"));
    assertThat(
            server.upToDate().packets("message").stream()
                .filter(data -> data.startsWith("2[\"numbered")))
        .containsExactlyElementsOf(
            IntStream.range(0, 1000).mapToObj(i -> "2[\"numbered\"," + i + "]").toList());
  }

  @Test
  void eventsOfAServerWithoutListenersHarmNobody() {
    socket.emit("nobody listens", "to this");
    Heard heard = Heard.on(socket, "echo-back");
    socket.emit("echo", "still here");

    heard.await(1);
    assertThat(socket.isConnected()).isTrue();
  }

  // ---- binary

  @Test
  void binaryArgumentsArriveAndComeBack() {
    Heard heard = Heard.on(socket, "echo-back");
    byte[] large = new byte[300_000];
    new Random(7).nextBytes(large);

    socket.emit("echo", new byte[] {1, 2, 3}, "between", new byte[0], large);

    Event back = heard.first();
    assertThat(back.args().size()).isEqualTo(4);
    assertThat(back.args().attachments()).containsExactly(new byte[] {1, 2, 3}, new byte[0], large);
    assertThat(back.args().raw(1)).isEqualTo(RawJson.of("\"between\""));
    assertThat(back.args().get(3, byte[].class)).isEqualTo(large);
  }

  @SuppressWarnings("ArrayRecordComponent")
  record Photo(String name, byte[] data, List<ByteBuffer> thumbnails) {}

  @Test
  void binaryInsideMapsListsAndRecordsArrivesAndComesBack() {
    Heard heard = Heard.on(socket, "echo-back");
    Photo photo =
        new Photo("p", new byte[] {1}, List.of(ByteBuffer.wrap(new byte[] {2, 3}), bytes(4)));

    socket.emit("echo", Map.of("deep", List.of(Map.of("photo", photo))), "text");

    Event back = heard.first();
    JsonType<Map<String, List<Map<String, Photo>>>> nested = new JsonType<>() {};
    Photo came = back.args().get(0, nested).get("deep").get(0).get("photo");
    assertThat(came.name()).isEqualTo("p");
    assertThat(came.data()).containsExactly(1);
    assertThat(came.thumbnails()).containsExactly(ByteBuffer.wrap(new byte[] {2, 3}), bytes(4));
    assertThat(back.args().attachments()).hasSize(3);
  }

  @Test
  void binaryInsideTheServersObjectsBecomesBytesAlsoWithoutAType() {
    Heard heard = Heard.on(socket, "nested");

    server.emit("/", "nested", "[{a: {b: [{$base64: 'AQID'}, 'text', {$base64: ''}]}, n: 1}]");

    Map<?, ?> untyped = heard.first().args().get(0, Map.class);
    List<?> list = (List<?>) ((Map<?, ?>) untyped.get("a")).get("b");
    assertThat(list.get(0)).isEqualTo(new byte[] {1, 2, 3});
    assertThat(list.get(1)).isEqualTo("text");
    assertThat(list.get(2)).isEqualTo(new byte[0]);
  }

  private static ByteBuffer bytes(int only) {
    return ByteBuffer.wrap(new byte[] {(byte) only});
  }

  @Test
  void sixtyFourAttachmentsAreNotTooMany() {
    Heard heard = Heard.on(socket, "many");
    String args =
        IntStream.range(0, 64).mapToObj(i -> "{$base64: 'AQID'}").collect(joining(",", "[", "]"));

    server.emit("/", "many", args);

    assertThat(heard.first().args().attachments())
        .hasSize(64)
        .allSatisfy(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
  }

  @Test
  void textEventsBetweenBinaryOnesKeepTheirOrder() {
    Heard heard = Heard.on(socket, "echo-back");

    for (int i = 0; i < 50; i++) {
      socket.emit("echo", i);
      socket.emit("echo", i, new byte[] {(byte) i});
    }

    List<Event> events = heard.await(100);
    for (int i = 0; i < 50; i++) {
      assertThat(events.get(2 * i).args().raw(0).toString()).isEqualTo(Integer.toString(i));
      assertThat(events.get(2 * i + 1).args().raw(0).toString()).isEqualTo(Integer.toString(i));
      assertThat(events.get(2 * i + 1).args().attachments().get(0)).containsExactly(i);
    }
  }

  @Test
  void aTextFrameBetweenAttachmentsEndsTheConnectionAndTheNextOneStartsClean() {
    Heard heard = Heard.on(socket, "later");
    List<Ending> endings = new CopyOnWriteArrayList<>();
    socket.onDisconnect((why, willReconnect) -> endings.add(why));

    server.raw("451-[\"torn\",{\"_placeholder\":true,\"num\":0}]");
    server.raw("42[\"later\",1]");

    until(() -> endings.size() == 1 && socket.isConnected());
    assertThat(endings.get(0).reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
    server.raw("42[\"later\",2]");
    heard.await(1);
    assertThat(heard.arguments()).containsExactly("[2]");
  }
}
