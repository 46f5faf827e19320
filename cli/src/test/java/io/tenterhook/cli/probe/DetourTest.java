package io.tenterhook.cli.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.cli.Certificates;
import io.tenterhook.cli.TlsRelay;
import io.tenterhook.cli.UnixRelay;
import io.tenterhook.cli.probe.Step.Kind;
import io.tenterhook.client.Endpoint;
import io.tenterhook.client.Proxy;
import io.tenterhook.client.Tls;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.TestProxy;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A diagnosis through a proxy and by a Unix socket: where it stops, and what it then says. */
@Timeout(60)
class DetourTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir Path folder;

  private final List<Step> steps = new ArrayList<>();
  private SocketIoServer server;
  private TestProxy proxy;
  private Duration limit = Duration.ofSeconds(20);

  @BeforeEach
  void start() {
    server = SocketIoServer.start();
    proxy = TestProxy.to(server);
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  private Verdict probe(String url, Way way) throws InterruptedException {
    SSLContext any = Tls.trustingEverythingInsecurely().sslContext();
    Target target =
        new Target(
            Endpoint.of(url),
            "",
            "",
            "/socket.io/",
            List.of(),
            List.of(),
            "/",
            Set.of("websocket", "polling"),
            false,
            any,
            any,
            true,
            new CookieManager(),
            limit,
            Duration.ZERO,
            way,
            name -> new Target.Joined(true, false, name + " is joined", ""),
            line -> {});
    return new Probe(target, steps::add).run();
  }

  private Verdict by(Proxy way) throws InterruptedException {
    Endpoint server = Endpoint.of("http://any.example");
    return probe("http://any.example", new Way(way.tunnelTo(server, limit.toNanos()), null));
  }

  private Proxy way(String protocol) {
    return protocol.equals("http")
        ? Proxy.http("127.0.0.1", proxy.port())
        : Proxy.socks5("127.0.0.1", proxy.port());
  }

  private Step step(Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind).findFirst().orElseThrow();
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  private void assertEndsAt(Kind kind, Finding finding, Verdict verdict, String... parts) {
    assertThat(last().kind()).isEqualTo(kind);
    assertThat(last().finding()).isEqualTo(finding);
    assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.UNREACHABLE);
    assertThat(verdict.mistake()).isEqualTo(finding.word());
    assertThat(verdict.says()).endsWith(".").hasSizeLessThan(200).contains(parts);
    assertThat(verdict.next()).isNotEmpty();
    assertThat(steps.toString() + verdict).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({"http, CONNECT any.example:80", "socks5, SOCKS5 any.example:80"})
  void allStepsGoThroughTheTunnel(String protocol, String asked) throws Exception {
    proxy.requireCredentials("robot", "canary");

    Verdict verdict = by(way(protocol).withCredentials("robot", "canary"));

    assertThat(verdict.mistake()).as(steps.toString()).isEqualTo("none");
    assertThat(steps)
        .extracting(Step::kind)
        .containsSubsequence(Kind.DNS, Kind.TCP, Kind.PROXY, Kind.TLS, Kind.POLLING);
    assertThat(step(Kind.DNS).says()).isEqualTo("the proxy: 127.0.0.1 is an address");
    assertThat(step(Kind.PROXY).says()).contains("a tunnel to any.example:80", "with credentials");
    assertThat(step(Kind.PROXY).detail("protocol")).isEqualTo(protocol);
    assertThat(proxy.asked()).hasSizeGreaterThan(10).containsOnly(asked);
    assertThat(steps.toString() + verdict).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void saysThatTheProxyWantsCredentials(String protocol) throws Exception {
    proxy.requireCredentials("robot", "canary");

    assertEndsAt(Kind.PROXY, Finding.PROXY_AUTH_WANTED, by(way(protocol)), " wants credentials");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void saysThatTheProxyWantsOtherCredentials(String protocol) throws Exception {
    proxy.requireCredentials("robot", "secret");

    Verdict verdict = by(way(protocol).withCredentials("robot", "canary"));

    assertEndsAt(Kind.PROXY, Finding.PROXY_AUTH_WANTED, verdict, " wants other credentials");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 403 Filtered, PROXY_REFUSED, makes no tunnel to any.example:80",
    "HTTP/1.1 502 Bad Gateway, UNREACHABLE_BY_PROXY, does not reach any.example:80",
    "HTTP/1.1 504 Late, UNREACHABLE_BY_PROXY, HTTP 504",
    "SSH-2.0-OpenSSH_9.2, PROXY_NOT_SPOKEN, does not act as a proxy",
    "'', PROXY_NOT_SPOKEN, nothing came within 1 s",
  })
  void namesWhatTheProxyAnswers(String answer, Finding finding, String part) throws Exception {
    limit = answer.isEmpty() ? SHORT : limit;
    proxy.answerWith(answer.isEmpty() ? "" : answer + "\r\n\r\n");

    assertEndsAt(Kind.PROXY, finding, by(way("http")), part);
  }

  @ParameterizedTest
  @CsvSource({
    "2, PROXY_REFUSED, not allowed by its rules",
    "5, UNREACHABLE_BY_PROXY, the connection was refused",
    "8, PROXY_REFUSED, it cannot do that"
  })
  void namesWhatAProxyOfSocksReplies(int reply, Finding finding, String part) throws Exception {
    try (ServerSocket socks = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      start(socks, "\5\0\5" + (char) reply + "\0\1\0\0\0\0\0\0");

      Verdict verdict = by(Proxy.socks5("127.0.0.1", socks.getLocalPort()));

      assertEndsAt(Kind.PROXY, finding, verdict, part);
    }
  }

  /** Answers each connection so, whatever is asked. */
  private static void start(ServerSocket listening, String answer) {
    Thread thread =
        new Thread(
            () -> {
              while (!listening.isClosed()) {
                try (Socket peer = listening.accept()) {
                  peer.getOutputStream().write(answer.getBytes(ISO_8859_1));
                  peer.getInputStream().readNBytes(1_000);
                } catch (IOException gone) {
                  // The next one, or the end.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void saysThatTheProxyCannotBeReached() throws Exception {
    Proxy way = way("http");
    proxy.close();

    assertEndsAt(Kind.TCP, Finding.PROXY_UNREACHABLE, by(way), "cannot be reached", "refused");
    steps.clear();
    assertEndsAt(
        Kind.DNS,
        Finding.PROXY_UNREACHABLE,
        by(Proxy.http("proxy.invalid", 3128)),
        "The proxy proxy.invalid:3128",
        "no address is known");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void allStepsGoByTheUnixSocket() throws Exception {
    Path file = folder.resolve("s");
    try (UnixRelay relay = new UnixRelay(file, server.port())) {
      Verdict verdict = probe("http://any.example", new Way(null, file));

      assertThat(relay).isNotNull();
      assertThat(verdict.mistake()).as(steps.toString()).isEqualTo("none");
      assertThat(step(Kind.DNS).status()).isEqualTo(Step.Status.SKIPPED);
      assertThat(step(Kind.TCP).says()).isEqualTo("the Unix socket " + file + " answers");
      assertThat(step(Kind.RTT).says()).contains("of 20 WebSocket pings");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void speaksTlsByTheUnixSocket() throws Exception {
    Path file = folder.resolve("s");
    try (TlsRelay tls = new TlsRelay(new Certificates().local(), server.port(), false);
        UnixRelay relay = new UnixRelay(file, tls.port())) {
      Verdict verdict = probe("https://any.example", new Way(null, file));

      assertThat(relay).isNotNull();
      assertThat(verdict.mistake()).as(steps.toString()).isEqualTo("certificate-unchecked");
      assertThat(step(Kind.TLS).says()).startsWith("TLSv1.3");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void saysThatNobodyListensAtTheUnixSocket() throws Exception {
    Path missing = folder.resolve("missing");
    Path left = folder.resolve("left");
    new UnixRelay(left, 1).close();

    assertEndsAt(
        Kind.TCP,
        Finding.UNIX_SOCKET_CLOSED,
        probe("http://any.example", new Way(null, missing)),
        "Nobody listens at the Unix socket " + missing,
        "no such file");
    steps.clear();
    assertEndsAt(
        Kind.TCP,
        Finding.UNIX_SOCKET_CLOSED,
        probe("http://any.example", new Way(null, left)),
        "refused");
  }
}
