package io.tenterhook.cli.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS in two handshakes: one that takes any certificate, to look at it, and one that judges it as a
 * client does.
 */
final class TlsStep {
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration ALERT_TIME = Duration.ofMillis(500);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Target target;
  private final Dialer dialer;

  TlsStep(Target target, Dialer dialer) {
    this.target = target;
    this.dialer = dialer;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.TLS);
    X509Certificate certificate;
    String seen;
    try (Line line = dialer.tcp(target.limit())) {
      SSLSession session = dialer.secure(line, target.looking(), false);
      certificate = (X509Certificate) session.getPeerCertificates()[0];
      seen = describe(taking, session, certificate);
      if (refusesUs(line)) {
        return taking.failed(
            Finding.CLIENT_CERTIFICATE_WANTED, seen + ": it does not take the client's, or none");
      }
    } catch (IOException failed) {
      return speaksPlainly(failed)
          ? taking.failed(Finding.TLS_NOT_SPOKEN, "the port does not speak TLS, but plain HTTP")
          : taking.failed(handshakeFinding(failed), Text.of(failed));
    }
    if (target.insecure()) {
      return taking.warning(Finding.CERTIFICATE_UNCHECKED, seen + ", not checked: --insecure");
    }
    try (Line line = dialer.tcp(target.limit())) {
      var unused = dialer.secure(line, target.trusting(), true);
    } catch (IOException refused) {
      return taking.failed(finding(refused, certificate), seen + ": " + why(refused, certificate));
    }
    if (certificate.getNotAfter().toInstant().isBefore(Instant.now().plus(SOON))) {
      return taking.warning(Finding.CERTIFICATE_EXPIRES_SOON, seen);
    }
    return taking.ok(seen);
  }

  private static String describe(
      Step.Taking taking, SSLSession session, X509Certificate certificate) {
    long days = Duration.between(Instant.now(), certificate.getNotAfter().toInstant()).toDays();
    String until = DAY.format(certificate.getNotAfter().toInstant());
    String subject = certificate.getSubjectX500Principal().getName();
    String issuer = certificate.getIssuerX500Principal().getName();
    taking.note("version", session.getProtocol());
    taking.note("cipher", session.getCipherSuite());
    taking.note("subject", Text.line(subject));
    taking.note("issuer", Text.line(issuer));
    taking.note("validUntil", until);
    taking.note("daysLeft", days);
    return session.getProtocol()
        + ", "
        + session.getCipherSuite()
        + ", "
        + (subject.isEmpty() ? "a certificate without a subject" : subject)
        + " by "
        + issuer
        + (days < 0 ? ", expired " : ", until ")
        + until
        + (days < 0 ? "" : " (" + days + " days)");
  }

  /**
   * In TLS 1.3 the client's handshake is over before the server has judged its certificate. The
   * server has nothing else to say yet.
   */
  private static boolean refusesUs(Line line) throws IOException {
    line.socket().setSoTimeout(Math.toIntExact(ALERT_TIME.toMillis()));
    try {
      line.in().read();
      return false;
    } catch (SSLException alert) {
      return true;
    } catch (IOException silent) {
      return false;
    }
  }

  /** Whether the port answers HTTP without TLS. */
  private boolean speaksPlainly(IOException failed) {
    if (failed instanceof SocketTimeoutException) {
      return false;
    }
    try {
      return new Requests(target, dialer).plainly(target.limit()).status() > 0;
    } catch (IOException neither) {
      return false;
    }
  }

  private static Finding handshakeFinding(IOException failed) {
    String text = Text.of(failed);
    if (text.contains("certificate_required") || text.contains("bad_certificate")) {
      return Finding.CLIENT_CERTIFICATE_WANTED;
    }
    if (failed instanceof SocketTimeoutException
        || failed instanceof EOFException
        || text.contains("Unsupported or unrecognized SSL message")) {
      return Finding.TLS_NOT_SPOKEN;
    }
    return Finding.TLS_FAILED;
  }

  private static Finding finding(IOException refused, X509Certificate certificate) {
    Instant now = Instant.now();
    if (!(refused instanceof SSLException)) {
      return handshakeFinding(refused);
    }
    if (has(refused, CertificateExpiredException.class)
        || certificate.getNotAfter().toInstant().isBefore(now)) {
      return Finding.CERTIFICATE_EXPIRED;
    }
    if (has(refused, CertificateNotYetValidException.class)
        || certificate.getNotBefore().toInstant().isAfter(now)) {
      return Finding.CERTIFICATE_NOT_YET_VALID;
    }
    String text = Text.of(refused);
    if (text.contains("subject alternative") || text.contains("No name matching")) {
      return Finding.CERTIFICATE_OF_ANOTHER_HOST;
    }
    return has(refused, CertPathBuilderException.class) || text.contains("PKIX")
        ? Finding.CERTIFICATE_UNTRUSTED
        : handshakeFinding(refused);
  }

  private static boolean has(Throwable error, Class<?> kind) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private String why(IOException refused, X509Certificate certificate) {
    return switch (finding(refused, certificate)) {
      case CERTIFICATE_EXPIRED -> "it has expired";
      case CERTIFICATE_NOT_YET_VALID -> "it is not valid yet";
      case CERTIFICATE_OF_ANOTHER_HOST -> "it is not for " + target.host();
      case CERTIFICATE_UNTRUSTED -> "no trusted authority stands behind it";
      default -> Text.of(refused);
    };
  }
}
