package io.tenterhook.client;

import org.jspecify.annotations.Nullable;

/**
 * The {@link EndpointSupplier}, the {@link ProxySupplier}, or the user's cookie handler failed.
 * This attempt to connect has failed before anything was sent; the next one asks again.
 *
 * <pre>{@code
 * if (failure instanceof EndpointFailedException failed) {
 *   log.warn("nowhere to go: {}", failed.getCause());
 * }
 * }</pre>
 */
public final class EndpointFailedException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  EndpointFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
