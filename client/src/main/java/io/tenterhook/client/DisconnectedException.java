package io.tenterhook.client;

import org.jspecify.annotations.Nullable;

/**
 * The connection ended before this was done. For a call whose ack is outstanding it means <em>maybe
 * sent</em>: the server may or may not have handled it.
 *
 * <pre>{@code
 * socket.call("pay", post).args().whenComplete((answer, failure) -> {
 *   if (failure instanceof DisconnectedException lost) {
 *     log.warn("ask the server whether it has been paid: {}", lost.reason().text());
 *   }
 * });
 * }</pre>
 */
public final class DisconnectedException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  /** As {@link #reason()} gives it. */
  private final DisconnectReason reason;

  private DisconnectedException(
      DisconnectReason reason, String message, boolean maybeSent, @Nullable Throwable cause) {
    super(message, cause, maybeSent);
    this.reason = reason;
  }

  /** How a connection ended. */
  static DisconnectedException ending(DisconnectReason reason, String message) {
    return new DisconnectedException(reason, message, false, null);
  }

  /** What became of an emit. */
  static DisconnectedException maybeSent(
      DisconnectReason reason, String message, @Nullable Throwable cause) {
    return new DisconnectedException(reason, message, true, cause);
  }

  /**
   * How the connection ended.
   *
   * @return the reason
   */
  public DisconnectReason reason() {
    return reason;
  }
}
