package io.tenterhook.client;

/**
 * The client, or the namespace, was closed by its own user before this could be done.
 *
 * <pre>{@code
 * socket.connect().exceptionally(failure -> {
 *   if (failure instanceof ClientClosedException) {
 *     log.info("stopped while connecting");
 *   }
 *   return null;
 * });
 * }</pre>
 */
public final class ClientClosedException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  ClientClosedException(String message) {
    super(message, null);
  }

  static ClientClosedException disconnected(String namespace) {
    return new ClientClosedException("namespace " + namespace + " was disconnected");
  }
}
