package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** From the HTTP request to the OPEN packet. Engine.IO v4, "Handshake". */
class HandshakeTest {
  private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

  @Test
  void opensWithSessionIdIntervalsAndLimit() {
    try (SocketIoServer server =
            SocketIoServer.builder()
                .pingInterval(ofMillis(300))
                .pingTimeout(ofMillis(200))
                .maxPayload(5000)
                .start();
        JdkClient client = JdkClient.open(server)) {
      assertThat(client.next())
          .matches(
              "0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[\\],\"pingInterval\":300,"
                  + "\"pingTimeout\":200,\"maxPayload\":5000\\}");
    }
  }

  @Test
  void hasTheDefaultsOfTheReferenceServer() {
    try (SocketIoServer server = SocketIoServer.start();
        JdkClient client = JdkClient.open(server)) {
      assertThat(client.next())
          .contains("\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000");
    }
  }

  @Test
  void keepsQueryAndHeadersOfTheRequest() {
    try (SocketIoServer server = SocketIoServer.start();
        JdkClient client = JdkClient.open(server, WEBSOCKET + "&token=a%20b")) {
      ServerConnection connection = server.takeConnection(ofSeconds(10));

      assertThat(client.next()).contains(connection.sid());
      assertThat(connection.request().target()).isEqualTo(WEBSOCKET + "&token=a%20b");
      assertThat(connection.request().query("token")).isEqualTo("a b");
      assertThat(connection.request().query("absent")).isNull();
      assertThat(connection.request().header("HOST")).isEqualTo("127.0.0.1:" + server.port());
      assertThat(server.connections()).containsExactly(connection);
    }
  }

  @Test
  void servesAnotherPath() {
    try (SocketIoServer server = SocketIoServer.builder().path("/custom").start();
        JdkClient client = JdkClient.open(server, "/custom/?EIO=4&transport=websocket")) {
      assertThat(client.next()).startsWith("0{");
    }
  }

  @Test
  void refusesTransportsThatItDoesNotSpeak() throws IOException {
    assertThat(answer("/socket.io/?EIO=4&transport=carrier-pigeon", ""))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("\r\n\r\n{\"code\":0,\"message\":\"Transport unknown\"}");
  }

  @Test
  void refusesMissingTransport() throws IOException {
    assertThat(answer("/socket.io/?EIO=4", RawClient.upgrade())).contains("{\"code\":0,");
  }

  @Test
  void refusesUnknownSid() throws IOException {
    assertThat(answer(WEBSOCKET + "&sid=abc", RawClient.upgrade()))
        .contains("{\"code\":1,\"message\":\"Session ID unknown\"}");
  }

  @Test
  void refusesOtherMethodsThanGet() throws IOException {
    try (SocketIoServer server = SocketIoServer.start();
        RawClient client = new RawClient(server)) {
      client.write("POST " + WEBSOCKET + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

      assertThat(client.readAll()).contains("{\"code\":2,\"message\":\"Bad handshake method\"}");
    }
  }

  @Test
  void refusesWebSocketTransportWithoutUpgrade() throws IOException {
    assertThat(answer(WEBSOCKET, "")).contains("{\"code\":3,\"message\":\"Bad request\"}");
  }

  @Test
  void refusesUpgradeWithoutKey() throws IOException {
    assertThat(answer(WEBSOCKET, "Connection: Upgrade\r\nUpgrade: websocket\r\n"))
        .contains("{\"code\":3,\"message\":\"Bad request\"}");
  }

  @Test
  void refusesOtherVersionsOfEngineIo() throws IOException {
    String expected = "{\"code\":5,\"message\":\"Unsupported protocol version\"}";
    assertThat(answer("/socket.io/?EIO=3&transport=websocket", RawClient.upgrade()))
        .startsWith("HTTP/1.1 400 ")
        .endsWith(expected);
    assertThat(answer("/socket.io/?transport=websocket", RawClient.upgrade())).endsWith(expected);
  }

  @Test
  void hasNothingAtOtherPaths() throws IOException {
    assertThat(answer("/socket.io?EIO=4&transport=websocket", RawClient.upgrade()))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void refusesWhatIsNotHttp() throws IOException {
    try (SocketIoServer server = SocketIoServer.start();
        RawClient client = new RawClient(server)) {
      client.write("\u0016\u0003\u0001\u0000\r\n\r\n");

      assertThat(client.readAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void notesRequestsAndTheirOutcome() throws IOException {
    try (SocketIoServer server = SocketIoServer.start();
        RawClient client = new RawClient(server)) {
      client.get("/elsewhere", "");
      client.readAll();

      assertThat(server.journal().entries())
          .extracting(JournalEntry::kind, JournalEntry::text)
          .containsExactly(tuple(JournalEntry.Kind.REQUEST, "GET /elsewhere 404"));
    }
  }

  @Test
  void closesClientThatJoinsNoNamespaceInTime() {
    try (SocketIoServer server = SocketIoServer.builder().connectTimeout(ofMillis(50)).start();
        JdkClient client = JdkClient.open(server)) {
      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(server.errors())
          .extracting(ServerError::kind)
          .containsExactly(ServerError.Kind.STATE);
    }
  }

  @Test
  void saysHowLongNobodyCame() {
    try (SocketIoServer server = SocketIoServer.start()) {
      assertThatThrownBy(() -> server.takeConnection(ofMillis(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("no connection within PT0.001S");
    }
  }

  private static String answer(String target, String headers) throws IOException {
    try (SocketIoServer server = SocketIoServer.start();
        RawClient client = new RawClient(server)) {
      client.get(target, headers);
      return client.readAll();
    }
  }
}
