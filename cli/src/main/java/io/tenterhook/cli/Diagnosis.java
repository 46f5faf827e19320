package io.tenterhook.cli;

import io.tenterhook.client.AuthFailedException;
import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.DisconnectedException;
import io.tenterhook.client.Ending;
import io.tenterhook.client.NotConnectedException;
import io.tenterhook.client.PayloadTooLargeException;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.client.SocketIoTimeoutException;
import io.tenterhook.client.TransportException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the client's typed errors to exit codes and next steps. */
final class Diagnosis {
  private Diagnosis() {}

  /**
   * Why a connection ended.
   *
   * @param everConnected tells a server that was never reached from one that was lost
   */
  static CommandFailure of(Ending ending, boolean everConnected) {
    if (ending.reason() == DisconnectReason.SERVER_DISCONNECT) {
      return lost(ending, "the server chose to; its log may say why");
    }
    if (ending.error().isPresent()
        && (!everConnected || ending.reason() == DisconnectReason.REFUSED)) {
      return ofConnecting(ending.error().get());
    }
    return lost(ending, "to try again by itself: --reconnect forever");
  }

  private static CommandFailure lost(Ending ending, String next) {
    return new CommandFailure(ExitCode.LOST, what(ending), next, ending.error().orElse(null));
  }

  /** How a connection ended, in one sentence. */
  static String what(Ending ending) {
    return unusableAuth(ending.error().orElse(null))
        .map(unusable -> ending.reason().text() + ": " + unusable.reason())
        .orElseGet(ending::toString);
  }

  /** The client does not repeat what a supplier threw, which could be a secret; ours is not. */
  private static Optional<AuthSource.Unusable> unusableAuth(@Nullable SocketIoException error) {
    return error instanceof AuthFailedException
            && error.getCause() instanceof AuthSource.Unusable unusable
        ? Optional.of(unusable)
        : Optional.empty();
  }

  /** Why there is no connection. */
  static CommandFailure ofConnecting(SocketIoException error) {
    if (error instanceof ConnectRefusedException refused) {
      boolean unknown = refused.serverMessage().equals("Invalid namespace");
      String data = refused.data().map(json -> ", data " + JsonText.compact(json)).orElse("");
      return new CommandFailure(
          ExitCode.REFUSED,
          "the server refused namespace "
              + refused.namespace()
              + ": "
              + JsonText.quote(refused.serverMessage())
              + data,
          unknown ? "is -n the name of a namespace there?" : "does --auth hold what it asks for?",
          error);
    }
    Optional<AuthSource.Unusable> unusable = unusableAuth(error);
    if (unusable.isPresent()) {
      return new CommandFailure(
          ExitCode.USAGE, unusable.get().reason(), "see --auth in tenter listen --help", error);
    }
    return new CommandFailure(
        ExitCode.UNREACHABLE, String.valueOf(error.getMessage()), next(error), error);
  }

  /** Why an emit or a call failed after connecting. */
  static CommandFailure ofSending(SocketIoException error) {
    ExitCode code;
    String next;
    if (error instanceof SocketIoTimeoutException) {
      code = ExitCode.TIMEOUT;
      next = "does the server acknowledge this event? --timeout waits longer";
    } else if (error instanceof DisconnectedException || error instanceof NotConnectedException) {
      code = ExitCode.LOST;
      next = "run it again if doing it twice is harmless";
    } else if (error instanceof PayloadTooLargeException) {
      code = ExitCode.USAGE;
      next = "send less at once";
    } else {
      code = ExitCode.INTERNAL;
      next = "";
    }
    return new CommandFailure(code, String.valueOf(error.getMessage()), next, error);
  }

  private static String next(SocketIoException error) {
    if (error instanceof TransportException transport) {
      return switch (transport.step()) {
        case DNS -> "is the host name spelled right?";
        case TCP -> "is the server running, and is the port right?";
        case PROXY -> "is --proxy right, and does the proxy let you through to that server?";
        case TLS -> "is it https, and is its certificate trusted?";
        case HTTP -> http(transport.code());
        case WEBSOCKET_HANDSHAKE, FRAME -> "is this a Socket.IO server?";
        case CLOSE_FRAME, END_OF_STREAM, IO -> "the server's log may say why";
      };
    }
    return error instanceof SocketIoTimeoutException
        ? "--connect-timeout waits longer"
        : "is this a Socket.IO server of version 3 or 4?";
  }

  private static String http(int status) {
    return switch (status) {
      case 401, 403 -> "does it want a header (-H) or a query parameter (-q)?";
      case 404 -> "is --path right? the usual one is /socket.io/";
      default -> "what stands between here and the server?";
    };
  }
}
