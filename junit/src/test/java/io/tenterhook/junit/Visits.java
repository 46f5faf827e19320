package io.tenterhook.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client by hand: what the server sees of it is all that matters. */
final class Visits {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

  private Visits() {}

  /** Returns the OPEN packet. */
  static String handshake(URI server) {
    return send(HttpRequest.newBuilder(target(server, "")).GET());
  }

  /** Sends what is no packet; the server ends the session. */
  static void nonsense(URI server) {
    Matcher sid = SID.matcher(handshake(server));
    if (!sid.find()) {
      throw new AssertionError("no sid");
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target(server, "&sid=" + sid.group(1)))
            .POST(BodyPublishers.ofString("nonsense"));
    assertThat(send(request)).isEqualTo("ok");
  }

  private static URI target(URI server, String query) {
    return server.resolve("/socket.io/?EIO=4&transport=polling" + query);
  }

  private static String send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
