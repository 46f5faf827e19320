package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tenterhook.client.spi.HttpAnswer;
import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import io.tenterhook.client.spi.ProxyTunnel.Protocol;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT (RFC 9110, 9.3.6): the proxy is the script of a server, which then plays the server. */
@ExtendWith(NoLeaks.class)
class HttpProxyTest {

  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final LinkRequest SERVER = OneLoop.to("server.invalid", 3000);

  private final RecordingListener listener = new RecordingListener();

  private static OneLoop loopThatLooksNothingUp() {
    return new OneLoop(
        host -> {
          throw new AssertionError("looked up " + host);
        });
  }

  private LinkClosure closureAfter(@Nullable Credentials shown, RawServer.Script script)
      throws Exception {
    try (RawServer proxy = RawServer.playing(script);
        OneLoop loop = loopThatLooksNothingUp()) {
      loop.open(ThroughProxy.http(SERVER, proxy.port(), shown), listener);
      LinkClosure closure = listener.closure();
      assertThat(listener.rest()).containsExactly("closed:PROXY");
      assertThat(closure.message())
          .containsIgnoringCase("the proxy 127.0.0.1:" + proxy.port())
          .contains("server.invalid:3000")
          .doesNotContain("canary", "EIO");
      return closure;
    }
  }

  private LinkClosure answered(String answer) throws Exception {
    return closureAfter(
        null,
        peer -> {
          peer.readRequest();
          peer.send(answer);
          peer.awaitEnd();
        });
  }

