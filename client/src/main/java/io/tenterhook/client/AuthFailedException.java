package io.tenterhook.client;

import org.jspecify.annotations.Nullable;

/**
 * The {@link AuthSupplier} failed, or what it gave is not a JSON object. This attempt to connect
 * has failed; the next one asks the supplier again.
 *
 * <pre>{@code
 * if (failure instanceof AuthFailedException failed) {
 *   log.warn("no token: {}", failed.getCause());
 * }
 * }</pre>
 */
public final class AuthFailedException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  AuthFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
