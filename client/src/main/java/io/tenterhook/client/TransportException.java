package io.tenterhook.client;

import org.jspecify.annotations.Nullable;

/**
 * The network, TLS, HTTP or WebSocket failed beneath the protocol.
 *
 * <pre>{@code
 * if (failure instanceof TransportException transport
 *     && transport.step() == TransportException.Step.HTTP) {
 *   log.warn("HTTP {}: {}", transport.code(), transport.body());
 * }
 * }</pre>
 */
public final class TransportException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  /** As {@link #step()} gives it. */
  private final Step step;

  /** As {@link #code()} gives it. */
  private final int code;

  /** As {@link #body()} gives it. */
  private final String body;

  TransportException(Step step, int code, String message, String body, @Nullable Throwable cause) {
    super(message, cause);
    this.step = step;
    this.code = code;
    this.body = body;
  }

  /**
   * Where it failed.
   *
   * @return the step
   */
  public Step step() {
    return step;
  }

  /**
   * The HTTP status or the WebSocket close code.
   *
   * @return the number for {@link Step#HTTP} and {@link Step#CLOSE_FRAME}; for {@link Step#PROXY}
   *     the proxy's HTTP status, 407 also when a SOCKS5 proxy wants other credentials, or another
   *     refusal of SOCKS5 by its number (1 to 8), if it gave one; else 0
   */
  public int code() {
    return code;
  }

  /**
   * What the server, or the proxy, said about it.
   *
   * @return the start of the HTTP body or the close frame's reason, at most 1,024 characters; else
   *     empty
   */
  public String body() {
    return body;
  }

  /** The steps at which a transport can fail. */
  public enum Step {
    /** The host name has no address. */
    DNS,
    /** TCP, or the Unix socket: refused, unreachable. */
    TCP,
    /**
     * The proxy made no tunnel to the server: its name has no address, TCP to it failed, it refused
     * or did not answer, or no proxy is there.
     */
    PROXY,
    /** TLS: chain, host name, or the other side does not speak it. */
    TLS,
    /** The server answered the upgrade with an HTTP status other than 101. */
    HTTP,
    /** The answer to the upgrade is not what RFC 6455 asks for. */
    WEBSOCKET_HANDSHAKE,
    /** A frame breaks RFC 6455. */
    FRAME,
    /** The server closed the WebSocket in order. */
    CLOSE_FRAME,
    /** TCP ended without a close frame. */
    END_OF_STREAM,
    /** Reading or writing failed, mostly by a reset. */
    IO
  }
}
