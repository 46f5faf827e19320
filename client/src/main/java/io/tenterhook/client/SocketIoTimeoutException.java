package io.tenterhook.client;

import java.time.Duration;

/**
 * Something did not happen in time.
 *
 * <pre>{@code
 * if (failure instanceof SocketIoTimeoutException late) {
 *   log.warn("no {} within {}", late.awaited(), late.after());
 * }
 * }</pre>
 */
public final class SocketIoTimeoutException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  /** As {@link #awaited()} gives it. */
  private final Awaited awaited;

  /** As {@link #after()} gives it. */
  private final Duration after;

  SocketIoTimeoutException(Awaited awaited, Duration after, String message) {
    super(message, null, awaited == Awaited.ACK);
    this.awaited = awaited;
    this.after = after;
  }

  /**
   * What did not happen.
   *
   * @return the step that was waited for
   */
  public Awaited awaited() {
    return awaited;
  }

  /**
   * How long it was waited for.
   *
   * @return the limit that ran out
   */
  public Duration after() {
    return after;
  }

  /** What can be waited for. */
  public enum Awaited {
    /** The {@link EndpointSupplier}, or the cookie handler. */
    ENDPOINT,
    /** TCP, TLS and the WebSocket handshake. */
    TRANSPORT,
    /** The Engine.IO OPEN packet. */
    HANDSHAKE,
    /** The {@link AuthSupplier}. */
    AUTH,
    /** The server's answer to CONNECT. */
    CONNECT,
    /** The server's next ping. */
    HEARTBEAT,
    /**
     * The server's taking of what waits to be sent, see {@link SocketIoClientBuilder#writeTimeout}.
     */
    WRITE,
    /** The answer to {@link SocketIoClient#checkAlive}. */
    PONG,
    /** The ack of a call: the server may have handled it. */
    ACK,
    /** The connection that a buffered emit waited for: it was never sent. */
    CONNECTION
  }
}
