package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.testing.ServerError.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client can do wrong by HTTP: it harms only its own connection, is told by kind, and is
 * never an exception in the log.
 */
@Timeout(60)
class HostileHttpTest {
  private static final Duration SHORT = ofMillis(500);
  private static final String RS = "\u001e";

  @RegisterExtension static final Unharmed UNHARMED = new Unharmed();

  private SocketIoServer server = server(ofSeconds(60));

  private static SocketIoServer server(Duration requestTimeout) {
    SocketIoServer server =
        SocketIoServer.builder()
            .maxPayload(1_000)
            .requestTimeout(requestTimeout)
            .upgradeTimeout(ofMillis(500))
            .start();
    server.namespace("/").echo();
    return server;
  }

  private void limitRequestsTo(Duration timeout) {
    server.close();
    server = server(timeout);
  }

  @AfterEach
  void servesOthersAllTheSame() {
    try (JdkClient good = JdkClient.joined(server, "40")) {
      good.send("42[\"still here\"]");

      assertThat(good.next()).isEqualTo("42[\"still here\"]");
      assertThat(server.errors()).extracting(ServerError::kind).doesNotContain(Kind.INTERNAL);
    } finally {
      server.close();
    }
  }

  private DisconnectReason howTheConnectionEnded() throws Exception {
    return server.takeConnection(ofSeconds(10)).closed().get(10, TimeUnit.SECONDS);
  }

  private RawClient posting(Poller session, String headersAndBody) throws IOException {
    RawClient client = new RawClient(server);
    client.write("POST " + session.target() + " HTTP/1.1\r\nHost: localhost\r\n" + headersAndBody);
    return client;
  }

  // ---- bodies

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9",
        "42[",
        "49",
        "b****",
        "430{}",
        "42[\"fine\"]" + RS + "9",
        "bAQID",
        "451000000000-[\"x\"]",
        "4510000000-[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "451-[\"x\",{\"_placeholder\":true,\"num\":0}]" + RS + "42[\"y\"]"
      })
  void closesOnABodyThatIsNoPackets(String body) throws Exception {
    Poller session = Poller.joined(server);

    assertThat(session.post(body).body()).as("as of the reference server").isEqualTo("ok");

    assertThat(howTheConnectionEnded()).isEqualTo(DisconnectReason.PARSE_ERROR);
    assertThat(server.errors()).extracting(ServerError::kind).containsExactly(Kind.PROTOCOL);
  }

  @Test
  void refusesABodyAboveTheLimitAndKeepsTheSession() {
    Poller session = Poller.joined(server);

    assertThat(session.post("42[\"" + "x".repeat(1_000) + "\"]").statusCode()).isEqualTo(413);
    session.post("42[\"a\"]");
    assertThat(session.get().body()).isEqualTo("42[\"a\"]");
  }

  @Test
  void refusesChunksThatAreTogetherAboveTheLimit() throws Exception {
    Poller session = Poller.joined(server);
    String chunk = "190\r\n" + "x".repeat(400) + "\r\n";
    try (RawClient client =
        posting(session, "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk)) {
      assertThat(client.readAll()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void endsTheSessionOfATruncatedChunk() throws Exception {
    Poller session = Poller.joined(server);
    try (RawClient client = posting(session, "Transfer-Encoding: chunked\r\n\r\n190\r\n42[\"a\"")) {
      client.socket().shutdownOutput();

      assertThat(howTheConnectionEnded()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  @Test
  void endsTheSessionOfAChunkWithoutALength() throws Exception {
    Poller session = Poller.joined(server);
    try (RawClient client = posting(session, "Transfer-Encoding: chunked\r\n\r\nzz\r\n42")) {
      assertThat(client.readAll()).startsWith("HTTP/1.1 400 ");
      assertThat(howTheConnectionEnded()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  // ---- heads

  @ParameterizedTest
  @ValueSource(strings = {"\u0000\u0001\u0002\r\n\r\n", "GET\r\n\r\n", "GET / HTP/1\r\n\r\n"})
  void refusesWhatIsNoHttp(String head) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.write(head);

      assertThat(client.readAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void refusesAHeadThatIsTooLong() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.get("/socket.io/?x=" + "x".repeat(5_000), "");
      assertThat(client.readAll()).startsWith("HTTP/1.1 414 ");
    }
    try (RawClient client = new RawClient(server)) {
      client.get(Poller.HANDSHAKE, "X-Large: " + "x".repeat(9_000) + "\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 431 ");
    }
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void cutsOffAClientThatPipelines() throws IOException {
    Poller session = Poller.joined(server);
    try (RawClient client = session.rawGet()) {
      client.get(session.target(), "");

      assertThat(client.readAll()).isEmpty();
      assertThat(server.errors()).extracting(ServerError::kind).containsExactly(Kind.TRANSPORT);
    }
  }

  // ---- slowness

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: l"})
  void endsAConnectionWhoseRequestNeverComesWhole(String part) throws IOException {
    limitRequestsTo(SHORT);
    try (RawClient client = new RawClient(server)) {
      client.write(part);

      assertThat(client.readAll()).isEmpty();
      assertThat(server.errors())
          .extracting(ServerError::message)
          .containsExactly("HTTP: no whole request in PT0.5S");
    }
  }

  @Test
  void endsASessionWhosePostNeverComesWhole() throws Exception {
    limitRequestsTo(SHORT);
    Poller session = Poller.joined(server);
    try (RawClient client = posting(session, "Content-Length: 10\r\n\r\n42[")) {
      assertThat(client.readAll()).isEmpty();
      assertThat(howTheConnectionEnded()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  @Test
  void endsAnIdleConnectionWithoutAComplaint() throws IOException {
    limitRequestsTo(SHORT);
    try (RawClient client = new RawClient(server)) {
      client.get(Poller.HANDSHAKE, "");

      assertThat(client.readAll()).startsWith("HTTP/1.1 200 ");
      server.verifyNoErrors();
    }
  }

  @Test
  void letsARequestWaitForItsAnswer() {
    server.close();
    server =
        SocketIoServer.builder()
            .pingInterval(ofMillis(1_500))
            .requestTimeout(ofMillis(300))
            .start();
    server.namespace("/").echo();

    assertThat(Poller.joined(server).get().body()).isEqualTo("2");
  }

  // ---- the upgrade

  @Test
  void closesAllButOneOfManyUpgradesOfASession() throws IOException {
    Poller session = Poller.joined(server);
    List<RawClient> attempts = upgrades(session, 500);
    for (RawClient attempt : attempts) {
      assertThat(attempt.readAll()).startsWith("HTTP/1.1 101 ");
      attempt.close();
    }
    session.post("42[\"a\"]");

    assertThat(session.get().body()).endsWith("42[\"a\"]");
  }

  @Test
  void endsHalfOpenUpgradesOfManySessions() throws IOException {
    List<Poller> sessions = new ArrayList<>();
    List<RawClient> attempts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Poller session = Poller.open(server);
      sessions.add(session);
      attempts.addAll(upgrades(session, 1));
    }
    for (RawClient attempt : attempts) {
      assertThat(attempt.readAll()).startsWith("HTTP/1.1 101 ");
      attempt.close();
    }

    assertThat(server.connections()).hasSize(sessions.size());
  }

  private List<RawClient> upgrades(Poller session, int count) throws IOException {
    List<RawClient> attempts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RawClient attempt = new RawClient(server);
      attempt.get(
          "/socket.io/?EIO=4&transport=websocket&sid=" + session.sid(), RawClient.upgrade());
      attempts.add(attempt);
    }
    return attempts;
  }
}
