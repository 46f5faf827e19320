package io.tenterhook.transport.netty;

import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** Says why reading or writing has failed. */
final class IoFailure {

  private IoFailure() {}

  static LinkClosure closure(String target, Throwable failure) {
    if (failure instanceof SSLException) {
      return TlsFailure.closure(target, failure);
    }
    String message =
        failure instanceof IOException
            ? "The connection to "
                + target
                + " failed: "
                + Excerpt.of(String.valueOf(failure.getMessage()))
            : "The transport to " + target + " failed: " + failure.getClass().getName();
    return new LinkClosure(Kind.IO, 0, message, "", failure);
  }
}
