package io.tenterhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** The JDK's HTTP client, request by request, so that no code of ours judges a server. */
final class PlainPoller {
  static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
  // By default it asks for HTTP/2, which Node takes for an upgrade to WebSocket.
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI server;
  private final String sid;

  private PlainPoller(URI server, String sid) {
    this.server = server;
    this.sid = sid;
  }

  static PlainPoller open(URI server) {
    String open = send(server, HANDSHAKE, "GET", "").body();
    assertThat(open).startsWith("0{\"sid\":\"");
    int start = "0{\"sid\":\"".length();
    return new PlainPoller(server, open.substring(start, open.indexOf('"', start)));
  }

  /** Has joined the main namespace. */
  static PlainPoller joined(URI server) {
    PlainPoller client = open(server);
    assertThat(client.post("40").body()).isEqualTo("ok");
    assertThat(client.get().body()).startsWith("40{\"sid\":\"");
    return client;
  }

  static HttpResponse<String> send(
      URI server, String target, String method, String body, String... headers) {
    return Patience.within(sendLater(server, target, method, body, headers));
  }

  private static CompletableFuture<HttpResponse<String>> sendLater(
      URI server, String target, String method, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(target))
            .timeout(Patience.LIMIT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
  }

  String target() {
    return HANDSHAKE + "&sid=" + sid;
  }

  HttpResponse<String> get() {
    return Patience.within(getLater());
  }

  CompletableFuture<HttpResponse<String>> getLater() {
    return sendLater(server, target(), "GET", "");
  }

  HttpResponse<String> post(String body, String... headers) {
    return send(server, target(), "POST", body, headers);
  }

  HttpResponse<String> send(String method) {
    return send(server, target(), method, "");
  }

  PlainSocket webSocket() {
    return PlainSocket.open(server, PlainSocket.HANDSHAKE + "&sid=" + sid);
  }
}
