package io.tenterhook.client;

/**
 * An emit or a call while the namespace is not connected. It was never sent.
 *
 * <pre>{@code
 * try {
 *   socket.emit("post", post);
 * } catch (NotConnectedException offline) {
 *   log.info("kept for later: {}", post);
 * }
 * }</pre>
 */
public final class NotConnectedException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  NotConnectedException(String message) {
    super(message, null);
  }
}
