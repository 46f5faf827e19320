package io.tenterhook.client;

import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;

/**
 * What to look at next when a server cannot be talked to: the end of a sentence, empty where
 * nothing better is known. The mistakes behind most questions that users of Socket.IO ask.
 */
final class NextSteps {
  private NextSteps() {}

  static String after(LinkClosure closure) {
    if (closure.kind() == LinkClosure.Kind.PROXY) {
      return afterProxy(closure.code());
    }
    if (closure.kind() != LinkClosure.Kind.HTTP) {
      return "";
    }
    EngineError engine = EngineError.of(closure.body());
    if (engine != EngineError.NONE) {
      return after(engine);
    }
    return switch (closure.code()) {
      case 200 -> "; is this a web page? A Socket.IO server answers under its path(…)";
      case 401, 403 -> "; does it want other credentials, by header(…) or query(…)?";
      case 404 -> "; is the path(…) right? It is the HTTP path, not a namespace";
      case 502, 503, 504 -> "; is the server behind the proxy up?";
      default -> "";
    };
  }

  /** By HTTP status, or reply of SOCKS5. */
  private static String afterProxy(int code) {
    return switch (code) {
      case 401, 407 -> "; give the right ones by Proxy.withCredentials(…)";
      case 2, 403, 405 -> "; do its rules allow a tunnel to that host and port?";
      case 3, 4, 5, 6, 502, 503, 504 -> "; is the server up, and its name known to the proxy?";
      default -> "";
    };
  }

  private static String after(EngineError error) {
    return switch (error) {
      case TRANSPORT_UNKNOWN -> "; the server does not allow this transport";
      case SESSION_ID_UNKNOWN ->
          "; the server does not know the session: behind a load balancer, are sessions sticky?";
      case FORBIDDEN -> "; the server's allowRequest refused: does it want other credentials?";
      case UNSUPPORTED_PROTOCOL_VERSION ->
          "; the server does not speak Engine.IO 4: is it Socket.IO 2, or older?";
      case BAD_HANDSHAKE_METHOD, BAD_REQUEST -> "; does a proxy change the request?";
      case NONE -> "";
    };
  }

  static String after(ProtocolException violation) {
    return violation.rule() == ProtocolRule.UNKNOWN_ENGINE_PACKET
        ? "; is this a Socket.IO server, 3 or newer? One of plain WebSocket speaks no Engine.IO"
        : "";
  }
}
