package io.tenterhook.cli;

import io.tenterhook.client.ExponentialBackoff;
import io.tenterhook.client.ReconnectPolicy;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/** What {@code --reconnect} says. */
final class Retries implements ITypeConverter<ReconnectPolicy> {
  private static final ExponentialBackoff PACE = ReconnectPolicy.eager();

  /** A server that was never reached is a wrong address; one that was will come back. */
  static final ReconnectPolicy ONCE_CONNECTED = PACE.onlyAfterFirstConnect();

  /** For those who wait for a server, even one that was never there. */
  static final ReconnectPolicy FOREVER = PACE;

  @Override
  public ReconnectPolicy convert(String text) {
    if (text.equals("no") || text.equals("0")) {
      return ReconnectPolicy.never();
    }
    if (text.equals("forever")) {
      return PACE;
    }
    if (!text.matches("\\d{1,9}")) {
      throw CommandFailure.usage(
          "--reconnect is \"" + text + "\"", "write no, forever, or how often in a row");
    }
    int most = Integer.parseInt(text);
    return failure -> failure.number() > most ? Optional.empty() : PACE.delayAfter(failure);
  }
}
