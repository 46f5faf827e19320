package io.tenterhook.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server answered CONNECT with CONNECT_ERROR: a middleware refused, or there is no such
 * namespace. Socket.IO v5, "Connection to a namespace".
 *
 * <pre>{@code
 * if (failure instanceof ConnectRefusedException refused) {
 *   log.warn("{}: {} {}", refused.namespace(), refused.serverMessage(), refused.data());
 * }
 * }</pre>
 */
public final class ConnectRefusedException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  /** As {@link #namespace()} gives it. */
  private final String namespace;

  /** As {@link #serverMessage()} gives it. */
  private final String serverMessage;

  /** As {@link #data()} gives it. */
  private final transient @Nullable RawJson data;

  ConnectRefusedException(String namespace, String serverMessage, @Nullable RawJson data) {
    super(
        "the server refused namespace "
            + namespace
            + ": "
            + Excerpts.of(serverMessage)
            + (serverMessage.equals("Invalid namespace")
                ? "; does the server define it? (the HTTP path is set by path(), not here)"
                : ""),
        null);
    this.namespace = namespace;
    this.serverMessage = serverMessage;
    this.data = data;
  }

  /**
   * Which namespace was refused.
   *
   * @return its name, for example {@code /realtime}
   */
  public String namespace() {
    return namespace;
  }

  /**
   * The server's {@code message}.
   *
   * @return the text as it came; empty if there was none
   */
  public String serverMessage() {
    return serverMessage;
  }

  /**
   * The server's {@code data}.
   *
   * @return raw JSON, if the server sent some
   */
  public Optional<RawJson> data() {
    return Optional.ofNullable(data);
  }
}
