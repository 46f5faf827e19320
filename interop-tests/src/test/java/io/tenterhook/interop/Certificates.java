package io.tenterhook.interop;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;

/**
 * A server's certificate for 127.0.0.1, good for a day, and the authority it is of.
 *
 * @param authorityPem what a client is to trust
 * @param serverPem the chain
 * @param keyPem the server's key
 */
record Certificates(String authorityPem, String serverPem, String keyPem) {
  static Certificates make() throws Exception {
    X509Bundle authority =
        valid("CN=Interop Authority").setIsCertificateAuthority(true).buildSelfSigned();
    X509Bundle server =
        valid("CN=server")
            .addSanIpAddress(InetAddress.getLoopbackAddress())
            .buildIssuedBy(authority);
    return new Certificates(
        authority.getCertificatePEM(), server.getCertificatePathPEM(), server.getPrivateKeyPEM());
  }

  private static CertificateBuilder valid(String subject) {
    return new CertificateBuilder()
        .subject(subject)
        .ecp256()
        .notBefore(Instant.now().minus(Duration.ofHours(12)))
        .notAfter(Instant.now().plus(Duration.ofHours(12)));
  }

  /** The key is worth nothing, but logs need not have it. */
  @Override
  public String toString() {
    return "Certificates";
  }
}
