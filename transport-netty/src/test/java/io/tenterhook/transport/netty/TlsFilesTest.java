package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.Tls;
import io.tenterhook.client.Transport;
import io.tenterhook.client.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS as the client's users configure it: from PEM files. */
@ExtendWith(NoLeaks.class)
class TlsFilesTest {

  private static final String CANARY = "canary";

  private static X509Bundle authority;
  private static X509Bundle server;

  @TempDir private Path folder;

  private final BlockingQueue<String> peers = new LinkedBlockingQueue<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority = valid("CN=Test Authority").setIsCertificateAuthority(true).buildSelfSigned();
    server =
        valid("CN=server")
            .addSanIpAddress(InetAddress.getLoopbackAddress())
            .buildIssuedBy(authority);
  }

  private static CertificateBuilder valid(String subject) {
    return new CertificateBuilder()
        .subject(subject)
        .ecp256()
        .notBefore(Instant.now().minus(Duration.ofDays(2)))
        .notAfter(Instant.now().plus(Duration.ofDays(2)));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Tls trusting() throws IOException {
    return Tls.trusting(file("ca.pem", authority.getCertificatePEM()));
  }

  private Tls identified(X509Bundle client) throws IOException {
    return trusting()
        .identifiedBy(
            file("client.pem", client.getCertificatePathPEM()),
            file("key.pem", client.getPrivateKeyPEM()));
  }

  private static String pinOf(X509Certificate certificate) throws Exception {
    byte[] key = certificate.getPublicKey().getEncoded();
    return "sha256/"
        + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
  }

  /** A Socket.IO server that demands a certificate, if wanted, and tells whose it was. */
  private RawServer serving(boolean demanding) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        server.toKeyManagerFactory().getKeyManagers(),
        authority.toTrustManagerFactory().getTrustManagers(),
        null);
    SSLSocketFactory sockets = context.getSocketFactory();
    return RawServer.playingOverTls(
        sockets,
        peer -> {
          SSLSocket socket = (SSLSocket) peer.socket;
          socket.setNeedClientAuth(demanding);
          try {
            if (!peer.switchToWebSocket()) {
              return;
            }
          } catch (SSLException | SocketException e) {
            // Either side may refuse; its words must arrive before the end.
            peer.awaitTcpEnd();
            return;
          }
          peers.add(demanding ? socket.getSession().getPeerPrincipal().getName() : "anybody");
          peer.send(
              Frames.text(
                  "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
                      + "\"maxPayload\":100000}"));
          peer.readFrame();
          peer.send(Frames.text("40{\"sid\":\"t\"}"));
          Frames.Received last = peer.readFrame();
          while (last != null && last.opcode() != Frames.CLOSE) {
            last = peer.readFrame();
          }
          peer.send(Frames.close(1000, ""));
        });
  }

  private static void connect(RawServer to, Tls tls, Transport... transports) {
    try (SocketIoClient client =
        SocketIoClient.builder("https://127.0.0.1:" + to.port())
            .tls(tls)
            .transports(transports.length == 0 ? new Transport[] {Transport.WEBSOCKET} : transports)
            .reconnect(ReconnectPolicy.never())
            .build()) {
      client.socket().connect().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private static String refusal(RawServer by, Tls tls, Transport... transports) {
    try {
      connect(by, tls, transports);
    } catch (java.util.concurrent.CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(TransportException.class);
      assertThat(((TransportException) e.getCause()).step()).isEqualTo(TransportException.Step.TLS);
      return e.getCause().getMessage();
    }
    throw new AssertionError("it connected");
  }

  @Test
  void trustsTheAuthorityOfAFile() throws Exception {
    try (RawServer served = serving(false)) {
      connect(served, trusting());
      assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("anybody");
    }
  }

  @Test
  void trustsAllCertificatesOfAFileWhateverStandsBetweenThem() throws Exception {
    X509Bundle other = valid("CN=Other").setIsCertificateAuthority(true).buildSelfSigned();
    String both =
        "# the old one\r\n"
            + other.getCertificatePEM().replace("\n", "\r\n")
            + "\nand the new one:\n"
            + authority.getCertificatePEM();
    try (RawServer served = serving(false)) {
      connect(served, Tls.trusting(file("both.pem", both)));
      assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("anybody");
    }
  }

  @Test
  void trustsNoAuthorityButThoseOfTheFile() throws Exception {
    X509Bundle other = valid("CN=Other").setIsCertificateAuthority(true).buildSelfSigned();
    try (RawServer served = serving(false)) {
      Tls tls = Tls.trusting(file("other.pem", other.getCertificatePEM()));
      assertThat(refusal(served, tls))
          .contains("of an authority that is not trusted")
          .doesNotContain("self-signed");
    }
    try (RawServer served = serving(false)) {
      assertThat(refusal(served, Tls.system())).contains("not trusted");
    }
  }

  @Test
  void tellsASelfSignedCertificateFromOneOfAnUnknownAuthority() throws Exception {
    X509Bundle issued = server;
    try {
      server =
          valid("CN=alone")
              .setIsCertificateAuthority(true)
              .addSanIpAddress(InetAddress.getLoopbackAddress())
              .buildSelfSigned();
      try (RawServer served = serving(false)) {
        assertThat(refusal(served, trusting()))
            .contains("is self-signed")
            .contains("Tls.trusting")
            .doesNotContain("authority");
      }
      try (RawServer served = serving(false)) {
        connect(served, Tls.trusting(file("alone.pem", server.getCertificatePEM())));
        assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("anybody");
      }
    } finally {
      server = issued;
    }
  }

  @Test
  void takesEvenAnExpiredCertificateOfAnotherHostIfToldToTrustEverything() throws Exception {
    X509Bundle right = server;
    try {
      server =
          valid("CN=other")
              .addSanDnsName("other.example")
              .notAfter(Instant.now().minus(Duration.ofDays(1)))
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      try (RawServer served = serving(false)) {
        connect(served, Tls.trustingEverythingInsecurely());
        assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("anybody");
      }
      try (RawServer served = serving(false)) {
        Tls pinned = Tls.trustingEverythingInsecurely().withPin(pinOf(authority.getCertificate()));
        assertThat(refusal(served, pinned)).contains("no pin fits");
      }
    } finally {
      server = right;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"rsa2048", "ecp256", "ecp384", "ed25519"})
  void identifiesItselfToAServerThatDemandsIt(Algorithm algorithm) throws Exception {
    X509Bundle client = valid("CN=client").algorithm(algorithm).buildIssuedBy(authority);
    try (RawServer served = serving(true)) {
      connect(served, identified(client));
      assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("CN=client");
    }
  }

  @Test
  void showsTheCertificatesUpToTheAuthority() throws Exception {
    X509Bundle between =
        valid("CN=Between").setIsCertificateAuthority(true).buildIssuedBy(authority);
    X509Bundle client = valid("CN=client").buildIssuedBy(between);
    String chain = client.getCertificatePEM() + between.getCertificatePEM();
    Path all = file("all.pem", chain + client.getPrivateKeyPEM());
    try (RawServer served = serving(true)) {
      connect(served, trusting().identifiedBy(all, all));
      assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("CN=client");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheServerWantsAnotherCertificate(Transport transport) throws Exception {
    X509Bundle stranger = valid("CN=stranger").setIsCertificateAuthority(true).buildSelfSigned();
    try (RawServer served = serving(true)) {
      assertThat(refusal(served, identified(stranger), transport)).contains("client certificate");
    }
    try (RawServer served = serving(true)) {
      assertThat(refusal(served, trusting(), transport)).contains("client certificate");
    }
  }

  @Test
  void takesAServerWhoseKeyFitsOneOfThePins() throws Exception {
    Tls tls =
        trusting()
            .withPin(pinOf(authority.getCertificate()))
            .withPin(pinOf(server.getCertificate()).replace("=", ""));
    try (RawServer served = serving(false)) {
      connect(served, tls);
      assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("anybody");
    }
  }

  @Test
  void refusesAServerWithAnotherKeyAndSaysWhich() throws Exception {
    try (RawServer served = serving(false)) {
      Tls tls = trusting().withPin(pinOf(authority.getCertificate()));
      assertThat(refusal(served, tls))
          .contains("no pin fits")
          .contains(pinOf(server.getCertificate()));
    }
  }

  @Test
  void aPinDoesNotReplaceTrustOrTheHostName() throws Exception {
    String pin = pinOf(server.getCertificate());
    try (RawServer served = serving(false)) {
      assertThat(refusal(served, Tls.system().withPin(pin))).contains("not trusted");
    }
    X509Bundle right = server;
    try {
      server =
          valid("CN=other")
              .addSanDnsName("other.example")
              .keyPair(right.getKeyPair())
              .buildIssuedBy(authority);
      try (RawServer served = serving(false)) {
        assertThat(refusal(served, trusting().withPin(pin))).contains("for another host");
      }
    } finally {
      server = right;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256/",
        "sha256/AAAA",
        "sha1/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!="
      })
  void refusesWhatIsNoPin(String pin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.system().withPin(pin))
        .withMessageContaining("pin is \"" + pin)
        .withMessageContaining("must be sha256/");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.trusting(folder.resolve("none.pem")))
        .withMessageContaining("none.pem does not exist");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.trusting(folder))
        .withMessageContaining("cannot be read");
  }

  @Test
  void saysThatAFileIsNotPem() throws Exception {
    Path der = Files.write(folder.resolve("der"), authority.getCertificate().getEncoded());
    Path empty = file("empty.pem", "");
    Path large = file("large.pem", "x".repeat((1 << 20) + 1));
    Path damaged = file("damaged.pem", block("CERTIFICATE", CANARY + "!"));
    Path otherDamaged = file("damaged2.pem", block("CERTIFICATE", base64(CANARY)));
    assertThat(complaintOfTrusting(der)).contains("is not PEM").contains("DER");
    assertThat(complaintOfTrusting(empty)).contains("is not PEM").doesNotContain("DER");
    assertThat(complaintOfTrusting(large)).contains("more than 1048576 bytes");
    assertThat(complaintOfTrusting(damaged)).contains("not Base64");
    assertThat(complaintOfTrusting(otherDamaged)).contains("damaged certificate");
    assertThat(complaintOfTrusting(file("key.pem", authority.getPrivateKeyPEM())))
        .contains("has a \"PRIVATE KEY\" but must have a \"CERTIFICATE\"");
  }

  @Test
  void saysWhatToDoWithAKeyThatCannotBeUsed() throws Exception {
    String legacy = "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n" + base64(CANARY);
    assertThat(complaintOfKey(block("ENCRYPTED PRIVATE KEY", base64(CANARY))))
        .contains("is encrypted")
        .contains("openssl");
    assertThat(complaintOfKey(block("RSA PRIVATE KEY", legacy))).contains("is encrypted");
    assertThat(complaintOfKey(block("RSA PRIVATE KEY", base64(CANARY))))
        .contains("PKCS#8")
        .contains("-topk8");
    assertThat(
            complaintOfKey(
                block("EC PARAMETERS", base64("x")) + block("EC PRIVATE KEY", base64(CANARY))))
        .contains("EC PRIVATE KEY")
        .contains("PKCS#8");
    assertThat(complaintOfKey(block("PRIVATE KEY", base64(CANARY)))).contains("damaged");
    assertThat(complaintOfKey(block("PRIVATE KEY", CANARY + "!"))).contains("not Base64");
    assertThat(complaintOfKey(authority.getCertificatePEM()))
        .contains("must have a \"PRIVATE KEY\"");
    assertThat(complaintOfKey("")).contains("is not PEM");
  }

  @ParameterizedTest
  @EnumSource(names = {"rsa2048", "ecp256", "ecp384", "ed25519"})
  void refusesAKeyThatIsNotTheCertificates(Algorithm algorithm) throws Exception {
    X509Bundle other = valid("CN=other").algorithm(algorithm).buildIssuedBy(authority);
    assertThat(complaintOfKey(other.getPrivateKeyPEM()))
        .contains("key.pem is not that of the first certificate in ")
        .contains("client.pem");
  }

  private static String block(String label, String text) {
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String complaintOfTrusting(Path path) {
    return complaint(() -> Tls.trusting(path));
  }

  private String complaintOfKey(String content) throws Exception {
    Path certificate = file("client.pem", server.getCertificatePEM());
    Path key = file("key.pem", content);
    return complaint(() -> Tls.system().identifiedBy(certificate, key));
  }

  private static String complaint(Runnable action) {
    try {
      action.run();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasStackTraceContaining("The ").message().doesNotContain(CANARY);
      return e.getMessage();
    }
    throw new AssertionError("it was taken");
  }
}
