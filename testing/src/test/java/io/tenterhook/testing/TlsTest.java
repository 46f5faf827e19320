package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS and certificates, judged by the JDK's HTTP client and its reading of PEM files. */
@Timeout(30)
class TlsTest {
  private static final char[] NO_PASSWORD = {};

  @TempDir private Path folder;

  private static Certificate certificate(Path pem) throws Exception {
    return CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(pem));
  }

  private static PrivateKey key(Path pem) throws Exception {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static SSLContext trusting(TestCertificates.PemFiles pem, boolean identified)
      throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, NO_PASSWORD);
    trust.setCertificateEntry("ca", certificate(pem.authority()));
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(trust);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, NO_PASSWORD);
    if (identified) {
      own.setKeyEntry(
          "client",
          key(pem.clientKey()),
          NO_PASSWORD,
          new Certificate[] {certificate(pem.client())});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> open(SocketIoServer server, SSLContext context)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().sslContext(context).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + Poller.HANDSHAKE))
            .timeout(Duration.ofSeconds(10))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void speaksTlsToWhoTrustsItsAuthority() throws Exception {
    TestCertificates certificates = TestCertificates.create();
    try (SocketIoServer server = SocketIoServer.builder().tls(certificates).start()) {
      assertThat(server.uri().getScheme()).isEqualTo("https");

      HttpResponse<String> open = open(server, trusting(certificates.writeTo(folder), false));

      assertThat(open.body()).startsWith("0{");
      server.verifyNoErrors();
    }
  }

  @Test
  void demandsAClientCertificate() throws Exception {
    TestCertificates certificates = TestCertificates.create();
    try (SocketIoServer server =
        SocketIoServer.builder().tls(certificates).requireClientCertificate().start()) {
      TestCertificates.PemFiles pem = certificates.writeTo(folder);

      assertThat(open(server, trusting(pem, true)).body()).startsWith("0{");
      assertThatThrownBy(() -> open(server, trusting(pem, false))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void isRefusedWithAnExpiredCertificate() throws Exception {
    TestCertificates good = TestCertificates.create();
    try (SocketIoServer server = SocketIoServer.builder().tls(good.expired()).start()) {
      assertThatThrownBy(() -> open(server, trusting(good.writeTo(folder), false)))
          .isInstanceOf(SSLException.class)
          .hasRootCauseInstanceOf(CertificateExpiredException.class);
    }
  }

  @Test
  void isRefusedWithACertificateOfOtherHosts() throws Exception {
    TestCertificates good = TestCertificates.create();
    try (SocketIoServer server =
        SocketIoServer.builder().tls(good.forHosts("elsewhere.example", "10.1.2.3")).start()) {
      assertThatThrownBy(() -> open(server, trusting(good.writeTo(folder), false)))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("No subject alternative names matching IP address");
    }
  }

  @Test
  void isRefusedWithACertificateOfItsOwn() throws Exception {
    try (SocketIoServer server =
        SocketIoServer.builder().tls(TestCertificates.selfSigned()).start()) {
      TestCertificates.PemFiles others = TestCertificates.create().writeTo(folder);

      assertThatThrownBy(() -> open(server, trusting(others, false)))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void wantsTlsForClientCertificates() {
    SocketIoServerBuilder builder = SocketIoServer.builder().requireClientCertificate();

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("client certificates need TLS: give the server certificates by tls(…)");
  }
}
