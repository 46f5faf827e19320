package io.tenterhook.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a namespace's connection ended, as {@link NamespaceSocket#runUntilClosed()} returns it.
 *
 * <pre>{@code
 * Ending ending = socket.runUntilClosed();
 * switch (ending.reason()) {
 *   case CLIENT_DISCONNECT -> { return; }
 *   case REFUSED -> vault.forgetToken();
 *   default -> log.info("{}", ending);
 * }
 * }</pre>
 */
public final class Ending {
  static final Ending LEFT = new Ending(DisconnectReason.CLIENT_DISCONNECT, null);

  private final DisconnectReason reason;
  private final @Nullable SocketIoException error;

  Ending(DisconnectReason reason, @Nullable SocketIoException error) {
    this.reason = reason;
    this.error = error;
  }

  /**
   * What happened, for a {@code switch}.
   *
   * @return the reason
   */
  public DisconnectReason reason() {
    return reason;
  }

  /**
   * What happened, in detail.
   *
   * @return the typed error; empty only for {@link DisconnectReason#CLIENT_DISCONNECT}
   */
  public Optional<SocketIoException> error() {
    return Optional.ofNullable(error);
  }

  @Override
  public String toString() {
    return error == null ? reason.text() : reason.text() + ": " + error.getMessage();
  }
}
