package io.tenterhook.testing;

/** Why a connection, or a peer's place in a namespace, has ended, as the reference server says. */
public enum DisconnectReason {
  /** The client closed the WebSocket or the TCP connection, or sent the Engine.IO packet CLOSE. */
  TRANSPORT_CLOSE("transport close"),
  /** The network failed, or the client broke a rule of WebSocket or pinged the server. */
  TRANSPORT_ERROR("transport error"),
  /** No pong came in time. */
  PING_TIMEOUT("ping timeout"),
  /** The client sent something that is no packet. */
  PARSE_ERROR("parse error"),
  /** The client sent a packet that its state did not allow, or joined nothing in time. */
  FORCED_SERVER_CLOSE("forced server close"),
  /** The server was stopped. */
  SERVER_SHUTTING_DOWN("server shutting down"),
  /** The client left the namespace. */
  CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
  /** The test, or a handler, made the peer leave. */
  SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
  /** The test, or a fault, broke the connection. */
  BROKEN_ON_PURPOSE("broken on purpose");

  private final String text;

  DisconnectReason(String text) {
    this.text = text;
  }

  /** Whether a peer that has left for it may come back. Socket.IO, "Connection state recovery". */
  boolean isRecoverable() {
    return this != PARSE_ERROR
        && this != CLIENT_NAMESPACE_DISCONNECT
        && this != SERVER_NAMESPACE_DISCONNECT;
  }

  /**
   * The words of the reference server.
   *
   * @return for instance {@code "ping timeout"}
   */
  public String text() {
    return text;
  }
}
