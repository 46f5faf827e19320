package io.tenterhook.cli;

import static io.tenterhook.cli.Standin.http;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verdict;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenter probe} as a process, against all the mistakes that it must name. */
class ProbeTest {
  private static final String HTML = "<html><body>Welcome to the hotel's network</body></html>";

  /** A short limit: most of these servers are silent at some step. */
  private static TenterProcess probe(String url, String... more) {
    return probeWithin("2s", url, more);
  }

  /** For servers that answer at every step, on machines however busy. */
  private static TenterProcess patient(String url, String... more) {
    return probeWithin("30s", url, more);
  }

  private static TenterProcess probeWithin(String limit, String url, String... more) {
    List<String> words = new ArrayList<>(List.of("probe", url, "--connect-timeout", limit));
    words.addAll(List.of(more));
    return TenterProcess.start(words.toArray(String[]::new));
  }

  /** Its exit code and the mistake it names, which must be one sentence and what to do. */
  private static void assertNames(
      TenterProcess probe, int exitCode, String mistake, String... parts) throws Exception {
    assertThat(probe.exitCode()).as(probe.toString()).isEqualTo(exitCode);
    JsonNode verdict = probe.lines().get(probe.lines().size() - 1);
    assertThat(verdict.get("kind").asText()).isEqualTo("verdict");
    assertThat(verdict.get("mistake").asText()).as(probe.toString()).isEqualTo(mistake);
    assertThat(verdict.get("exit").asInt()).isEqualTo(exitCode);
    assertThat(verdict.get("message").asText() + "\n" + verdict.get("next").asText())
        .contains(parts);
  }

