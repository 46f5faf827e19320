package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tenterhook.client.Tls;
import io.tenterhook.client.spi.HttpAnswer;
import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class TlsTest {

  private static X509Bundle authority;
  private static SSLContext trusting;

  private final RecordingListener listener = new RecordingListener();

  @BeforeAll
  static void makeAnAuthority(@TempDir Path folder) throws Exception {
    authority = valid("CN=Test Authority").setIsCertificateAuthority(true).buildSelfSigned();
    trusting =
        Tls.trusting(Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM()))
            .sslContext();
  }

  private static CertificateBuilder valid(String subject) {
    return new CertificateBuilder()
        .subject(subject)
        .ecp256()
        .notBefore(Instant.now().minus(Duration.ofDays(2)))
        .notAfter(Instant.now().plus(Duration.ofDays(2)));
  }

  private static CertificateBuilder forHost(String name) {
    return valid("CN=" + name).addSanDnsName(name);
  }

  private static SSLContext serving(X509Bundle certificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
    return context;
  }

  private static OneLoop loop() {
    return new OneLoop(host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
  }

  /** How a WebSocket ends there; a polling request must end in the same way. */
  private LinkClosure closureWith(X509Bundle certificate, String host, @Nullable SSLContext client)
      throws Exception {
    LinkClosure closure = webSocketWith(certificate, host, client);
    LinkClosure byPolling = pollingWith(certificate, host, client);
    assertThat(byPolling.kind()).isEqualTo(Kind.TLS);
    assertThat(byPolling.message().replaceAll(":[0-9]+", ""))
        .isEqualTo(closure.message().replaceAll(":[0-9]+", ""));
    return closure;
  }

  private static RawServer refused(X509Bundle certificate) throws Exception {
    return RawServer.playingOverTls(
        serving(certificate).getSocketFactory(),
        peer -> {
          try {
            peer.readRequest();
          } catch (SSLException | SocketException e) {
            // That the client refuses is what is wanted.
          }
        });
  }

  private static LinkClosure pollingWith(
      X509Bundle certificate, String host, @Nullable SSLContext client) throws Exception {
    try (RawServer server = refused(certificate);
        OneLoop loop = loop()) {
      LinkRequest to = OneLoop.secure(host, server.port(), client);
      URI uri = URI.create("https" + to.uri().toString().substring("wss".length()));
      CompletableFuture<LinkClosure> failure = new CompletableFuture<>();
      loop.run(
          () ->
              loop.loop
                  .http(to.withUri(uri))
                  .send(
                      new HttpRequest(uri, List.of(), new byte[0], 1_000),
                      new HttpRequests.HttpListener() {
                        @Override
                        public void answered(HttpAnswer answer) {
                          failure.completeExceptionally(new AssertionError(answer));
                        }

                        @Override
                        public void failed(LinkClosure why) {
                          failure.complete(why);
                        }
                      }));
      return failure.get(10, TimeUnit.SECONDS);
    }
  }

  private LinkClosure webSocketWith(
      X509Bundle certificate, String host, @Nullable SSLContext client) throws Exception {
    try (RawServer server = refused(certificate);
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure(host, server.port(), client), listener);
      LinkClosure closure = listener.closure();
      assertThat(listener.rest()).containsExactly("closed:" + closure.kind());
      assertThat(closure.kind()).isEqualTo(Kind.TLS);
      assertThat(closure.message()).contains(host + ":" + server.port()).doesNotContain("canary");
      return closure;
    }
  }

  @Test
  void carriesMessagesBothWaysAndClosesInOrder() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    X509Bundle good = forHost("server.example").buildIssuedBy(authority);
    try (RawServer server =
            RawServer.playingOverTls(
                serving(good).getSocketFactory(),
                peer -> {
                  peer.switchToWebSocket();
                  seen.add(((SSLSocket) peer.socket).getSession().getProtocol());
                  peer.send(Frames.text("hello"), Frames.ping("p"));
                  for (int i = 0; i < 3; i++) {
                    Frames.Received frame = peer.readFrame();
                    seen.add(frame.opcode() + ":" + frame.payload().length);
                    if (frame.opcode() == Frames.CLOSE) {
                      peer.send(Frames.close(frame.closeCode(), ""));
                    }
                  }
                  peer.awaitEnd();
                  seen.add("end");
                });
        OneLoop loop = loop()) {
      Link link = loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("text:hello");
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("TLSv1.3");
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("10:1");
      List<Boolean> fates = new CopyOnWriteArrayList<>();
      loop.run(
          () -> {
            link.send(new byte[70_000], 0, 70_000, true, fates::add);
            link.flush();
          });
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("2:70000");
      Awaitility.await().until(() -> fates.equals(List.of(true)));
      assertThat(loop.on(link::queuedBytes)).isZero();
      loop.run(() -> link.close(1000));
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("8:2");
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("end");
    }
  }

  @Test
  void refusesCertificateOfAnotherHost() throws Exception {
    X509Bundle other = forHost("other.example").buildIssuedBy(authority);
    assertThat(closureWith(other, "server.example", trusting).message())
        .contains("for another host");
  }

  @Test
  void refusesCertificateWithoutTheAddress() throws Exception {
    X509Bundle named = forHost("server.example").buildIssuedBy(authority);
    assertThat(closureWith(named, "127.0.0.1", trusting).message()).contains("for another host");
  }

  @Test
  void refusesExpiredCertificate() throws Exception {
    X509Bundle expired =
        forHost("server.example")
            .notAfter(Instant.now().minus(Duration.ofDays(1)))
            .buildIssuedBy(authority);
    assertThat(closureWith(expired, "server.example", trusting).message()).contains("has expired");
  }

  @Test
  void refusesCertificateOfTheFuture() throws Exception {
    X509Bundle early =
        forHost("server.example")
            .notBefore(Instant.now().plus(Duration.ofDays(1)))
            .buildIssuedBy(authority);
    assertThat(closureWith(early, "server.example", trusting).message())
        .contains("not valid yet")
        .contains("clock");
  }

  @Test
  void refusesSelfSignedCertificate() throws Exception {
    X509Bundle selfSigned =
        forHost("server.example").setIsCertificateAuthority(true).buildSelfSigned();
    assertThat(closureWith(selfSigned, "server.example", trusting).message())
        .contains("self-signed")
        .contains("SSLContext");
  }

  @Test
  void refusesUnknownAuthorityByDefault() throws Exception {
    X509Bundle good = forHost("server.example").buildIssuedBy(authority);
    assertThat(closureWith(good, "server.example", null).message()).contains("not trusted");
  }

  @Test
  void refusesToVerifyAnIllegalName() throws Exception {
    X509Bundle good = forHost("server.example").buildIssuedBy(authority);
    assertThat(closureWith(good, "my_host", trusting).message()).contains("another host");
  }

  @Test
  void acceptsCertificateForTheAddress() throws Exception {
    X509Bundle good =
        valid("CN=by address")
            .addSanIpAddress(InetAddress.getLoopbackAddress())
            .buildIssuedBy(authority);
    try (RawServer server =
            RawServer.playingOverTls(
                serving(good).getSocketFactory(),
                peer -> {
                  peer.switchToWebSocket();
                  peer.awaitEnd();
                });
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure("127.0.0.1", server.port(), trusting), listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "server.example, server.example",
    "single, single",
    "127.0.0.1, ''",
    "my_host, ''",
    "my_host.example, ''"
  })
  void sendsTheServersNameWhereThereIsOne(String host, String expected) throws Exception {
    BlockingQueue<List<SNIServerName>> names = new LinkedBlockingQueue<>();
    X509Bundle good =
        forHost("server.example")
            .addSanDnsName("single")
            .addSanIpAddress(InetAddress.getLoopbackAddress())
            .buildIssuedBy(authority);
    try (RawServer server =
            RawServer.playingOverTls(
                serving(good).getSocketFactory(),
                peer -> {
                  SSLSocket socket = (SSLSocket) peer.socket;
                  // The session of the handshake, for in TLS 1.3 it fails after the name has come.
                  socket.setHandshakeApplicationProtocolSelector(
                      (handshaking, protocols) -> {
                        ExtendedSSLSession session =
                            (ExtendedSSLSession) handshaking.getHandshakeSession();
                        names.add(session.getRequestedServerNames());
                        return "";
                      });
                  try {
                    peer.switchToWebSocket();
                    names.add(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames());
                  } catch (IOException e) {
                    // A refusal by TLS, or a client that was gone before it could be told.
                    names.add(List.of());
                  }
                });
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure(host, server.port(), trusting), listener);
      String sent =
          names.poll(10, TimeUnit.SECONDS).stream()
              .map(name -> new String(name.getEncoded(), java.nio.charset.StandardCharsets.UTF_8))
              .findFirst()
              .orElse("");
      assertThat(sent).isEqualTo(expected);
    }
  }

  @Test
  void saysThatThePortDoesNotSpeakTls() throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> peer.sendAndHold(Frames.utf8("HTTP/1.1 400 Bad Request\r\n\r\n")));
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.TLS);
      assertThat(closure.message()).contains("does not speak TLS");
    }
  }

  @Test
  void takesTheEndOfTlsForTheEndOfTheStreamThoughTcpStaysOpen() throws Exception {
    X509Bundle good = forHost("server.example").buildIssuedBy(authority);
    try (RawServer server =
            RawServer.playingOverTls(
                serving(good).getSocketFactory(),
                peer -> {
                  peer.switchToWebSocket();
                  peer.send(Frames.text("x"));
                  peer.socket.shutdownOutput();
                  peer.awaitTcpEnd();
                });
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      assertThat(listener.closure().kind()).isEqualTo(Kind.END_OF_STREAM);
      assertThat(listener.rest()).contains("opened", "text:x").endsWith("closed:END_OF_STREAM");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void reportsAConnectionThatEndsDuringTheHandshakeAsTls(boolean reset) throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.socket.getInputStream().read();
                  if (reset) {
                    peer.reset();
                  }
                });
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.TLS);
      assertThat(closure.message()).contains("during the TLS handshake");
    }
  }

  @Test
  void refusesOldVersionsOfTls() throws Exception {
    SSLContext old = SSLContext.getInstance("TLS");
    X509Bundle good = forHost("server.example").buildIssuedBy(authority);
    old.init(good.toKeyManagerFactory().getKeyManagers(), null, null);
    try (RawServer server =
            RawServer.playingOverTls(
                old.getSocketFactory(),
                peer -> {
                  ((SSLSocket) peer.socket).setEnabledProtocols(new String[] {"TLSv1.1"});
                  try {
                    peer.readRequest();
                  } catch (SSLException e) {
                    // No version in common: the server says so as well.
                  }
                });
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      assertThat(listener.closure().kind()).isEqualTo(Kind.TLS);
    }
  }

  @Test
  void reportsAServerThatWantsAClientCertificate() throws Exception {
    X509Bundle good = forHost("server.example").buildIssuedBy(authority);
    try (RawServer server =
            RawServer.playingOverTls(
                serving(good).getSocketFactory(),
                peer -> {
                  ((SSLSocket) peer.socket).setNeedClientAuth(true);
                  try {
                    peer.readRequest();
                  } catch (SSLException e) {
                    // Refusing the client is what is wanted; its words must arrive before the end.
                    peer.awaitTcpEnd();
                  }
                });
        OneLoop loop = loop()) {
      loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.TLS);
      assertThat(closure.message()).contains("client certificate");
    }
  }

  @Test
  void abortDuringTheHandshakeIsAtOnce() throws Exception {
    try (RawServer server = RawServer.playing(RawServer.Peer::awaitEnd);
        OneLoop loop = loop()) {
      Link link = loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      Awaitility.await().until(() -> server.connections() == 1);
      loop.run(link::abort);
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
    }
  }

  @Test
  void reportsResetWhileWritingWithoutListenerAsIo() throws Exception {
    X509Bundle good = forHost("server.example").buildIssuedBy(authority);
    java.util.concurrent.CountDownLatch reset = new java.util.concurrent.CountDownLatch(1);
    try (RawServer server =
            RawServer.playingOverTls(
                serving(good).getSocketFactory(),
                peer -> {
                  peer.switchToWebSocket();
                  peer.readFrame();
                  peer.reset();
                  reset.countDown();
                });
        OneLoop loop = loop()) {
      Link link = loop.open(OneLoop.secure("server.example", server.port(), trusting), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(() -> link.setReading(false));
      Awaitility.await()
          .until(
              () -> {
                loop.send(link, new byte[10], true);
                return listener.ended();
              });
      assertThat(listener.closure().kind()).isEqualTo(Kind.IO);
      assertThat(reset.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
