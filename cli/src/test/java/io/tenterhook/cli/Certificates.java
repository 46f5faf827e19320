package io.tenterhook.cli;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;

/** An authority, and what it certifies. */
public final class Certificates {
  private final X509Bundle authority;

  public Certificates() throws Exception {
    authority = valid("CN=Test Authority").setIsCertificateAuthority(true).buildSelfSigned();
  }

  private static CertificateBuilder valid(String subject) {
    return new CertificateBuilder()
        .subject(subject)
        .ecp256()
        .notBefore(Instant.now().minus(Duration.ofDays(40)))
        .notAfter(Instant.now().plus(Duration.ofDays(40)));
  }

  /** For a server on this machine. */
  public SSLContext local() throws Exception {
    return local(Instant.now().plus(Duration.ofDays(40)));
  }

  /** The same, good until then. */
  public SSLContext local(Instant until) throws Exception {
    return serving(
        valid("CN=localhost")
            .addSanDnsName("localhost")
            .addSanIpAddress(InetAddress.getLoopbackAddress())
            .notAfter(until)
            .buildIssuedBy(authority));
  }

  public SSLContext ofAnotherHost() throws Exception {
    return serving(valid("CN=other").addSanDnsName("other.example").buildIssuedBy(authority));
  }

  private SSLContext serving(X509Bundle certificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        certificate.toKeyManagerFactory().getKeyManagers(),
        authority.toTrustManagerFactory().getTrustManagers(),
        null);
    return context;
  }

  /** For {@code --cacert}. */
  public String authorityIn(Path folder) throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM()).toString();
  }

  /** For {@code --cert}: certificate and key of a client in one file. */
  public String clientIn(Path folder) throws Exception {
    X509Bundle client = valid("CN=client").buildIssuedBy(authority);
    return Files.writeString(
            folder.resolve("client.pem"), client.getCertificatePEM() + client.getPrivateKeyPEM())
        .toString();
  }
}
