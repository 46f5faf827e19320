package io.tenterhook.client;

import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong between a client and a server. One sealed family: each kind tells
 * what was expected, what came, and what to do next.
 *
 * <pre>{@code
 * try {
 *   socket.connect().join();
 * } catch (CompletionException e) {
 *   if (e.getCause() instanceof ConnectRefusedException refused) {
 *     log.warn("refused: {}", refused.serverMessage());
 *   }
 * }
 * }</pre>
 *
 * <p>A caller's own mistake (a reserved event name, a value that cannot be JSON) is an {@link
 * IllegalArgumentException} instead. Messages never contain credentials, headers or query values.
 */
public abstract sealed class SocketIoException extends RuntimeException
    permits AuthFailedException,
        ClientClosedException,
        ConnectRefusedException,
        ConversionException,
        DisconnectedException,
        EndpointFailedException,
        NotConnectedException,
        OverflowException,
        PayloadTooLargeException,
        ProtocolViolationException,
        SocketIoTimeoutException,
        TransportException {
  private static final long serialVersionUID = 1L;

  /** As {@link #maybeSent()} gives it. */
  private final boolean maybeSent;

  SocketIoException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  SocketIoException(String message, @Nullable Throwable cause, boolean maybeSent) {
    super(message, cause);
    this.maybeSent = maybeSent;
  }

  /**
   * Whether the server may have got the event whose emit or call failed with this.
   *
   * @return false if it was never sent, and for everything that is not about an emit
   */
  public final boolean maybeSent() {
    return maybeSent;
  }
}