  private static JsonNode step(TenterProcess probe, String name) {
    return probe.lines().stream()
        .filter(line -> line.path("step").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertNamed(String answer, String mistake, String... parts) throws Exception {
    try (Standin server = Standin.answering(answer);
        TenterProcess probe = probe(server.url(), "--json")) {
      assertNames(probe, 3, mistake, parts);
    }
  }

  @Test
  void showsEachStepAndThatAllIsWell() throws Exception {
    try (SocketIoServer server = SocketIoServer.start();
        TenterProcess probe = patient(":" + server.port(), "-t", "websocket")) {
      assertThat(probe.exitCode()).as(probe.toString()).isEqualTo(0);
      assertThat(probe.err()).isEmpty();
      assertThat(probe.out())
          .extracting(line -> line.split(" ", 2)[0])
          .containsExactly(
              "dns",
              "tcp",
              "tls",
              "polling",
              "websocket",
              "upgrade",
              "ping",
              "namespace",
              "parser",
              "sticky",
              "rtt",
              "",
              "All");
      assertThat(probe.out())
          .anyMatch(line -> line.matches("websocket  ok +\\d+ ms  session .{4}…, messages.*"))
          .anyMatch(line -> line.matches("rtt .*p50 .* ms, p90 .* ms, p99 .*of 20 WebSocket pings"))
          .anyMatch(line -> line.startsWith("ping       ok") && line.contains("every 25000 ms"))
          .noneMatch(line -> line.contains("\033"))
          .endsWith("All is well with http://localhost:" + server.port() + ".");
    }
  }

  @Test
  void coloursTheColumnsWhenToldTo() throws Exception {
    try (TenterProcess probe = probe("host.invalid", "--color", "always")) {
      assertThat(probe.exitCode()).isEqualTo(3);
      assertThat(probe.out().get(0)).contains("\033[1;36mdns        \033[0m\033[31mfailed");
    }
  }

  @Test
  void printsOneObjectForEachStepAndTheVerdict() throws Exception {
    try (SocketIoServer server =
            SocketIoServer.builder()
                .transports("websocket")
                .pingInterval(Duration.ofSeconds(1))
                .start();
        TenterProcess probe = patient(":" + server.port(), "--json")) {
      assertNames(probe, 0, "transport-not-allowed", "by WebSocket alone");
      JsonNode webSocket = step(probe, "websocket");
      assertThat(webSocket.get("kind").asText()).isEqualTo("probe");
      assertThat(webSocket.get("status").asText()).isEqualTo("ok");
      assertThat(webSocket.get("ms").asDouble()).isPositive();
      assertThat(webSocket.get("details").get("pingIntervalMs").asLong()).isEqualTo(1000);
      assertThat(webSocket.get("details").get("sid").asText()).hasSize(5).endsWith("…");
      assertThat(step(probe, "ping").get("details").get("observedMs").asLong())
          .isBetween(500L, 10_000L);
      assertThat(step(probe, "polling").get("finding").asText()).isEqualTo("transport-not-allowed");
      assertThat(step(probe, "rtt").get("details").get("n").asInt()).isEqualTo(20);
    }
  }

  @Test
  void saysThatTheHostIsUnknown() throws Exception {
    try (TenterProcess probe = probe("no-such-host.invalid", "--json")) {
      assertNames(probe, 3, "host-unknown", "no-such-host.invalid", "spelled right");
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int dead;
    try (ServerSocket free = new ServerSocket(0)) {
      dead = free.getLocalPort();
    }
    try (TenterProcess probe = probe("127.0.0.1:" + dead, "--json")) {
      assertNames(probe, 3, "port-closed", "Nobody listens at 127.0.0.1:" + dead);
      assertThat(step(probe, "tcp").get("details").get("tried").get(0).asText())
          .contains("Connection refused");
    }
  }

  @Test
  void findsSocketIoAtAnotherPath() throws Exception {
    try (SocketIoServer usual = SocketIoServer.start();
        TenterProcess probe = patient(":" + usual.port(), "--path", "/x/", "--json")) {
      assertNames(probe, 3, "found-elsewhere", "at the path /socket.io/, not at /x/");
    }
    try (SocketIoServer unusual = SocketIoServer.builder().path("/ws/").start();
        TenterProcess probe = patient(":" + unusual.port(), "--json")) {
      assertNames(
          probe, 3, "found-elsewhere", "at the path /ws/, not at /socket.io/", "--path /ws/");
    }
  }

  @Test
  void takesThePathOfTheUrlForAPathOfHttpIfSocketIoIsThere() throws Exception {
    try (SocketIoServer server = SocketIoServer.builder().path("/app/socket.io/").start();
        TenterProcess probe = patient("http://localhost:" + server.port() + "/app?a=b", "--json")) {
      assertNames(probe, 3, "found-elsewhere", "--path /app/socket.io/");
    }
  }

  @Test
  void takesThePathOfTheUrlForANamespaceIfThereIsOne() throws Exception {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/admin");
      try (TenterProcess probe =
          patient("http://localhost:" + server.port() + "/admin", "--json")) {
        assertNames(probe, 2, "path-in-url", "a namespace, no HTTP path", "-n /admin");
      }
      try (TenterProcess probe = patient("http://localhost:" + server.port() + "/no", "--json")) {
        assertNames(probe, 2, "path-in-url", "neither a namespace");
      }
    }
  }

  @Test
  void recognisesSocketIo2ByItsPayload() throws Exception {
    String open =
        "0{\"sid\":\"a-sid\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
            + "\"pingTimeout\":5000}";
    assertNamed(
        http("200 OK", "text/plain", open.length() + ":" + open + "2:40"),
        "old-engine-io",
        "Socket.IO 2 or older");
  }

  @Test
  void recognisesSocketIo2ByItsErrorAndOnAWebSocket() throws Exception {
    assertNamed(
        http(
            "400 Bad Request",
            "application/json",
            "{\"code\":5,\"message\":\"Unsupported protocol version\"}"),
        "old-engine-io",
        "update the server");
    try (Standin server =
            Standin.playing(
                peer -> {
                  peer.accept(peer.request());
                  peer.message(
                      "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":50}");
                  peer.message("40");
                  peer.listen();
                });
        TenterProcess probe = probe(server.url(), "--json", "-t", "websocket")) {
      assertNames(probe, 3, "old-engine-io", "Socket.IO 2 or older");
    }
  }

  @Test
  void recognisesAPlainWebSocketServer() throws Exception {
    for (String first : List.of("", "{\"hello\":\"world\"}")) {
      try (Standin server =
              Standin.playing(
                  peer -> {
                    String request = peer.request();
                    if (!request.contains("Upgrade: websocket")) {
                      peer.send(http("426 Upgrade Required", "text/plain", "Upgrade Required"));
                      return;
                    }
                    peer.accept(request);
                    if (!first.isEmpty()) {
                      peer.message(first);
                    }
                    peer.listen();
                  });
          TenterProcess probe = probe(server.url(), "--json")) {
        assertNames(probe, 3, "plain-websocket", "does not speak Socket.IO");
      }
    }
  }

  @Test
  void recognisesAWebServerWithoutSocketIo() throws Exception {
    assertNamed(
        http("404 Not Found", "text/plain", "Cannot GET /socket.io/"),
        "not-found",
        "A web server answers at ",
        "no such page",
        "--path");
  }

  @Test
  void recognisesTheLogInPageOfANetwork() throws Exception {
    assertNamed(http("200 OK", "text/html", HTML), "html-page", "log-in page");
    String elsewhere = "302 Found\r\nLocation: http://portal.example/login?token=canary";
    assertNamed(http(elsewhere, "text/html", ""), "redirect", "http://portal.example/login");
  }

  @Test
  void recognisesAProxyWithoutServer() throws Exception {
    assertNamed(
        http("502 Bad Gateway", "text/html", HTML), "gateway-error", "is the server running");
    assertNamed(http("401 Unauthorized", "text/html", HTML), "http-forbidden", "-H");
    assertNamed("SSH-2.0-OpenSSH_9\r\n\r\n", "not-http", "no web server", "SSH-2.0");
  }

  @Test
  void recognisesAServerThatNeverAnswers() throws Exception {
    try (Standin silent = Standin.playing(Standin.Peer::listen);
        TenterProcess probe = probe(silent.url(), "--json")) {
      assertNames(probe, 3, "no-http-answer", "nothing came within 2 s");
    }
  }

  @Test
  void saysThatThePortDoesNotSpeakTls() throws Exception {
    try (SocketIoServer server = SocketIoServer.start();
        TenterProcess probe = probe("https://localhost:" + server.port(), "--json")) {
      assertNames(probe, 3, "tls-not-spoken", "does not speak TLS", "http://");
    }
  }

  @Test
  void saysThatThePortSpeaksTls() throws Exception {
    try (SocketIoServer server = SocketIoServer.start();
        TlsRelay relay = new TlsRelay(new Certificates().local(), server.port(), false);
        TenterProcess probe = probeWithin("10s", ":" + relay.port(), "--json")) {
      assertNames(probe, 3, "tls-wanted", "speaks TLS", "https://");
    }
    assertNamed(
        http(
            "400 Bad Request",
            "text/html",
            "<html>400 The plain HTTP request was sent to HTTPS port</html>"),
        "tls-wanted",
        "https://");
  }

  @Test
  void looksAtTheCertificateAndJudgesIt(@TempDir Path folder) throws Exception {
    Certificates certificates = new Certificates();
    String authority = certificates.authorityIn(folder);
    Instant soon = Instant.now().plus(Duration.ofDays(5));
    Instant past = Instant.now().minus(Duration.ofDays(5));
    try (SocketIoServer server = SocketIoServer.start();
        TlsRelay good = new TlsRelay(certificates.local(), server.port(), false);
        TlsRelay ending = new TlsRelay(certificates.local(soon), server.port(), false);
        TlsRelay expired = new TlsRelay(certificates.local(past), server.port(), false);
        TlsRelay other = new TlsRelay(certificates.ofAnotherHost(), server.port(), false);
        TlsRelay demanding = new TlsRelay(certificates.local(), server.port(), true)) {
      try (TenterProcess probe =
          patient(good.url(), "--cacert", authority, "-t", "websocket", "--json")) {
        assertNames(probe, 0, "none", "All is well");
        JsonNode details = step(probe, "tls").get("details");
        assertThat(details.get("version").asText()).isEqualTo("TLSv1.3");
        assertThat(details.get("subject").asText()).isEqualTo("CN=localhost");
        assertThat(details.get("issuer").asText()).isEqualTo("CN=Test Authority");
        assertThat(details.get("daysLeft").asInt()).isEqualTo(39);
      }
      try (TenterProcess probe =
          patient(ending.url(), "--cacert", authority, "-t", "websocket", "--json")) {
        assertNames(probe, 0, "certificate-expires-soon", "(4 days)", "renew");
      }
      try (TenterProcess probe =
          probeWithin("10s", expired.url(), "--cacert", authority, "--json")) {
        assertNames(probe, 3, "certificate-expired", "has expired on ", "renew it");
      }
      try (TenterProcess probe = probeWithin("10s", other.url(), "--cacert", authority, "--json")) {
        assertNames(probe, 3, "certificate-of-another-host", "not for localhost but CN=other");
      }
      try (TenterProcess probe = probeWithin("10s", good.url(), "--json")) {
        assertNames(probe, 3, "certificate-untrusted", "--cacert");
      }
      try (TenterProcess probe =
          probeWithin("10s", demanding.url(), "--cacert", authority, "--json")) {
        assertNames(probe, 3, "client-certificate-wanted", "--cert");
      }
      try (TenterProcess probe =
          patient(expired.url(), "--insecure", "-t", "websocket", "--json")) {
        assertNames(probe, 0, "certificate-unchecked", "expired ", "without --insecure");
        assertThat(probe.err()).contains("warning: --insecure");
      }
    }
  }

  @Test
  void showsTheRefusalOfANamespace() throws Exception {
    try (SocketIoServer server = SocketIoServer.start()) {
      server
          .namespace("/")
          .authorize(
              request ->
                  "{\"token\":\"good\"}".equals(request.auth())
                      ? Verdict.accept()
                      : Verdict.reject("stale token", "{\"code\": 7}"));
      try (TenterProcess probe = patient(":" + server.port(), "--json")) {
        assertNames(probe, 4, "connect-error", "stale token", "{\"code\":7}", "--auth");
      }
      Map<String, String> environment = Map.of("TENTER_AUTH", "{\"token\":\"good\"}");
      try (TenterProcess probe =
          TenterProcess.start(environment, "probe", ":" + server.port(), "--json")) {
        assertThat(probe.exitCode()).as(probe.toString()).isEqualTo(0);
      }
    }
  }

  @Test
  void recognisesServersBehindABalancerWithoutStickySessions() throws Exception {
    try (Standin balancer = Standin.playing(ProbeTest::twoServersInTurn);
        TenterProcess probe = probe(balancer.url(), "--json", "-t", "polling")) {
      assertNames(probe, 3, "not-sticky", "Several servers", "make sessions sticky");
      JsonNode details = step(probe, "sticky").get("details");
      assertThat(details.get("requests").asInt()).isEqualTo(8);
      assertThat(details.get("sessionUnknown").asInt()).isEqualTo(4);
    }
  }

  /** Two servers that know the sessions of their own alone, each connection the other's turn. */
  private static void twoServersInTurn(Standin.Peer peer) throws IOException {
    String request = peer.request();
    String own = "\"server-" + peer.number() % 2 + "\"";
    if (!request.contains("&sid=")) {
      String open = Standin.OPEN.replace("\"standin-sid\"", own);
      peer.send(http("200 OK", "text/plain", open));
    } else if (request.contains("&sid=" + own.replace("\"", ""))) {
      peer.send(http("200 OK", "text/html", "ok"));
    } else {
      peer.send(
          http(
              "400 Bad Request",
              "application/json",
              "{\"code\":1,\"message\":\"Session ID unknown\"}"));
    }
  }

  @Test
  void carriesHeadersQueryAndCookiesButNeverShowsThem() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    try (Standin server =
            Standin.playing(
                peer -> {
                  requests.add(peer.request());
                  peer.send(
                      http("400 Bad Request", "text/plain", "no")
                          .replace("\r\n\r\n", "\r\nSet-Cookie: route=canary-1\r\n\r\n"));
                });
        TenterProcess probe =
            probe(
                server.url() + "?u=canary-2",
                "-H",
                "X-Key: canary-3",
                "-q",
                "token=canary 4",
                "-v")) {
      assertThat(probe.exitCode()).isEqualTo(3);
      assertThat(requests.get(0))
          .startsWith("GET /socket.io/?EIO=4&transport=polling&u=canary-2&token=canary+4 HTTP/1.1")
          .contains("X-Key: canary-3\r\n", "Host: " + server.url() + "\r\n")
          .doesNotContain("Cookie");
      assertThat(requests.get(1)).contains("Cookie: route=canary-1\r\n", "transport=websocket");
      assertThat(probe.toString())
          .contains("* GET /socket.io/ by polling")
          .doesNotContain("canary");
    }
  }

  @Test
  void exits2WhenAFlagCannotBeUsed() throws Exception {
    try (TenterProcess probe = probe("ftp://host", "--json")) {
      assertThat(probe.exitCode()).isEqualTo(2);
      assertThat(probe.err()).contains("its scheme is ftp");
    }
  }
}
