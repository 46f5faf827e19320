package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault, as a client on bare TCP sees it. */
class FaultTest {
  private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

  private SocketIoServer server;

  @BeforeEach
  void start() {
    server = SocketIoServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 401, 404, 502})
  void answersHandshakeWithHttpStatus(int status) throws IOException {
    server.nextConnection(Fault.http(status, "why"));

    assertThat(answer()).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\nwhy");
  }

  @Test
  void answersHandshakeWithHeaders() throws IOException {
    server.nextConnection(Fault.http(503, Map.of("Retry-After", "7"), ""));

    assertThat(answer()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: 7\r\n");
  }

  @Test
  void redirects() throws IOException {
    server.nextConnection(Fault.redirect("https://elsewhere.example/"));

    assertThat(answer())
        .startsWith("HTTP/1.1 302 ")
        .containsIgnoringCase("Location: https://elsewhere.example/\r\n");
  }

  @Test
  void isGoodAgainAfterTheFaultsThatWereArmed() throws IOException {
    server.nextConnection(Fault.http(502, ""));
    server.nextConnection();
    server.everyConnection(Fault.http(404, ""));

    assertThat(answer()).startsWith("HTTP/1.1 502");
    try (JdkClient client = JdkClient.open(server)) {
      assertThat(client.next()).startsWith("0{");
    }
    assertThat(answer()).startsWith("HTTP/1.1 404");
    server.everyConnection();
    try (JdkClient client = JdkClient.open(server)) {
      assertThat(client.next()).startsWith("0{");
    }
  }

  @Test
  void takesConnectionAndSaysNothing() throws IOException {
    server.nextConnection(Fault.silence());
    try (RawClient client = new RawClient(server)) {
      client.get(WEBSOCKET, RawClient.upgrade());

      assertSilent(client);
    }
  }

  @Test
  void opensWithoutOpenPacket() throws IOException {
    server.nextConnection(Fault.noOpen());
    try (RawClient client = RawClient.webSocket(server)) {
      assertSilent(client);
    }
  }

  @Test
  void sendsTextInPlaceOfOpenPacket() {
    server.nextConnection(Fault.insteadOfOpen("0{\"sid\":\"\"}"));
    try (JdkClient client = JdkClient.open(server)) {
      assertThat(client.next()).isEqualTo("0{\"sid\":\"\"}");
    }
  }

  @Test
  void neverPings() {
    try (SocketIoServer fast = SocketIoServer.builder().pingInterval(ofMillis(1)).start()) {
      fast.nextConnection(Fault.neverPing());
      try (JdkClient silent = JdkClient.joined(fast, "40");
          JdkClient good = JdkClient.open(fast)) {
        good.next();
        assertThat(good.next()).isEqualTo("2");
        assertThat(silent.hasNothing()).isTrue();
      }
    }
  }

  @Test
  void neverAnswersConnect() {
    server.nextConnection(Fault.neverAnswerConnect());
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40");
      client.send("42[\"not joined\"]");

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(client.hasNothing()).isTrue();
    }
  }

  @Test
  void delaysAnswerToConnect() {
    server.nextConnection(Fault.delayConnect(ofMillis(30)));
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40");

      assertThat(client.next()).startsWith("40{");
    }
  }

  @Test
  void resetsAfterNumberOfPacketsSent() throws IOException {
    server.nextConnection(Fault.afterSent(3, ServerConnection::cut));
    server.namespace("/").onConnect(peer -> peer.emit("one")).echo();
    try (RawClient client = RawClient.webSocket(server)) {
      assertThat(client.readFrame()).startsWith('0');
      client.writeText("40");
      assertThat(client.readFrame()).startsWith('4', '0');
      assertThat(client.readFrame()).asString().isEqualTo("42[\"one\"]");

      assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void actsAfterNumberOfPacketsReceived() throws Exception {
    server.nextConnection(
        Fault.afterReceived(2, connection -> connection.closeWebSocket(1001, "going away")));
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("42[\"x\"]");

      assertThat(client.awaitCloseCode()).isEqualTo(1001);
      assertThat(server.take("x", ofSeconds(10)).args()).isEmpty();
      assertThat(server.takeConnection(ofSeconds(10)).closed().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.BROKEN_ON_PURPOSE);
    }
  }

  @Test
  void cutsWithReset() throws IOException {
    try (RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      server.takeConnection(ofSeconds(10)).cut();

      assertThatThrownBy(client::read)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void endsStreamWithoutCloseFrame() throws IOException {
    try (RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      server.takeConnection(ofSeconds(10)).finish();

      assertThat(client.read()).isEqualTo(-1);
    }
  }

  @Test
  void sendsCloseFrameWithCode() {
    try (JdkClient client = JdkClient.open(server)) {
      server.takeConnection(ofSeconds(10)).closeWebSocket(4321, "because");

      assertThat(client.awaitCloseCode()).isEqualTo(4321);
    }
  }

  @Test
  void sendsEngineCloseAndWaits() throws IOException {
    try (RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      ServerConnection connection = server.takeConnection(ofSeconds(10));
      connection.sendClose();

      assertThat(client.readFrame()).containsExactly('1');
      assertSilent(client);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void endsTcpThoughClientDoesNotAnswerTheCloseFrame() throws IOException {
    try (RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      server.takeConnection(ofSeconds(10)).close();

      assertThat(client.readFrame()).isEmpty();
      assertThat(client.read()).isEqualTo(-1);
    }
  }

  @Test
  void swallowsEverythingAsBlackHole() throws IOException {
    try (SocketIoServer fast =
        SocketIoServer.builder().pingInterval(ofMillis(40)).pingTimeout(ofMillis(1)).start()) {
      fast.nextConnection(Fault.afterSent(1, ServerConnection::blackHole));
      try (RawClient client = RawClient.webSocket(fast)) {
        client.readFrame();
        ServerConnection connection = fast.takeConnection(ofSeconds(10));
        connection.sendText("42[\"lost\"]");
        client.writeText("40");

        assertSilent(client);
        assertThat(connection.isOpen()).isTrue();
        assertThat(fast.journal().received()).isEmpty();
        connection.cut();
        assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void injectsAnyTextAndBinary() {
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      ServerConnection connection = server.takeConnection(ofSeconds(10));
      connection.sendText("4{not a packet");
      connection.sendBinary(new byte[] {1});
      connection.sendText("");

      assertThat(client.next()).isEqualTo("4{not a packet");
      assertThat(client.nextBinary()).containsExactly(1);
      assertThat(client.next()).isEmpty();
    }
  }

  @Test
  void writesHalfAFrame() throws IOException {
    try (RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      ServerConnection connection = server.takeConnection(ofSeconds(10));
      connection.sendBytes(new byte[] {(byte) 0x81, 5, '4', '2'});
      connection.finish();

      assertThat(client.readAll()).hasSize(4).endsWith("42");
    }
  }

  @Test
  void stopsPinging() throws IOException {
    try (SocketIoServer fast = SocketIoServer.builder().pingInterval(ofMillis(40)).start()) {
      fast.nextConnection(Fault.afterSent(1, ServerConnection::stopPinging));
      try (RawClient client = RawClient.webSocket(fast)) {
        client.readFrame();

        assertSilent(client);
      }
    }
  }

  @Test
  void notesExceptionOfTheActOfAFault() {
    server.nextConnection(
        Fault.afterSent(
            1,
            connection -> {
              throw new IllegalStateException("in the act");
            }));
    try (JdkClient client = JdkClient.open(server)) {
      client.next();

      await()
          .untilAsserted(
              () -> assertThatThrownBy(server::verifyNoErrors).hasMessageContaining("in the act"));
    }
  }

  /** Nothing comes within a time that is several times what the good server would take. */
  private static void assertSilent(RawClient client) throws IOException {
    client.socket().setSoTimeout(200);
    assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
  }

  private String answer() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.get(WEBSOCKET, RawClient.upgrade());
      return client.readAll();
    }
  }
}
