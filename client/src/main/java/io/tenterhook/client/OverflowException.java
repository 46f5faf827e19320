package io.tenterhook.client;

/**
 * A queue is full: the message names its limit. What was to be added was never sent.
 *
 * <pre>{@code
 * try {
 *   socket.emit("tick", post);
 * } catch (OverflowException full) {
 *   log.warn("the network is too slow: {}", full.getMessage());
 * }
 * }</pre>
 */
public final class OverflowException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  OverflowException(String message) {
    super(message, null);
  }
}
