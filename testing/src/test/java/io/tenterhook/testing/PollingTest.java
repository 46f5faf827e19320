package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO v4, "HTTP long-polling", judged by the JDK's HTTP client. */
@Timeout(30)
class PollingTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void opensWithTheUpgradeThatItOffers() {
    try (SocketIoServer server = SocketIoServer.start()) {
      HttpResponse<String> open = Poller.send(server, Poller.HANDSHAKE, "GET", "");

      assertThat(open.statusCode()).isEqualTo(200);
      assertThat(open.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
      assertThat(open.headers().firstValue("cache-control")).hasValue("no-store");
      assertThat(open.body())
          .startsWith("0{\"sid\":\"")
          .endsWith(
              "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                  + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
      assertThat(server.takeConnection(SOON).transport()).isEqualTo("polling");
    }
  }

  @Test
  void offersNoUpgradeWithoutWebSocket() {
    try (SocketIoServer server = SocketIoServer.builder().transports("polling").start()) {
      assertThat(Poller.send(server, Poller.HANDSHAKE, "GET", "").body())
          .contains("\"upgrades\":[]");
      assertThat(Poller.send(server, "/socket.io/?EIO=4&transport=websocket", "GET", "").body())
          .isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
    }
  }

  @Test
  void refusesPollingWhenWebSocketIsTheOnlyTransport() {
    try (SocketIoServer server = SocketIoServer.builder().transports("websocket").start()) {
      HttpResponse<String> refusal = Poller.send(server, Poller.HANDSHAKE, "GET", "");

      assertThat(refusal.statusCode()).isEqualTo(400);
      assertThat(refusal.body()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "DELETE"})
  void opensForGetAlone(String method) {
    try (SocketIoServer server = SocketIoServer.start()) {
      HttpResponse<String> refusal = Poller.send(server, Poller.HANDSHAKE, method, "");

      assertThat(refusal.statusCode()).isEqualTo(400);
      assertThat(refusal.body()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");
    }
  }

  @Test
  void answersPostWhenItsPacketsAreHandled() {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);

      HttpResponse<String> answer = client.post("42[\"a\",1]\u001e42[\"b\",\"ä\"]");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).hasValue("text/html");
      assertThat(answer.body()).isEqualTo("ok");
      assertThat(client.get().body()).isEqualTo("42[\"a\",1]\u001e42[\"b\",\"ä\"]");
    }
  }

  @Test
  void keepsGetWaitingUntilThereIsSomething() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      CompletableFuture<HttpResponse<String>> poll = client.getLater();
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      Awaitility.await().until(() -> peer.connection().isWritable());
      assertThat(poll).isNotDone();

      peer.emit("price", "7");