  private LinkClosure responded(String status, String... headers) throws Exception {
    String lines = String.join("\r\n", headers);
    return answered("HTTP/1.1 " + status + "\r\n" + lines + "\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void asksForTheServerByNameAndOpensAWebSocketInTheTunnel() throws Exception {
    List<String> asked = new ArrayList<>();
    List<String> through = new ArrayList<>();
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  asked.addAll(peer.readRequest());
                  peer.send(ESTABLISHED);
                  through.addAll(peer.readRequest());
                  peer.send(peer.goodAnswer());
                  peer.send(Frames.text("hello"));
                  peer.awaitEnd();
                });
        OneLoop loop = loopThatLooksNothingUp()) {
      LinkRequest request =
          OneLoop.withHeaders(SERVER, List.of(Map.entry("Authorization", "Bearer secret")));
      Link link = loop.open(ThroughProxy.http(request, proxy.port(), null), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("text:hello");
      loop.run(link::abort);
    }

    assertThat(asked)
        .containsExactly("CONNECT server.invalid:3000 HTTP/1.1", "host: server.invalid:3000");
    assertThat(through.get(0)).isEqualTo("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1");
    assertThat(through).contains("Authorization: Bearer secret", "host: server.invalid:3000");
  }

  @Test
  void showsCredentialsToTheProxyAlone() throws Exception {
    List<String> asked = new ArrayList<>();
    List<String> through = new ArrayList<>();
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  asked.addAll(peer.readRequest());
                  peer.send(ESTABLISHED);
                  through.addAll(peer.readRequest());
                  peer.send(peer.goodAnswer());
                  peer.awaitEnd();
                });
        OneLoop loop = loopThatLooksNothingUp()) {
      Credentials shown = new Credentials("Aladdin", "open sesame");
      Link link = loop.open(ThroughProxy.http(SERVER, proxy.port(), shown), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(link::abort);
    }

    // The example of RFC 7617.
    assertThat(asked).contains("proxy-authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(through)
        .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-"));
  }

  @Test
  void asksForAnIpv6AddressInBrackets() throws Exception {
    List<String> asked = new ArrayList<>();
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  asked.addAll(peer.readRequest());
                  peer.respond("403 Forbidden", "", "Content-Length: 0");
                });
        OneLoop loop = loopThatLooksNothingUp()) {
      LinkRequest request = OneLoop.to("2001:db8::1", 443);
      loop.open(ThroughProxy.http(request, proxy.port(), null), listener);
      assertThat(listener.closure().code()).isEqualTo(403);
    }
    assertThat(asked).first().isEqualTo("CONNECT [2001:db8::1]:443 HTTP/1.1");
  }

  @Test
  void handsOnWhatComesWithTheAnswer() throws Exception {
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.send(ESTABLISHED + "SSH-2.0-OpenSSH\r\n");
                  peer.awaitEnd();
                });
        OneLoop loop = loopThatLooksNothingUp()) {
      loop.open(ThroughProxy.http(SERVER, proxy.port(), null), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
      assertThat(closure.message()).contains("from server.invalid:3000").contains("SSH-2.0");
    }
  }

  @Test
  void pollsOverOneTunnelWhileTheServerKeepsItOpen() throws Exception {
    List<String> lines = new ArrayList<>();
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  lines.add(peer.readRequest().get(0));
                  peer.send(ESTABLISHED);
                  for (int i = 0; i < 2; i++) {
                    lines.add(peer.readRequest().get(0));
                    peer.respond("200 OK", "n" + i, "Content-Length: 2");
                  }
                  peer.awaitEnd();
                });
        OneLoop loop = loopThatLooksNothingUp()) {
      HttpRequests requests =
          loop.on(() -> loop.loop.http(ThroughProxy.http(SERVER, proxy.port(), null)));
      assertThat(get(loop, requests).body()).asString().isEqualTo("n0");
      assertThat(get(loop, requests).body()).asString().isEqualTo("n1");
      loop.run(requests::close);
    }
    assertThat(lines)
        .containsExactly(
            "CONNECT server.invalid:3000 HTTP/1.1", "GET /p HTTP/1.1", "GET /p HTTP/1.1");
  }

  @Test
  void pollingHearsOfARefusalToo() throws Exception {
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.respond("502 Bad Gateway", "no such host", "Content-Length: 12");
                });
        OneLoop loop = loopThatLooksNothingUp()) {
      HttpRequests requests =
          loop.on(() -> loop.loop.http(ThroughProxy.http(SERVER, proxy.port(), null)));
      Fate fate = new Fate();
      loop.run(() -> requests.send(request("http"), fate));
      LinkClosure closure = fate.failure.get(10, TimeUnit.SECONDS);
      assertThat(closure.kind()).isEqualTo(Kind.PROXY);
      assertThat(closure.code()).isEqualTo(502);
      assertThat(closure.body()).isEqualTo("no such host");
      loop.run(requests::close);
    }
  }

  private static HttpRequest request(String scheme) {
    return new HttpRequest(
        URI.create(scheme + "://server.invalid/p"), List.of(), new byte[0], 1_000);
  }

  private static HttpAnswer get(OneLoop loop, HttpRequests requests) throws Exception {
    Fate fate = new Fate();
    loop.run(() -> requests.send(request("http"), fate));
    return fate.answer.get(10, TimeUnit.SECONDS);
  }

  private static final class Fate implements HttpRequests.HttpListener {
    final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    final CompletableFuture<LinkClosure> failure = new CompletableFuture<>();

    @Override
    public void answered(HttpAnswer whole) {
      answer.complete(whole);
    }

    @Override
    public void failed(LinkClosure why) {
      failure.complete(why);
      answer.completeExceptionally(new AssertionError("failed: " + why));
    }
  }

  // ---- TLS inside the tunnel

  /** Plays the proxy, then TLS with a certificate for that name, then a WebSocket server. */
  private static RawServer.Script secure(X509Bundle certificate) {
    return peer -> {
      peer.readRequest();
      peer.send(ESTABLISHED);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
      RawServer.Peer inside = new RawServer.Peer(peer.socket, context.getSocketFactory());
      try {
        List<String> request = inside.readRequest();
        if (request.get(0).contains("websocket")) {
          inside.send(inside.goodAnswer());
        } else {
          inside.respond("200 OK", "ok", "Content-Length: 2");
        }
        inside.awaitEnd();
      } catch (SSLException refused) {
        // That the client refuses is what one test wants.
      }
    };
  }

  private static SSLContext trusting(X509Bundle authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", authority.getCertificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static X509Bundle certificateOf(String name) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=" + name)
        .addSanDnsName(name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  @Test
  void speaksTlsWithTheServerInsideTheTunnelByBothTransports() throws Exception {
    X509Bundle certificate = certificateOf("server.invalid");
    SSLContext trusting = trusting(certificate);
    try (RawServer proxy = RawServer.playing(secure(certificate));
        OneLoop loop = loopThatLooksNothingUp()) {
      LinkRequest request =
          ThroughProxy.http(
              OneLoop.secure("server.invalid", 443, trusting)
                  .withUri(URI.create("wss://server.invalid/?transport=websocket")),
              proxy.port(),
              null);
      Link link = loop.open(request, listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(link::abort);

      HttpRequests requests =
          loop.on(() -> loop.loop.http(request.withUri(URI.create("https://server.invalid/"))));
      assertThat(get(loop, requests).body()).asString().isEqualTo("ok");
      loop.run(requests::close);
    }
  }

  @Test
  void verifiesTheServersNameAndNotTheProxys() throws Exception {
    X509Bundle certificate = certificateOf("127.0.0.1");
    SSLContext trusting = trusting(certificate);
    try (RawServer proxy = RawServer.playing(secure(certificate));
        OneLoop loop = loopThatLooksNothingUp()) {
      LinkRequest request = OneLoop.secure("server.invalid", 443, trusting);
      loop.open(ThroughProxy.http(request, proxy.port(), null), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.TLS);
      assertThat(closure.message()).contains("of server.invalid:443 is for another host");
    }
  }

  // ---- No tunnel

  @ParameterizedTest
  @CsvSource({
    "403 Filtered, answered CONNECT server.invalid:3000 with HTTP 403 Filtered",
    "502 Bad Gateway, answered CONNECT server.invalid:3000 with HTTP 502 Bad Gateway",
    "302 Found, answered CONNECT server.invalid:3000 with HTTP 302 Found",
    "204 No Content, answered CONNECT server.invalid:3000 with HTTP 204 No Content",
  })
  void showsAnotherStatus(String status, String message) throws Exception {
    LinkClosure closure = answered("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");

    assertThat(closure.code()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
    assertThat(closure.message()).endsWith(message);
  }

  @Test
  void showsTheStartOfTheBody() throws Exception {
    String page = "<h1>Access denied</h1>" + "x".repeat(5_000);
    LinkClosure closure =
        answered("HTTP/1.1 403 No\r\nContent-Length: " + page.length() + "\r\n\r\n" + page);

    assertThat(closure.body()).startsWith("<h1>Access denied</h1>").hasSize(1_024);
  }

  @Test
  void doesNotWaitForTheEndOfABody() throws Exception {
    assertThat(answered("HTTP/1.1 503 Busy\r\nContent-Length: 9\r\n\r\nlat").body())
        .isEqualTo("lat");
  }

  @Test
  void saysThatTheProxyWantsCredentials() throws Exception {
    LinkClosure closure =
        responded(
            "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"office\"");

    assertThat(closure.code()).isEqualTo(407);
    assertThat(closure.message())
        .endsWith(
            "wants credentials for the tunnel to server.invalid:3000: HTTP 407 Proxy"
                + " Authentication Required");
  }

  @ParameterizedTest
  @ValueSource(ints = {407, 401})
  void saysThatTheProxyDoesNotAcceptTheCredentials(int status) throws Exception {
    LinkClosure closure =
        closureAfter(
            ThroughProxy.CREDENTIALS,
            peer -> {
              peer.readRequest();
              peer.respond(status + " No", "", "Proxy-Authenticate: basic", "Content-Length: 0");
            });

    assertThat(closure.code()).isEqualTo(status);
    assertThat(closure.message()).contains("does not accept these credentials");
  }

  @Test
  void saysWhichOtherCredentialsTheProxyWants() throws Exception {
    LinkClosure closure =
        responded("407 No", "Proxy-Authenticate: Negotiate", "Proxy-Authenticate: NTLM");

    assertThat(closure.message()).contains("wants credentials by Negotiate, NTLM, not by Basic,");
  }

  @ParameterizedTest
  @CsvSource({
    "5353482d322e300d0a, came \"SSH-2.0..\"",
    "15030300020228, speaks TLS where plain HTTP was expected",
    "0500, is another protocol spoken on that port?",
  })
  void saysThatThereIsNoHttpProxy(String bytes, String message) throws Exception {
    String answer = new String(HexFormat.of().parseHex(bytes), StandardCharsets.ISO_8859_1);
    assertThat(answered(answer).message()).contains(message);
  }

  @Test
  void saysThatTheAnswerIsMalformed() throws Exception {
    assertThat(answered("HTTP/1.1 what\r\n\r\n").message()).contains("cannot be understood");
  }

  @Test
  void endsAnAnswerWithoutEnd() throws Exception {
    assertThat(answered("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)).message())
        .contains("cannot be understood");
  }

  @Test
  void saysThatTheProxyClosedTheConnection() throws Exception {
    assertThat(closureAfter(null, RawServer.Peer::readRequest).message())
        .endsWith("closed the connection and made no tunnel to server.invalid:3000");
    assertThat(listener.ended()).isTrue();
  }

  @Test
  void saysThatTheProxyResetTheConnection() throws Exception {
    LinkClosure closure =
        closureAfter(
            null,
            peer -> {
              peer.readRequest();
              peer.reset();
            });
    assertThat(closure.message()).contains("the connection");
  }

  @Test
  void saysThatTheProxyDidNotAnswerInTime() throws Exception {
    try (RawServer proxy = RawServer.playing(RawServer.Peer::awaitEnd);
        OneLoop loop = loopThatLooksNothingUp()) {
      loop.open(
          ThroughProxy.within(
              SERVER, Protocol.HTTP, "127.0.0.1", proxy.port(), null, TimeUnit.SECONDS.toNanos(2)),
          listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.PROXY);
      assertThat(closure.message())
          .startsWith("The proxy 127.0.0.1:" + proxy.port())
          .endsWith("made no tunnel to server.invalid:3000 within 2000 ms; awaited: its answer");
    }
  }

  @Test
  void saysThatTheLookUpOfTheProxyTookTooLong() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (OneLoop loop =
        new OneLoop(
            host -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            })) {
      loop.open(
          ThroughProxy.within(
              SERVER,
              Protocol.HTTP,
              "proxy.example",
              8080,
              null,
              TimeUnit.MILLISECONDS.toNanos(50)),
          listener);
      assertThat(listener.closure().message()).endsWith("awaited: the look-up of its name");
      release.countDown();
    }
  }

  @Test
  void looksUpTheProxysNameAlone() throws Exception {
    List<String> looked = new ArrayList<>();
    try (OneLoop loop =
        new OneLoop(
            host -> {
              looked.add(host);
              throw new UnknownHostException(host);
            })) {
      loop.open(ThroughProxy.by(SERVER, Protocol.HTTP, "proxy.example", 8080, null), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.PROXY);
      assertThat(closure.message())
          .isEqualTo(
              "The host name proxy.example, that of the proxy on the way to server.invalid:3000,"
                  + " has no address");
    }
    assertThat(looked).containsExactly("proxy.example");
  }

  @Test
  void saysThatNobodyListensAtTheProxysPort() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (OneLoop loop = loopThatLooksNothingUp()) {
      loop.open(ThroughProxy.http(SERVER, port, null), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.PROXY);
      assertThat(closure.message())
          .startsWith(
              "No TCP connection to the proxy 127.0.0.1:"
                  + port
                  + " on the way to server.invalid:3000: ")
          .contains("refused");
    }
  }

  @Test
  void abortWhileTheProxyIsAskedIsOurs() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  asked.countDown();
                  peer.awaitEnd();
                });
        OneLoop loop = loopThatLooksNothingUp()) {
      Link link = loop.open(ThroughProxy.http(SERVER, proxy.port(), null), listener);
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      loop.run(link::abort);
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      Awaitility.await().until(() -> listener.rest().equals(List.of("closed:LOCAL")));
    }
  }
}
