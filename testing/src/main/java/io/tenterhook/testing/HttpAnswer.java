package io.tenterhook.testing;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is answered to an HTTP request. */
record HttpAnswer(int status, Map<String, String> headers, String body, boolean keepsAlive) {
  HttpAnswer(int status, Map<String, String> headers, String body) {
    // A body may have come that nobody has read.
    this(status, headers, body, false);
  }

  static final HttpAnswer NOT_FOUND = new HttpAnswer(404, Map.of(), "");
  static final HttpAnswer NO_CONTENT = new HttpAnswer(204, Map.of(), "", true);

  /** As the reference server words it, code and message: Engine.IO, {@code Server.errors}. */
  static final HttpAnswer UNKNOWN_TRANSPORT = error(400, 0, "Transport unknown");

  static final HttpAnswer UNKNOWN_SID = error(400, 1, "Session ID unknown");
  static final HttpAnswer BAD_METHOD = error(400, 2, "Bad handshake method");
  static final HttpAnswer BAD_REQUEST = error(400, 3, "Bad request");
  static final HttpAnswer UNSUPPORTED_VERSION = error(400, 5, "Unsupported protocol version");

  /** What the polling transport answers without words. */
  static final HttpAnswer MISUSED = new HttpAnswer(400, Map.of(), "");

  static final HttpAnswer TOO_LARGE = new HttpAnswer(413, Map.of(), "");
  static final HttpAnswer NOT_IMPLEMENTED = new HttpAnswer(500, Map.of(), "");

  /** The answer to a POST. */
  static final HttpAnswer OK =
      new HttpAnswer(
          200, Map.of("Content-Type", "text/html", "Cache-Control", "no-store"), "ok", true);

  /** The answer to a GET. */
  static final HttpAnswer PAYLOAD =
      new HttpAnswer(
          200,
          Map.of("Content-Type", "text/plain; charset=UTF-8", "Cache-Control", "no-store"),
          "",
          true);

  /** To a request whose head is no HTTP, or too long: Netty's codec takes 4 KiB and 8 KiB. */
  static HttpAnswer undecoded(Throwable cause) {
    if (cause instanceof TooLongHttpHeaderException) {
      return new HttpAnswer(431, Map.of(), "");
    }
    return cause instanceof TooLongHttpLineException
        ? new HttpAnswer(414, Map.of(), "")
        : BAD_REQUEST;
  }

  /** What a fault answers in place of the server. */
  static HttpAnswer byFault(int status, Map<String, String> headers, String body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not from 200 to 599");
    }
    return new HttpAnswer(status, Map.copyOf(headers), body);
  }

  /** {@code Server.errors.FORBIDDEN}, with the words of whoever forbids. */
  static HttpAnswer forbidden(String message) {
    return error(403, 4, message);
  }

  private static HttpAnswer error(int status, int code, String message) {
    return new HttpAnswer(
        status,
        Map.of("Content-Type", "application/json"),
        "{\"code\":" + code + ",\"message\":" + Json.string(message) + "}");
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
