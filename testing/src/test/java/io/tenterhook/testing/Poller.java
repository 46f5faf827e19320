package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A long-polling client of the JDK's HTTP, one request at a time as the test says. */
final class Poller {
  static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SocketIoServer server;
  private final String sid;

  private Poller(SocketIoServer server, String sid) {
    this.server = server;
    this.sid = sid;
  }

  static Poller open(SocketIoServer server) {
    HttpResponse<String> open = send(server, HANDSHAKE, "GET", "");
    assertThat(open.body()).startsWith("0{\"sid\":\"");
    return new Poller(server, sidOf(open));
  }

  static String sidOf(HttpResponse<String> open) {
    int start = "0{\"sid\":\"".length();
    return open.body().substring(start, open.body().indexOf('"', start));
  }

  /** Opens a session and joins the main namespace. */
  static Poller joined(SocketIoServer server) {
    Poller client = open(server);
    assertThat(client.post("40").body()).isEqualTo("ok");
    assertThat(client.get().body()).startsWith("40{\"sid\":\"");
    return client;
  }

  static HttpResponse<String> send(
      SocketIoServer server, String target, String method, String body, String... headers) {
    return join(sendLater(server, target, method, body, headers));
  }

  static CompletableFuture<HttpResponse<String>> sendLater(
      SocketIoServer server, String target, String method, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + target))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
  }

  static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  String sid() {
    return sid;
  }

  String target() {
    return HANDSHAKE + "&sid=" + sid;
  }

  HttpResponse<String> get() {
    return join(getLater());
  }

  CompletableFuture<HttpResponse<String>> getLater() {
    return sendLater(server, target(), "GET", "");
  }

  HttpResponse<String> post(String body, String... headers) {
    return send(server, target(), "POST", body, headers);
  }

  /** Asks for a session's WebSocket; it is open when this returns. */
  JdkClient webSocket() {
    return JdkClient.open(server, "/socket.io/?EIO=4&transport=websocket&sid=" + sid);
  }

  /** A GET whose TCP connection the test holds. */
  RawClient rawGet() throws IOException {
    RawClient client = new RawClient(server);
    client.get(target(), "");
    return client;
  }
}
