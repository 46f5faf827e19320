package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may join, who leaves, and what closes the connection. Socket.IO v5, "Exchange protocol". */
class NamespaceTest {
  private SocketIoServer server;

  @BeforeEach
  void start() {
    server = SocketIoServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void letsClientJoinUnderAnIdOfItsOwn() {
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40");
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));

      assertThat(client.next()).isEqualTo("40{\"sid\":\"" + peer.sid() + "\"}");
      assertThat(peer.sid()).isNotEqualTo(peer.connection().sid());
      assertThat(peer.connection().peers()).containsExactly(peer);
      assertThat(server.namespace("/").peers()).containsExactly(peer);
    }
  }

  @Test
  void refusesNamespaceThatNobodyMade() {
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40/nowhere,");

      assertThat(client.next()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }
  }

  @Test
  void carriesSeveralNamespacesOnOneConnection() {
    server.namespace("/a");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("40/a,");
      assertThat(client.next()).startsWith("40/a,{\"sid\":");
      ServerSocketPeer a = server.namespace("/a").takePeer(ofSeconds(10));

      assertThat(a.connection().peers()).hasSize(2);
      a.emit("x");
      assertThat(client.next()).isEqualTo("42/a,[\"x\"]");
    }
  }

  @Test
  void showsAuthHeadersAndQueryToTheAuthorizer() {
    server
        .namespace("/guarded")
        .authorize(
            request ->
                "{\"token\":\"good\"}".equals(request.auth())
                        && request.namespace().equals("/guarded")
                        && "4".equals(request.connection().request().query("EIO"))
                    ? Verdict.accept()
                    : Verdict.reject("not authorized", "{\"code\":\"E_AUTH\"}"));
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40/guarded,{\"token\":\"bad\"}");
      assertThat(client.next())
          .isEqualTo("44/guarded,{\"message\":\"not authorized\",\"data\":{\"code\":\"E_AUTH\"}}");

      client.send("40/guarded,{\"token\":\"good\"}");
      assertThat(client.next()).startsWith("40/guarded,{\"sid\":");
      server.verifyNoErrors();
    }
  }

  @Test
  void refusesAndNotesWhenTheAuthorizerThrows() {
    server
        .namespace("/")
        .authorize(
            request -> {
              throw new IllegalStateException("database down");
            });
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40");

      assertThat(client.next()).isEqualTo("44{\"message\":\"the authorizer failed\"}");
      assertThatThrownBy(server::verifyNoErrors).hasMessageContaining("database down");
    }
  }

  @Test
  void answersLaterWhenToldTo() {
    server.namespace("/").authorize(request -> Verdict.accept().after(ofMillis(500)));
    server.namespace("/quick");
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40");
      client.send("40/quick,");

      assertThat(client.next()).startsWith("40/quick,");
      assertThat(client.next()).startsWith("40{\"sid\"");
    }
  }

  @Test
  void neverAnswersWhenToldTo() {
    server.namespace("/").authorize(request -> Verdict.never());
    server.namespace("/after");
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40");
      client.send("40/after,");

      assertThat(client.next()).startsWith("40/after,");
      assertThat(client.hasNothing()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42[\"early\"]", // an event before CONNECT
        "41", // a DISCONNECT from nowhere
        "430[]", // an answer from nowhere
        "42/a,[\"x\"]", // a namespace that was not joined
        "44{\"message\":\"x\"}" // only the server refuses
      })
  void closesConnectionOnPacketForNamespaceThatWasNotJoined(String packet) {
    server.namespace("/a");
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send(packet);

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(server.errors())
          .extracting(ServerError::kind)
          .containsExactly(ServerError.Kind.STATE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"40", "44{\"message\":\"x\"}"})
  void closesConnectionOnPacketThatJoinedClientMustNotSend(String packet) {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send(packet);

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
    }
  }

  @Test
  void letsClientLeaveAndJoinAgain() throws Exception {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      ServerSocketPeer first = server.namespace("/").takePeer(ofSeconds(10));
      client.send("41");
      client.send("40");

      assertThat(client.next()).startsWith("40{\"sid\"").doesNotContain(first.sid());
      assertThat(first.disconnected().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
      assertThat(server.namespace("/").peers()).hasSize(1).doesNotContain(first);
    }
  }

  @Test
  void makesClientLeaveOneNamespace() throws Exception {
    server.namespace("/a");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("40/a,");
      client.next();
      ServerSocketPeer a = server.namespace("/a").takePeer(ofSeconds(10));
      a.disconnect(false);

      assertThat(client.next()).isEqualTo("41/a,");
      assertThat(a.disconnected().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
      assertThat(a.connection().isOpen()).isTrue();
    }
  }

  @Test
  void closesConnectionOnEventThatCrossesItsDisconnect() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      server.namespace("/").takePeer(ofSeconds(10)).disconnect(false);
      assertThat(client.next()).isEqualTo("41");
      client.send("42[\"late\"]");

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
    }
  }

  @Test
  void makesClientLeaveAllNamespacesAndCloses() {
    server.namespace("/a");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("40/a,");
      client.next();
      server.namespace("/a").takePeer(ofSeconds(10)).disconnect(true);

      assertThat(List.of(client.next(), client.next())).containsExactlyInAnyOrder("41", "41/a,");
      assertThat(client.awaitCloseCode()).isEqualTo(1005);
    }
  }

  @Test
  void tellsPeersWhyTheConnectionEnded() throws Exception {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
      client.socket().sendClose(1000, "bye").join();

      assertThat(client.awaitCloseCode()).isEqualTo(1000);
      assertThat(peer.disconnected().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    }
  }

  @Test
  void endsSessionOnEngineClose() throws Exception {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("1");

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(server.takeConnection(ofSeconds(10)).closed().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
      server.verifyNoErrors();
    }
  }

  @Test
  void makesDynamicNamespacesWhenTheyAreAskedFor() {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.dynamicNamespaces(
          Pattern.compile("/room-\\d+").asMatchPredicate(),
          room -> room.on("where", event -> event.ack(Json.string(room.name()))));
      try (JdkClient client = JdkClient.joined(server, "40/room-7,")) {
        client.send("42/room-7,1[\"where\"]");
        assertThat(client.next()).isEqualTo("43/room-7,1[\"/room-7\"]");

        client.send("40/room-x,");
        assertThat(client.next()).isEqualTo("44/room-x,{\"message\":\"Invalid namespace\"}");
      }
    }
  }

  @Test
  void asksAllMiddlewareUntilOneRefuses() {
    try (SocketIoServer server = SocketIoServer.start()) {
      List<String> asked = new CopyOnWriteArrayList<>();
      server
          .namespace("/")
          .use(
              request -> {
                asked.add("first");
                return Verdict.accept();
              })
          .use(
              request -> {
                asked.add("second");
                return Verdict.reject("no", "{\"code\":7}");
              })
          .use(
              request -> {
                asked.add("third");
                return Verdict.accept();
              });
      try (JdkClient client = JdkClient.open(server)) {
        assertThat(client.next()).startsWith("0{");
        client.send("40");

        assertThat(client.next()).isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":7}}");
        assertThat(asked).containsExactly("first", "second");
      }
    }
  }
}
