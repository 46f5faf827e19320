package io.tenterhook.client;

/**
 * How a connection, or an attempt to make one, ended. The {@linkplain #text() texts} are those of
 * the JS client where it has one.
 *
 * <pre>{@code
 * socket.onDisconnect((ending, willReconnect) -> {
 *   if (ending.reason() == DisconnectReason.SERVER_DISCONNECT) {
 *     log.info("sent away");
 *   }
 * });
 * }</pre>
 */
public enum DisconnectReason {
  /** {@link NamespaceSocket#disconnect()} or {@link SocketIoClient#close()}. */
  CLIENT_DISCONNECT("io client disconnect"),
  /** The server sent DISCONNECT for this namespace. */
  SERVER_DISCONNECT("io server disconnect"),
  /** The server answered CONNECT with CONNECT_ERROR. */
  REFUSED("connect error"),
  /** The server closed the Engine.IO session with a CLOSE packet. */
  ENGINE_CLOSE("engine close"),
  /** The server ended the WebSocket or TCP connection in order. */
  TRANSPORT_CLOSE("transport close"),
  /** The connection was reset, or broke. */
  TRANSPORT_ERROR("transport error"),
  /** There never was a connection: DNS, TCP, TLS, HTTP. */
  UNREACHABLE("unreachable"),
  /** The server stopped pinging. */
  PING_TIMEOUT("ping timeout"),
  /** The server did not answer within the connect timeout. */
  CONNECT_TIMEOUT("connect timeout"),
  /** The server took nothing of what waited to be sent within the write timeout. */
  WRITE_TIMEOUT("write timeout"),
  /** The server broke a rule or a limit. */
  PROTOCOL_VIOLATION("parse error"),
  /** The {@link AuthSupplier} failed. */
  AUTH_FAILED("auth failed"),
  /** The {@link EndpointSupplier}, or the cookie handler, failed. */
  ENDPOINT_FAILED("endpoint failed"),
  /** Handlers were too slow, and the client was told to {@link InboundOverflow#DISCONNECT} then. */
  OVERFLOW("overflow");

  private final String text;

  DisconnectReason(String text) {
    this.text = text;
  }

  /**
   * The reason in words.
   *
   * @return for example {@code io server disconnect}
   */
  public String text() {
    return text;
  }
}
