package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.interop.Served.Setup;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO v4: handshake, polling, upgrade, heartbeat. */
abstract class EngineContract extends ServerContract {

  private HttpResponse<String> request(String method, String target, String... headers) {
    return PlainPoller.send(served().uri(), target, method, "", headers);
  }

  // ---- handshake

  @Test
  void opensByWebSocketWithoutUpgrades() {
    try (PlainSocket client = PlainSocket.open(served().uri(), PlainSocket.HANDSHAKE)) {
      assertThat(client.next())
          .matches(
              "0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[],\"pingInterval\":25000,"
                  + "\"pingTimeout\":20000,\"maxPayload\":10000}");
    }
  }

  @Test
  void opensByPollingWithTheUpgradeToWebSocket() {
    HttpResponse<String> open = request("GET", PlainPoller.HANDSHAKE);

    assertThat(open.statusCode()).isEqualTo(200);
    assertThat(open.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
    assertThat(open.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(open.body())
        .matches(
            "0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[\"websocket\"],\"pingInterval\":25000,"
                + "\"pingTimeout\":20000,\"maxPayload\":10000}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /socket.io/?EIO=4, 0, Transport unknown",
    "GET, /socket.io/?EIO=4&transport=pigeon, 0, Transport unknown",
    "GET, /socket.io/?EIO=4&transport=polling&sid=abc, 1, Session ID unknown",
    "POST, /socket.io/?EIO=4&transport=polling&sid=abc, 1, Session ID unknown",
    "POST, /socket.io/?EIO=4&transport=polling, 2, Bad handshake method",
    "PUT, /socket.io/?EIO=4&transport=polling, 2, Bad handshake method",
    "GET, /socket.io/?EIO=4&transport=websocket, 3, Bad request",
    "GET, /socket.io/?EIO=3&transport=polling, 5, Unsupported protocol version",
    "GET, /socket.io/?transport=polling, 5, Unsupported protocol version",
  })
  void refusesWithACode(String method, String target, int code, String message) {
    HttpResponse<String> refusal = request(method, target);

    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(refusal.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(refusal.body()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
  }

  @Test
  void setsTheCookieOnceForEachSession() {
    HttpResponse<String> open = request("GET", PlainPoller.HANDSHAKE);
    PlainPoller client = PlainPoller.joined(served().uri());

    assertThat(open.headers().firstValue("set-cookie").orElse(""))
        .matches("io=[\\w-]{20}; Path=/; HttpOnly; SameSite=Lax");
    assertThat(client.post("42[\"echo\"]").headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void allowsAllOrigins() {
    HttpResponse<String> preflight = request("OPTIONS", PlainPoller.HANDSHAKE);

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(
            request("GET", PlainPoller.HANDSHAKE)
                .headers()
                .firstValue("access-control-allow-origin"))
        .hasValue("*");
  }

  // ---- polling

  @Test
  void answersPostsWithOk() {
    PlainPoller client = PlainPoller.joined(served().uri());

    HttpResponse<String> answer = client.post("42[\"echo\",1]");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/html");
    assertThat(answer.body()).isEqualTo("ok");
  }

  @Test
  void takesSeveralPacketsAndKeepsTheirOrder() {
    PlainPoller client = PlainPoller.joined(served().uri());

    client.post("42[\"echo\",1]\u001e42[\"echo\",\"zwei ä\"]\u001e42[\"echo\",3]");

    assertThat(client.get().body())
        .isEqualTo(
            "42[\"echo-back\",1]\u001e42[\"echo-back\",\"zwei ä\"]\u001e42[\"echo-back\",3]");
  }

  @Test
  void carriesBinaryAsBase64() {
    PlainPoller client = PlainPoller.joined(served().uri());

    client.post("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");

    assertThat(client.get().body())
        .isEqualTo("451-[\"echo-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");
  }

  @Test
  void letsAGetWait() {
    PlainPoller client = PlainPoller.joined(served().uri());
    CompletableFuture<HttpResponse<String>> poll = client.getLater();
    assertThat(client.post("42[\"echo\",\"now\"]").body()).isEqualTo("ok");

    assertThat(within(poll).body()).isEqualTo("42[\"echo-back\",\"now\"]");
  }

  @Test
  void endsTheSessionAtASecondGet() {
    PlainPoller client = PlainPoller.joined(served().uri());
    CompletableFuture<HttpResponse<String>> one = client.getLater();
    CompletableFuture<HttpResponse<String>> other = client.getLater();

    // Which comes first is the network's choice.
    List<HttpResponse<String>> both = List.of(within(one), within(other));

    assertThat(both).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 400);
    assertThat(both).extracting(HttpResponse::body).contains("1");
    assertThat(client.get().body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "\u001e"})
  void endsTheSessionAtNonsense(String body) {
    PlainPoller client = PlainPoller.joined(served().uri());

    assertThat(client.post(body).body()).isEqualTo("ok");

    assertThat(client.get().statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "42{}", "42[\"connect\"]", "40", "4\u001e"})
  void closesInOrderAtMessagesThatAreNotSocketIo(String body) {
    PlainPoller client = PlainPoller.joined(served().uri());

    assertThat(client.post(body).body()).isEqualTo("ok");

    assertThat(client.get().body()).isEqualTo("6\u001e1");
    assertThat(client.get().statusCode()).isEqualTo(400);
  }

  @Test
  void refusesBodiesOverTheLimitAndGoesOn() {
    PlainPoller client = PlainPoller.joined(served().uri());

    assertThat(client.post("42[\"echo\",\"" + "a".repeat(10_000) + "\"]").statusCode())
        .isEqualTo(413);

    client.post("42[\"echo\"]");
    assertThat(client.get().body()).isEqualTo("42[\"echo-back\"]");
  }

  @Test
  void refusesOctetStreams() {
    PlainPoller client = PlainPoller.joined(served().uri());

    assertThat(client.post("42[\"a\"]", "Content-Type", "application/octet-stream").statusCode())
        .isEqualTo(400);
    assertThat(client.get().statusCode()).isEqualTo(400);
  }

  @Test
  void answers500ToOtherMethods() {
    assertThat(PlainPoller.joined(served().uri()).send("PUT").statusCode()).isEqualTo(500);
  }

  @Test
  void closesForAClientThatSaysSo() {
    PlainPoller client = PlainPoller.joined(served().uri());
    CompletableFuture<HttpResponse<String>> poll = client.getLater();
    // The GET has come when an answer to a later POST has been put into its answer.
    client.post("42[\"echo\"]");
    within(poll);
    CompletableFuture<HttpResponse<String>> last = client.getLater();

    assertThat(client.post("1").body()).isEqualTo("ok");

    assertThat(within(last).body()).isIn("6", "{\"code\":1,\"message\":\"Session ID unknown\"}");
    assertThat(client.get().statusCode()).isEqualTo(400);
  }

  @Test
  void compressesLongAnswersOnRequest() {
    PlainPoller client = PlainPoller.joined(served().uri());
    client.post("42[\"echo\",\"" + "a".repeat(3_000) + "\"]");

    HttpResponse<String> answer = request("GET", client.target(), "Accept-Encoding", "gzip");

    assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
  }

  // ---- upgrade

  private PlainSocket upgraded(PlainPoller client) {
    PlainSocket socket = client.webSocket();
    socket.send("2probe");
    assertThat(socket.next()).isEqualTo("3probe");
    socket.send("5");
    return socket;
  }

  @Test
  void goesOnByWebSocket() {
    try (PlainSocket socket = upgraded(PlainPoller.joined(served().uri()))) {
      socket.send("42[\"echo\",\"here\"]");

      assertThat(socket.next()).isEqualTo("42[\"echo-back\",\"here\"]");
    }
  }

  @Test
  void freesAWaitingGetWithNoop() {
    PlainPoller client = PlainPoller.joined(served().uri());
    CompletableFuture<HttpResponse<String>> poll = client.getLater();
    try (PlainSocket socket = client.webSocket()) {
      socket.send("2probe");

      assertThat(socket.next()).isEqualTo("3probe");
      assertThat(within(poll).body()).isEqualTo("6");
    }
  }

  @Test
  void bringsWhatWaitsAlong() {
    PlainPoller client = PlainPoller.joined(served().uri());
    List<String> expected = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      client.post("42[\"echo\"," + n + "]");
      expected.add("42[\"echo-back\"," + n + "]");
    }
    try (PlainSocket socket = upgraded(client)) {
      List<String> came = new ArrayList<>();
      while (came.size() < expected.size()) {
        came.add(socket.next());
      }
      assertThat(came).isEqualTo(expected);
    }
  }

  @Test
  void refusesPollingAfterTheUpgrade() {
    PlainPoller client = PlainPoller.joined(served().uri());
    try (PlainSocket socket = upgraded(client)) {
      socket.send("42[\"echo\"]");
      assertThat(socket.next()).isEqualTo("42[\"echo-back\"]");

      assertThat(client.get().body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
      assertThat(client.post("42[\"echo\"]").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void closesASecondWebSocketOfASession() {
    PlainPoller client = PlainPoller.joined(served().uri());
    try (PlainSocket socket = upgraded(client);
        PlainSocket second = client.webSocket()) {
      second.awaitClose();

      socket.send("42[\"echo\"]");
      assertThat(socket.next()).isEqualTo("42[\"echo-back\"]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "42[\"echo\"]", "3probe"})
  void closesAWebSocketThatDoesNotProbe(String first) {
    PlainPoller client = PlainPoller.joined(served().uri());
    try (PlainSocket socket = client.webSocket()) {
      socket.send(first);
      socket.awaitClose();
    }

    client.post("42[\"echo\"]");
    assertThat(client.get().body()).isEqualTo("42[\"echo-back\"]");
  }

  // ---- heartbeat

  @Test
  void pingsByWebSocket() {
    try (PlainSocket client = PlainSocket.joined(served(Setup.HASTY).uri(), "40")) {
      for (int n = 0; n < 3; n++) {
        assertThat(client.nextWithPings()).isEqualTo("2");
        client.send("3");
      }
    }
  }

  @Test
  void pingsByPolling() {
    PlainPoller client = PlainPoller.joined(served(Setup.HASTY).uri());

    for (int n = 0; n < 3; n++) {
      assertThat(client.get().body()).isEqualTo("2");
      assertThat(client.post("3").body()).isEqualTo("ok");
    }
  }

  @Test
  void endsAClientThatAnswersNoPing() {
    try (PlainSocket client = PlainSocket.joined(served(Setup.HASTY).uri(), "40")) {
      assertThat(client.nextWithPings()).isEqualTo("2");

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void endsAWebSocketThatDoesNotUpgradeInTime() {
    PlainPoller client = PlainPoller.open(served(Setup.HASTY).uri());
    try (PlainSocket socket = client.webSocket()) {
      socket.awaitClose();
    }
  }

  @Test
  void endsAClientThatPings() {
    try (PlainSocket client = PlainSocket.joined(served().uri(), "40")) {
      client.send("2");

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void ignoresPongsThatNobodyAskedFor() {
    try (PlainSocket client = PlainSocket.joined(served().uri(), "40")) {
      client.send("3");
      client.send("3probe");
      client.send("42[\"echo\"]");

      assertThat(client.next()).isEqualTo("42[\"echo-back\"]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "7"})
  void closesTheWebSocketAtNonsense(String packet) {
    try (PlainSocket client = PlainSocket.joined(served().uri(), "40")) {
      client.send(packet);

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void closesTheWebSocketAtAMessageOverTheLimit() {
    try (PlainSocket client = PlainSocket.joined(served().uri(), "40")) {
      client.send("42[\"echo\",\"" + "a".repeat(10_000) + "\"]");

      assertThat(client.awaitClose()).isEqualTo(1009);
    }
  }
}
