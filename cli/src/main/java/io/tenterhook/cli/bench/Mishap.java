package io.tenterhook.cli.bench;

import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.DisconnectedException;
import io.tenterhook.client.NotConnectedException;
import io.tenterhook.client.OverflowException;
import io.tenterhook.client.PayloadTooLargeException;
import io.tenterhook.client.SocketIoTimeoutException;
import io.tenterhook.client.TransportException;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/** The kinds that errors are counted by: few, whatever a server says. */
final class Mishap {
  static final String TIMEOUT = "timeout";
  static final String DROPPED = "connection dropped";
  static final String TOO_MANY = "too many in flight";

  private Mishap() {}

  /** What went wrong with an event. */
  static String kind(Throwable thrown) {
    Throwable error = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (error instanceof SocketIoTimeoutException) {
      return TIMEOUT;
    }
    if (error instanceof DisconnectedException) {
      return "connection lost";
    }
    if (error instanceof NotConnectedException) {
      return "not connected";
    }
    if (error instanceof OverflowException) {
      return "outbound queue full";
    }
    return error instanceof PayloadTooLargeException ? "too large" : "other";
  }

  /** What went wrong with a connection. */
  static String connecting(Throwable thrown) {
    Throwable error = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (error instanceof ConnectRefusedException) {
      return "connect: refused";
    }
    if (error instanceof TransportException transport) {
      String step = transport.step().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return "connect: " + step + (transport.code() > 0 ? " " + transport.code() : "");
    }
    return error instanceof SocketIoTimeoutException ? "connect: timeout" : "connect: other";
  }
}
