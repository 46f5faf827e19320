package io.tenterhook.testing;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server without a port is the same server. */
class MemoryTest {
  private final SocketIoServer server = SocketIoServer.inMemory();

  @AfterEach
  void close() {
    server.close();
  }

  private MemoryClient joined() {
    MemoryClient client = new MemoryClient(server);
    client.says("40");
    client.heard.clear();
    return client;
  }

  @Test
  void talksAsOnAPort() {
    server.namespace("/").on("ask", event -> event.ack(event.arg(0)));
    MemoryClient client = new MemoryClient(server);

    client.says("40", "420[\"ask\",1]");

    assertThat(client.heard.get(0)).isEqualTo("answered {}");
    assertThat(client.heard.get(1)).isEqualTo("opened");
    assertThat(client.heard.get(2)).startsWith("0{\"sid\"").contains("\"pingInterval\":25000");
    assertThat(client.heard).anyMatch(packet -> packet.startsWith("40{\"sid\""));
    assertThat(client.heard).endsWith("430[1]", ".");
    assertThat(server.connections().get(0).request().header("x-test")).isEqualTo("yes");
    assertThat(server.journal().received()).containsExactly("40", "420[\"ask\",1]");
    server.verifyNoErrors();
  }

  @Test
  void carriesAttachments() {
    server.namespace("/").echo();
    MemoryClient client = joined();

    client.says("451-[\"file\",{\"_placeholder\":true,\"num\":0}]");
    client.onLoop(
        () -> {
          client.webSocket().send(new byte[] {1, 2, 3}, true, written -> {});
          client.webSocket().flush();
        });

    assertThat(client.heard).contains("3 bytes");
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of((Consumer<ServerConnection>) ServerConnection::cut, "closed RESET 0 "),
        Arguments.of(
            (Consumer<ServerConnection>) ServerConnection::finish, "closed END_OF_STREAM 0 "),
        Arguments.of(
            (Consumer<ServerConnection>) ServerConnection::close, "closed CLOSE_FRAME 1005 "),
        Arguments.of(
            (Consumer<ServerConnection>) c -> c.closeWebSocket(1001, "bye"),
            "closed CLOSE_FRAME 1001 bye"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void endsInEveryWayAfterWhatWasSent(Consumer<ServerConnection> act, String told) {
    MemoryClient client = joined();

    server.namespace("/").emit("last");
    act.accept(server.connections().get(0));
    server.time().settle();

    assertThat(client.heard).containsSubsequence("42[\"last\"]", told).endsWith(told);
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void refusesWhatAPortRefuses() {
    server.nextConnection(Fault.http(503, "busy"));

    assertThat(new MemoryClient(server).heard).endsWith("closed HTTP 503 busy");
    assertThat(new MemoryClient(server, "/elsewhere/").heard).endsWith("closed HTTP 404 ");
    assertThat(new MemoryClient(server, "/socket.io/?EIO=4&transport=polling").heard)
        .endsWith("closed HTTP 400 {\"code\":0,\"message\":\"Transport unknown\"}");
    assertThat(new MemoryClient(server, "/socket.io/?EIO=3&transport=websocket").heard)
        .endsWith("closed HTTP 400 {\"code\":5,\"message\":\"Unsupported protocol version\"}");
    assertThat(new MemoryClient(server, "/socket.io/?EIO=4&transport=websocket&sid=x").heard)
        .endsWith("closed HTTP 400 {\"code\":1,\"message\":\"Session ID unknown\"}");
  }

  @Test
  void swallowsAConnectionInSilenceUntilTheServerStops() {
    server.nextConnection(Fault.silence());
    MemoryClient client = new MemoryClient(server);

    server.time().advance(ofHours(1));
    assertThat(client.heard).isEmpty();
    server.stop();
    server.time().settle();

    assertThat(client.heard).containsExactly("closed END_OF_STREAM 0 ");
  }

  @Test
  void refusesConnectionsWhileItIsStopped() {
    MemoryClient before = joined();
    server.stop();
    server.time().settle();
    assertThat(before.heard).contains("closed CLOSE_FRAME 1005 ");
    assertThat(new MemoryClient(server).heard).containsExactly("closed REFUSED 0 nobody listens");

    server.startAgain();

    assertThat(new MemoryClient(server).heard).contains("opened");
  }

  @Test
  void isABlackHoleThatTakesWhatBuffersHold() {
    MemoryClient client = joined();
    server.connections().get(0).blackHole();

    List<Boolean> fates = new ArrayList<>();
    client.onLoop(
        () -> {
          for (int i = 0; i < 4; i++) {
            client.webSocket().send(new byte[100_000], true, fates::add);
          }
          client.webSocket().flush();
          client.webSocket().ping();
        });

    assertThat(fates).containsExactly(true, true);
    assertThat(client.webSocket().queuedBytes()).isEqualTo(200_000);
    assertThat(client.heard).containsExactly("writable false");
    client.onLoop(client.webSocket()::abort);
    assertThat(fates).containsExactly(true, true, false, false);
  }

  @Test
  void waitsForAClientThatDoesNotRead() {
    MemoryClient client = joined();
    client.onLoop(() -> client.webSocket().setReading(false));
    ServerConnection connection = server.connections().get(0);

    for (int i = 0; i < 400; i++) {
      server.namespace("/").emit("n", Json.string("x".repeat(1_000)));
    }
    assertThat(connection.isWritable()).isFalse();
    client.onLoop(client.webSocket()::ping);
    assertThat(client.heard).isEmpty();
    client.onLoop(() -> client.webSocket().setReading(true));

    assertThat(client.heard).filteredOn(packet -> packet.startsWith("42")).hasSize(400);
    assertThat(client.heard).endsWith("pong", ".");
    assertThat(connection.isWritable()).isTrue();
  }

  @Test
  void hearsTheClientsGoodbyeAndItsEnd() {
    MemoryClient polite = joined();
    ServerConnection connection = server.connections().get(0);
    polite.onLoop(() -> polite.webSocket().close(1000));

    assertThat(connection.closed()).isCompletedWithValue(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(polite.heard).containsExactly("closed LOCAL 0 in order");

    MemoryClient rude = joined();
    connection = server.connections().get(0);
    rude.onLoop(rude.webSocket()::abort);

    assertThat(connection.closed()).isCompletedWithValue(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(rude.heard).containsExactly("closed LOCAL 0 aborted");
  }

  @Test
  void closesOnAMessageThatIsTooLong() {
    MemoryClient client = joined();

    client.says("42[\"" + "x".repeat(1_000_000) + "\"]");

    assertThat(client.heard)
        .containsExactly("closed CLOSE_FRAME 1009 a message of more than 1000000 bytes");
    assertThat(server.errors())
        .extracting(ServerError::kind)
        .containsExactly(ServerError.Kind.TRANSPORT);
  }

  @Test
  void saysWhatItCannotDo() {
    joined();
    server.connections().get(0).sendBytes(new byte[] {1});
    server.time().settle();

    assertThat(server.errors()).singleElement().asString().contains("need TCP");
    assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SocketIoServer.builder().transports("polling").inMemory().start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only WebSocket");
    try (SocketIoServer onPort = SocketIoServer.start()) {
      assertThatThrownBy(onPort::time).hasMessageContaining("not in memory");
      assertThatThrownBy(() -> onPort.openWebSocket("/", Map.of(), new MemoryClient(server)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void leavesNoThread() {
    joined();

    server.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("tenterhook-world"));
  }
}
