package io.tenterhook.client;

/**
 * A message is larger than its limit: one of ours that the server would not take (it was not sent,
 * the connection lives), or one of the server's above {@code maxMessageBytes} (the connection was
 * closed while reading it).
 *
 * <pre>{@code
 * try {
 *   socket.emit("file", new byte[2_000_000]);
 * } catch (PayloadTooLargeException tooLarge) {
 *   log.warn("send it in parts: {}", tooLarge.getMessage());
 * }
 * }</pre>
 */
public final class PayloadTooLargeException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  PayloadTooLargeException(String message) {
    super(message, null);
  }
}
