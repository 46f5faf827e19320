package io.tenterhook.client;

import org.jspecify.annotations.Nullable;

/**
 * JSON from the server does not fit the type that was asked for, or is not there.
 *
 * <pre>{@code
 * try {
 *   Order order = event.args().get(0, Order.class);
 * } catch (ConversionException unfit) {
 *   log.warn("{} is no order: {}", event.args(), unfit.getMessage());
 * }
 * }</pre>
 */
public final class ConversionException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  ConversionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
