package io.tenterhook.cli.probe;

import io.tenterhook.client.ConversionException;
import io.tenterhook.client.RawJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came instead of, or as, the packet that opens a session (Engine.IO v4, "Handshake"):
 *
 * <pre>
 * 0{"sid":"…","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}
 * 96:0{"sid":…}2:40                Engine.IO 3, of Socket.IO 2: packets with their length
 * {"code":1,"message":"…"}         a refusal, by HTTP 400
 * </pre>
 *
 * @param open the session; null if there is none
 * @param finding why there is none; null if there is one
 * @param says the same for people
 */
record Handshake(@Nullable Open open, @Nullable Finding finding, String says) {
  private static final Pattern OLD_PAYLOAD = Pattern.compile("(?s)\\d{1,9}:0\\{.*");
  private static final List<String> MESSAGES =
      List.of(
          "Transport unknown",
          "Session ID unknown",
          "Bad handshake method",
          "Bad request",
          "Forbidden",
          "Unsupported protocol version");
  private static final List<Finding> BY_CODE =
      List.of(
          Finding.TRANSPORT_NOT_ALLOWED,
          Finding.SESSION_UNKNOWN,
          Finding.BAD_REQUEST,
          Finding.BAD_REQUEST,
          Finding.HANDSHAKE_FORBIDDEN,
          Finding.OLD_ENGINE_IO);

  /** A session. */
  record Open(
      String sid, List<String> upgrades, long pingInterval, long pingTimeout, long maxPayload) {

    static Optional<Open> parse(String packet) {
      if (!packet.startsWith("0{")) {
        return Optional.empty();
      }
      try {
        RawJson json = RawJson.of(packet.substring(1));
        return Optional.of(
            new Open(
                json.member("sid").asString(),
                json.member("upgrades").elements().stream().map(RawJson::asString).toList(),
                json.member("pingInterval").asLong(),
                json.member("pingTimeout").asLong(),
                json.hasMember("maxPayload") ? json.member("maxPayload").asLong() : 0));
      } catch (IllegalArgumentException | ConversionException otherJson) {
        return Optional.empty();
      }
    }

    void describe(Step.Taking taking) {
      taking.note("sid", Text.masked(sid));
      taking.note("upgrades", upgrades.stream().map(Text::line).toList());
      taking.note("pingIntervalMs", pingInterval);
      taking.note("pingTimeoutMs", pingTimeout);
      if (maxPayload > 0) {
        taking.note("maxPayloadBytes", maxPayload);
      }
    }

    String says() {
      return "session "
          + Text.masked(sid)
          + (maxPayload > 0 ? ", messages of up to " + maxPayload + " bytes" : "");
    }
  }

  /** Whether a server of Socket.IO has answered, be it with a refusal. */
  boolean isEngineIo() {
    return open != null || (finding != null && BY_CODE.contains(finding));
  }

  static Handshake opened(Open open) {
    return new Handshake(open, null, open.says());
  }

  private static Handshake not(Finding finding, String says) {
    return new Handshake(null, finding, says);
  }

  /** The first message of a WebSocket. */
  static Handshake of(Talk.Message first) {
    if (first.opcode() == Talk.CLOSE) {
      return not(
          Finding.NOT_ENGINE_IO, "the server closes the WebSocket with " + first.closeCode());
    }
    return Open.parse(first.text())
        .map(Handshake::opened)
        .orElseGet(
            () ->
                not(
                    Finding.PLAIN_WEBSOCKET,
                    "a WebSocket, but its first message opens no session: "
                        + Text.excerpt(first.text())));
  }

  /** The answer to a request for a session. */
  static Handshake of(Answer answer) {
    String body = answer.body();
    Optional<Open> open = Open.parse(body);
    if (answer.status() == 200 && open.isPresent()) {
      return opened(open.get());
    }
    if (OLD_PAYLOAD.matcher(body).matches() || (!body.startsWith("0{") && isOldBinary(body))) {
      return not(Finding.OLD_ENGINE_IO, "a session of Engine.IO 3: " + Text.excerpt(body));
    }
    String status = "HTTP " + answer.status();
    int code = code(body);
    if (code >= 0 && answer.status() >= 400) {
      return not(BY_CODE.get(code), status + ", code " + code + ": " + MESSAGES.get(code));
    }
    return ofWebServer(answer, status);
  }

  private static boolean isOldBinary(String body) {
    return body.startsWith("\0") && body.contains("0{\"sid\"");
  }

  private static int code(String body) {
    int byMessage = MESSAGES.indexOf(body.strip());
    if (byMessage >= 0 || !body.startsWith("{")) {
      return byMessage;
    }
    try {
      RawJson json = RawJson.of(body);
      int code = json.hasMember("message") ? json.member("code").asInt() : -1;
      return code < BY_CODE.size() ? code : -1;
    } catch (IllegalArgumentException | ConversionException otherJson) {
      return -1;
    }
  }

  private static Handshake ofWebServer(Answer answer, String status) {
    String body = answer.body();
    String lower = body.toLowerCase(Locale.ROOT);
    if (lower.contains("sent to https port") || lower.contains("request to an https server")) {
      return not(Finding.TLS_WANTED, status + ": the server says that it speaks TLS");
    }
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 ->
          not(Finding.REDIRECT, status + " to " + Text.excerpt(withoutQuery(answer)));
      case 401, 403, 407 -> not(Finding.HTTP_FORBIDDEN, status + ": " + Text.excerpt(body));
      case 404 -> not(Finding.NOT_FOUND, status + ": no such page");
      case 426 -> not(Finding.PLAIN_WEBSOCKET, status + ": a server for WebSockets alone");
      case 502, 503, 504 -> not(Finding.GATEWAY_ERROR, status + ", from a proxy or a balancer");
      default ->
          lower.contains("<html") || answer.header("content-type").startsWith("text/html")
              ? not(Finding.HTML_PAGE, status + ", a web page: " + Text.excerpt(body))
              : not(Finding.NOT_ENGINE_IO, status + ", not Engine.IO: " + Text.excerpt(body));
    };
  }

  /** A query may hold secrets. */
  private static String withoutQuery(Answer answer) {
    return answer.header("location").split("\\?", 2)[0];
  }
}
