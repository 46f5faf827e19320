package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.Compression;
import io.tenterhook.client.Event;
import io.tenterhook.client.Limits;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.PayloadTooLargeException;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** permessage-deflate with the library that the reference server uses for it. */
@RequiresNode
final class CompressionTest {
  private static final Compression ALL = Compression.deflate().thresholdBytes(0);
  private static final int MESSAGES = 100;
  private static final int RANDOM_BYTES = 2_000;

  /** The random bytes cannot be compressed but by pointing to those of the message before. */
  private static final int WITHOUT_WINDOW = RANDOM_BYTES * MESSAGES;

  private static NodePeer compressing(String more) {
    return NodePeer.socketIo("{logPackets: false, perMessageDeflate: {threshold: 0" + more + "}}");
  }

  private static SocketIoClient client(NodePeer server, Compression compression) {
    return SocketIoClient.builder(server.url()).compression(compression).build();
  }

  private static void roundTrips(NamespaceSocket socket) {
    Heard heard = Heard.on(socket, "echo-back");
    byte[] random = new byte[RANDOM_BYTES];
    new Random(3).nextBytes(random);
    for (int i = 0; i < MESSAGES; i++) {
      socket.emit("echo", i, "grüß 𝄞", Map.of("some", random), new byte[0]);
    }
    List<Event> events = heard.await(MESSAGES);
    assertThat(events)
        .extracting(event -> event.args().raw(0).toString())
        .isEqualTo(IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList());
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.args().raw(1)).hasToString("\"grüß 𝄞\"");
              assertThat(event.args().attachments())
                  .hasSize(2)
                  .containsExactly(random, new byte[0]);
            });
  }

  @Test
  void messagesReferToEarlierOnesBothWays() {
    try (NodePeer server = compressing("");
        SocketIoClient client = client(server, ALL)) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      assertThat(server.awaitFact("engineOpen").text("extensions")).isEqualTo("permessage-deflate");

      roundTrips(socket);

      Fact stats = server.stats();
      assertThat(stats.number("bytesRead")).isLessThan(WITHOUT_WINDOW / 4);
      assertThat(stats.number("bytesWritten")).isLessThan(WITHOUT_WINDOW / 4);
    }
  }

  @Test
  void messagesStandForThemselvesWhereThatIsWanted() {
    try (NodePeer server = compressing("");
        SocketIoClient client =
            client(server, ALL.serverNoContextTakeover().clientNoContextTakeover())) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      roundTrips(socket);
      Fact stats = server.stats();
      assertThat(stats.number("bytesRead")).isGreaterThan(WITHOUT_WINDOW);
      assertThat(stats.number("bytesWritten")).isGreaterThan(WITHOUT_WINDOW);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "serverNoContextTakeover: true, bytesWritten",
    "clientNoContextTakeover: true, bytesRead",
    "serverMaxWindowBits: 9, bytesWritten"
  })
  void theServersOwnWishesAreMet(String wish, String longWay) {
    try (NodePeer server = compressing(", " + wish);
        SocketIoClient client = client(server, ALL)) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      roundTrips(socket);
      Fact stats = server.stats();
      assertThat(stats.number(longWay)).isGreaterThan(WITHOUT_WINDOW);
      assertThat(stats.number("bytesRead") + stats.number("bytesWritten"))
          .isLessThan(WITHOUT_WINDOW * 3 / 2);
    }
  }

  @Test
  void largeMessagesComeBackWhole() {
    try (NodePeer server = compressing("");
        SocketIoClient client = client(server, Compression.deflate())) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      byte[] random = new byte[500_000];
      new Random(4).nextBytes(random);
      String text = "ab".repeat(250_000);

      Arguments bytes = within(socket.call("echo-ack", random).args());
      assertThat(bytes.attachments()).containsExactly(random);
      int before = server.stats().number("bytesRead");
      Arguments letters = within(socket.call("echo-ack", text).args());
      assertThat(letters.raw(0)).hasToString('"' + text + '"');
      assertThat(server.stats().number("bytesRead") - before).isLessThan(10_000);
    }
  }

  @Test
  void aMessageThatInflatesToTooMuchEndsTheConnection() {
    Watcher watcher = new Watcher();
    try (NodePeer server = compressing("");
        SocketIoClient client =
            SocketIoClient.builder(server.url())
                .compression(ALL)
                .limits(Limits.defaults().maxMessageBytes(20_000))
                .reconnect(ReconnectPolicy.never())
                .observer(watcher)
                .build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      assertThat(failureOf(socket.call("echo-ack", "x".repeat(30_000)).args())).isNotNull();
      until(() -> watcher.ended.size() == 1);
      assertThat(watcher.ended.get(0).error())
          .get()
          .isInstanceOf(PayloadTooLargeException.class)
          .asString()
          .contains("20,000", "inflates");
      assertThat(server.awaitFact("wsClosed").number("code")).isEqualTo(1009);
    }
  }

  @Test
  void aServerWithoutCompressionIsTalkedToWithout() {
    try (NodePeer server = NodePeer.socketIo("{logPackets: false}");
        SocketIoClient client = client(server, ALL)) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      assertThat(server.awaitFact("engineOpen").text("extensions")).isEmpty();
      assertThat(server.awaitFact("request").text("headers")).contains("permessage-deflate");
      roundTrips(socket);
    }
  }
}
