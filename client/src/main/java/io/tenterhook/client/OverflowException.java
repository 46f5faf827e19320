package io.tenterhook.client;

/**
 * A queue is full: the message names its limit. An emit that fails with this was never sent; a
 * connection that ends with it had {@link InboundOverflow#DISCONNECT}.
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