      assertThat(Poller.join(poll).body()).isEqualTo("42[\"price\",7]");
    }
  }

  @Test
  void carriesAttachmentsAsBase64WithoutLineBreaks() {
    byte[] image = new byte[300];
    String base64 = Base64.getEncoder().encodeToString(image);
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);
      String packets = "451-[\"image\",{\"_placeholder\":true,\"num\":0}]\u001eb" + base64;

      client.post(packets);

      assertThat(client.get().body()).isEqualTo(packets);
      assertThat(server.take("image", SOON).attachments()).containsExactly(image);
    }
  }

  @Test
  void readsBase64OverLineEnds() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);

      client.post("451-[\"image\",{\"_placeholder\":true,\"num\":0}]\u001ebAQ\r\nID\nBA==\n");

      assertThat(server.take("image", SOON).attachments()).containsExactly(new byte[] {1, 2, 3, 4});
    }
  }

  @Test
  void takesAnyNumberOfPacketsInOneBody() {
    try (SocketIoServer server = SocketIoServer.start()) {
      AtomicInteger handled = new AtomicInteger();
      server.namespace("/").on("n", event -> handled.incrementAndGet());
      Poller client = Poller.joined(server);

      client.post(String.join("\u001e", Collections.nCopies(10_000, "42[\"n\"]")));

      assertThat(handled).hasValue(10_000);
    }
  }

  @Test
  void endsTheSessionAtASecondGet() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      CompletableFuture<HttpResponse<String>> first = client.getLater();
      Awaitility.await().until(() -> peer.connection().isWritable());

      assertThat(client.get().statusCode()).isEqualTo(400);

      assertThat(Poller.join(first).body()).isEqualTo("1");
      assertThat(Poller.join(peer.disconnected())).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
      assertThat(client.get().body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }
  }

  @Test
  void endsTheSessionWhenAGetIsGivenUp() throws IOException {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      try (RawClient poll = client.rawGet()) {
        Awaitility.await().until(() -> peer.connection().isWritable());
        poll.socket().setSoLinger(true, 0);
      }

      assertThat(Poller.join(peer.disconnected())).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
      assertThat(client.get().statusCode()).isEqualTo(400);
    }
  }

  @Test
  void endsTheSessionWhenAPostIsGivenUp() throws IOException {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      try (RawClient post = new RawClient(server)) {
        post.write(
            "POST " + client.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n42[");
      }

      assertThat(Poller.join(peer.disconnected())).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  @Test
  void endsTheSessionAtASecondPost() throws IOException {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      try (RawClient post = new RawClient(server)) {
        post.write(
            "POST " + client.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n42[");
        // The server has read what came before this request when it has answered it.
        assertThat(Poller.send(server, "/elsewhere", "GET", "").statusCode()).isEqualTo(404);

        assertThat(client.post("42[\"a\"]").statusCode()).isEqualTo(400);

        assertThat(post.readAll()).isEmpty();
      }
      assertThat(Poller.join(peer.disconnected())).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "b!!!!", "b=", "\u001e"})
  void endsTheSessionAtAPostThatHoldsNonsense(String body) {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);

      assertThat(client.post(body).body()).isEqualTo("ok");

      assertThat(Poller.join(peer.disconnected())).isEqualTo(DisconnectReason.PARSE_ERROR);
      assertThat(server.errors())
          .extracting(ServerError::kind)
          .containsExactly(ServerError.Kind.PROTOCOL);
      assertThat(client.get().statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "42{}", "40", "4\u001e42[\"never\"]"})
  void closesInOrderAtMessagesThatAreNotSocketIo(String body) {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);

      assertThat(client.post(body).body()).isEqualTo("ok");

      assertThat(client.get().body()).isEqualTo("6\u001e1");
      assertThat(client.get().statusCode()).isEqualTo(400);
    }
  }

  @Test
  void refusesOctetStreams() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);

      HttpResponse<String> refusal =
          client.post("42[\"a\"]", "Content-Type", "application/octet-stream");

      assertThat(refusal.statusCode()).isEqualTo(400);
      assertThat(client.get().statusCode()).isEqualTo(400);
    }
  }

  @Test
  void answers413ToABodyOverTheLimitAndGoesOn() {
    try (SocketIoServer server = SocketIoServer.builder().maxPayload(100).start()) {
      server.namespace("/").echo();
      Poller client = Poller.joined(server);

      assertThat(client.post("42[\"" + "a".repeat(100) + "\"]").statusCode()).isEqualTo(413);

      assertThat(client.post("42[\"b\"]").body()).isEqualTo("ok");
      assertThat(client.get().body()).isEqualTo("42[\"b\"]");
    }
  }

  @Test
  void closesForAClientThatSaysSo() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      CompletableFuture<HttpResponse<String>> poll = client.getLater();
      Awaitility.await().until(() -> peer.connection().isWritable());

      assertThat(client.post("1").body()).isEqualTo("ok");

      assertThat(Poller.join(poll).body()).isEqualTo("6");
      assertThat(Poller.join(peer.disconnected())).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
      assertThat(client.get().statusCode()).isEqualTo(400);
    }
  }

  @Test
  void tellsItsOwnCloseToTheNextGet() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);

      peer.disconnect(true);
      Poller.join(peer.disconnected());

      assertThat(client.get().body()).isEqualTo("41\u001e6\u001e1");
      assertThat(client.get().body()).contains("\"code\":1");
    }
  }

  @Test
  void pingsAndEndsAClientThatDoesNotAnswer() {
    try (SocketIoServer server =
        SocketIoServer.builder()
            .pingInterval(Duration.ofSeconds(1))
            .pingTimeout(Duration.ofSeconds(1))
            .start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);

      assertThat(client.get().body()).isEqualTo("2");
      assertThat(client.post("3").body()).isEqualTo("ok");
      assertThat(client.get().body()).isEqualTo("2");

      assertThat(Poller.join(peer.disconnected())).isEqualTo(DisconnectReason.PING_TIMEOUT);
      assertThat(client.get().statusCode()).isEqualTo(400);
    }
  }

  @Test
  void refusesRequestsThatItsGuardRefuses() {
    try (SocketIoServer server =
        SocketIoServer.builder()
            .allowRequest(request -> request.header("X-Key") == null ? "no key" : null)
            .start()) {
      HttpResponse<String> refusal = Poller.send(server, Poller.HANDSHAKE, "GET", "");

      assertThat(refusal.statusCode()).isEqualTo(403);
      assertThat(refusal.body()).isEqualTo("{\"code\":4,\"message\":\"no key\"}");
      assertThat(Poller.send(server, Poller.HANDSHAKE, "GET", "", "X-Key", "k").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void setsACookieWithTheSid() {
    try (SocketIoServer server = SocketIoServer.builder().cookie("io").start()) {
      HttpResponse<String> open = Poller.send(server, Poller.HANDSHAKE, "GET", "");

      String sid = Poller.sidOf(open);
      assertThat(open.headers().firstValue("set-cookie"))
          .hasValue("io=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
    }
  }

  @Test
  void allowsOtherOriginsWhenItIsTold() {
    try (SocketIoServer server = SocketIoServer.builder().cors("*").start()) {
      HttpResponse<String> preflight = Poller.send(server, Poller.HANDSHAKE, "OPTIONS", "");
      HttpResponse<String> open = Poller.send(server, Poller.HANDSHAKE, "GET", "");

      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("access-control-allow-methods")).isPresent();
      assertThat(open.headers().firstValue("access-control-allow-origin")).hasValue("*");
    }
  }

  @Test
  void compressesLongAnswersForClientsThatAskForIt() {
    try (SocketIoServer server = SocketIoServer.start()) {
      Poller client = Poller.joined(server);
      ServerSocketPeer peer = server.namespace("/").takePeer(SOON);
      peer.emit("long", Json.string("a".repeat(2_000)));

      HttpResponse<String> answer =
          Poller.send(server, client.target(), "GET", "", "Accept-Encoding", "gzip");

      assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
    }
  }

  @Test
  void cutsOffAClientThatPipelines() throws IOException {
    try (SocketIoServer server = SocketIoServer.start();
        RawClient client = new RawClient(server)) {
      Poller session = Poller.joined(server);
      client.get(session.target(), "");
      client.get(session.target(), "");

      assertThat(client.readAll()).isEmpty();
      assertThat(server.errors())
          .extracting(ServerError::kind)
          .contains(ServerError.Kind.TRANSPORT);
    }
  }
}
