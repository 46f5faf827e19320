package io.tenterhook.transport.netty;

import io.netty.handler.ssl.NotSslRecordException;
import io.tenterhook.client.spi.LinkClosure;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one sentence why TLS failed, and what to look at next. The JDK's exceptions nest four
 * deep and tell the cases apart by their texts only.
 */
final class TlsFailure {

  private TlsFailure() {}

  static LinkClosure closure(String target, Throwable failure) {
    // The message of this exception is a dump of everything the server said, in hexadecimal.
    boolean hidden = find(failure, NotSslRecordException.class) != null;
    return new LinkClosure(
        LinkClosure.Kind.TLS, 0, sentence(target, failure), "", hidden ? null : failure);
  }

  private static String sentence(String target, Throwable failure) {
    if (find(failure, NotSslRecordException.class) != null) {
      return target + " does not speak TLS: is its address http, or the port another one?";
    }
    if (find(failure, CertificateExpiredException.class) != null) {
      return "The certificate of " + target + " has expired";
    }
    if (find(failure, CertificateNotYetValidException.class) != null) {
      return "The certificate of " + target + " is not valid yet: is this machine's clock right?";
    }
    CertificateException refused = find(failure, CertificateException.class);
    if (find(failure, CertPathBuilderException.class) != null) {
      return "The certificate of "
          + target
          + " is "
          + whyNotTrusted(refused)
          + ": trust it by Tls.trusting(…) or an SSLContext";
    }
    if (refused != null) {
      String reason = String.valueOf(refused.getMessage());
      return isAboutTheName(reason)
          ? "The certificate of " + target + " is for another host: " + Excerpt.of(reason)
          : "The certificate of " + target + " was refused: " + Excerpt.of(reason);
    }
    SSLException tls = find(failure, SSLException.class);
    if (tls == null) {
      return target + " ended the connection during the TLS handshake: does it speak TLS?";
    }
    String reason = String.valueOf(tls.getMessage());
    // OpenSSL's errors, which the JDK's alerts are in another spelling: TLSV1_ALERT_UNKNOWN_CA.
    String spoken = reason.toLowerCase(Locale.ROOT);
    String hint = "";
    if (spoken.contains("protocol_version") || spoken.contains("handshake_failure")) {
      hint = ": no TLS version (1.2 or newer) or cipher in common";
    } else if (spoken.contains("certificate") || spoken.contains("unknown_ca")) {
      hint = ": it wants a client certificate, or another one";
    }
    return "TLS with " + target + " failed: " + Excerpt.of(reason) + hint;
  }

  /**
   * An SSLContext of {@code Tls} says which; the JDK's exceptions have no certificate to look at.
   */
  private static String whyNotTrusted(@Nullable CertificateException refused) {
    String reason = refused == null ? "" : String.valueOf(refused.getMessage());
    return reason.startsWith("it is ")
        ? reason.substring("it is ".length())
        : "self-signed or of an authority that is not trusted";
  }

  private static boolean isAboutTheName(String reason) {
    return reason.startsWith("No subject alternative")
        || reason.startsWith("No name matching")
        || reason.startsWith("Illegal given domain name");
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
