package io.tenterhook.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Certificates for a server and a client of a test, and the authority that has issued them, made on
 * the spot and valid for a day. Immutable.
 *
 * <pre>{@code
 * TestCertificates certificates = TestCertificates.create();
 * SocketIoServer server = SocketIoServer.builder().tls(certificates).start();
 * TestCertificates.PemFiles pem = certificates.writeTo(folder);
 * // now the code under test trusts pem.authority() and connects to server.uri()
 * }</pre>
 *
 * <p>Those that should be refused are made from good ones: {@link #expired}, {@link #forHosts},
 * {@link #selfSigned}.
 */
public final class TestCertificates {
  private static final Duration LIFE = Duration.ofDays(1);
  private static final List<String> HERE = List.of("localhost", "127.0.0.1", "::1");

  private final X509Bundle authority;
  private final X509Bundle server;
  private final X509Bundle client;

  private TestCertificates(X509Bundle authority, X509Bundle server, X509Bundle client) {
    this.authority = authority;
    this.server = server;
    this.client = client;
  }

  /**
   * A new authority and certificates of it: the server's for {@code localhost}, {@code 127.0.0.1}
   * and {@code ::1}.
   *
   * @return such certificates
   */
  public static TestCertificates create() {
    X509Bundle authority = itsOwnAuthority("CN=Tenterhook test authority", List.of());
    return new TestCertificates(
        authority,
        issued(named("CN=localhost", Instant.now(), HERE), authority),
        issued(named("CN=client", Instant.now(), List.of()), authority));
  }

  /**
   * A server's certificate that nobody has issued but the server itself. It is its own authority.
   *
   * @return such certificates
   */
  public static TestCertificates selfSigned() {
    X509Bundle server = itsOwnAuthority("CN=localhost", HERE);
    return new TestCertificates(server, server, itsOwnAuthority("CN=client", List.of()));
  }

  /**
   * The same authority and client, and a server's certificate that ended yesterday.
   *
   * @return such certificates
   */
  public TestCertificates expired() {
    Instant then = Instant.now().minus(LIFE.multipliedBy(3));
    return new TestCertificates(
        authority, issued(named("CN=localhost", then, HERE), authority), client);
  }

  /**
   * The same authority and client, and a server's certificate for other hosts.
   *
   * @param hosts names and IP addresses
   * @return such certificates
   */
  public TestCertificates forHosts(String... hosts) {
    return new TestCertificates(
        authority,
        issued(named("CN=" + hosts[0], Instant.now(), List.of(hosts)), authority),
        client);
  }

  private static X509Bundle itsOwnAuthority(String subject, List<String> hosts) {
    CertificateBuilder builder =
        named(subject, Instant.now(), hosts).setIsCertificateAuthority(true);
    return made(builder::buildSelfSigned);
  }

  private static CertificateBuilder named(String subject, Instant around, List<String> hosts) {
    CertificateBuilder builder =
        new CertificateBuilder()
            .subject(subject)
            .ecp256()
            .notBefore(around.minus(LIFE))
            .notAfter(around.plus(LIFE));
    for (String host : hosts) {
      if (host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c))) {
        builder.addSanIpAddress(host);
      } else {
        builder.addSanDnsName(host);
      }
    }
    return builder;
  }

  private static X509Bundle issued(CertificateBuilder builder, X509Bundle issuer) {
    return made(() -> builder.buildIssuedBy(issuer));
  }

  private interface Making {
    X509Bundle make() throws Exception;
  }

  private static X509Bundle made(Making making) {
    try {
      return making.make();
    } catch (Exception e) {
      throw new IllegalStateException("this JDK cannot make certificates", e);
    }
  }

  /** What the server shows, and whom it trusts. */
  SSLContext serverContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          server.toKeyManagerFactory().getKeyManagers(),
          authority.toTrustManagerFactory().getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot use certificates of its own making", e);
    }
  }

  /**
   * PEM files, keys as PKCS#8 without a password.
   *
   * @param authority what a client trusts
   * @param server the server's certificate
   * @param serverKey its key
   * @param client a client's certificate
   * @param clientKey its key
   */
  public record PemFiles(
      Path authority, Path server, Path serverKey, Path client, Path clientKey) {}

  /**
   * Writes all as PEM files.
   *
   * @param folder an existing one, for instance JUnit's {@code @TempDir}
   * @return {@code ca.pem}, {@code server.pem}, {@code server-key.pem}, {@code client.pem} and
   *     {@code client-key.pem} in it
   * @throws UncheckedIOException if that fails
   */
  public PemFiles writeTo(Path folder) {
    return new PemFiles(
        write(folder.resolve("ca.pem"), authority.getCertificatePEM()),
        write(folder.resolve("server.pem"), server.getCertificatePEM()),
        write(folder.resolve("server-key.pem"), server.getPrivateKeyPEM()),
        write(folder.resolve("client.pem"), client.getCertificatePEM()),
        write(folder.resolve("client-key.pem"), client.getPrivateKeyPEM()));
  }

  private static Path write(Path file, String pem) {
    try {
      return Files.writeString(file, pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
