package io.tenterhook.client;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an Engine.IO server says when it refuses a handshake. Over HTTP that is {@code
 * {"code":3,"message":"Bad request"}}; to a WebSocket request the reference server answers with 400
 * and the bare message (engine.io 6, {@code abortUpgrade}).
 */
enum EngineError {
  TRANSPORT_UNKNOWN("Transport unknown"),
  SESSION_ID_UNKNOWN("Session ID unknown"),
  BAD_HANDSHAKE_METHOD("Bad handshake method"),
  BAD_REQUEST("Bad request"),
  FORBIDDEN("Forbidden"),
  UNSUPPORTED_PROTOCOL_VERSION("Unsupported protocol version"),
  /** None of them: the answer is somebody else's. */
  NONE("");

  private static final Pattern CODE = Pattern.compile("\\{\\s*\"code\"\\s*:\\s*([0-5])\\s*,.*");
  private static final List<EngineError> BY_CODE = List.of(values());

  private final String message;

  EngineError(String message) {
    this.message = message;
  }

  static EngineError of(String body) {
    Matcher code = CODE.matcher(body);
    if (code.matches()) {
      return BY_CODE.get(Integer.parseInt(code.group(1)));
    }
    for (EngineError error : BY_CODE) {
      if (error.message.equals(body.strip())) {
        return error;
      }
    }
    return NONE;
  }
}
