package io.tenterhook.testing;

import java.util.Map;

/** What is answered to an HTTP request that does not become a connection. */
record HttpAnswer(int status, Map<String, String> headers, String body) {
  static final HttpAnswer NOT_FOUND = new HttpAnswer(404, Map.of(), "");

  /** As the reference server words it, code and message: Engine.IO, {@code Server.errors}. */
  static final HttpAnswer UNKNOWN_TRANSPORT = error(0, "Transport unknown");

  static final HttpAnswer UNKNOWN_SID = error(1, "Session ID unknown");
  static final HttpAnswer BAD_METHOD = error(2, "Bad handshake method");
  static final HttpAnswer BAD_REQUEST = error(3, "Bad request");
  static final HttpAnswer UNSUPPORTED_VERSION = error(5, "Unsupported protocol version");

  private static HttpAnswer error(int code, String message) {
    return new HttpAnswer(
        400,
        Map.of("Content-Type", "application/json"),
        "{\"code\":" + code + ",\"message\":\"" + message + "\"}");
  }
}
