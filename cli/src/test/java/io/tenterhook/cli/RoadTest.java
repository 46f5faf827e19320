package io.tenterhook.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.TestProxy;
import io.tenterhook.testing.Verdict;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The flags that say how a connection travels, in the real process. */
class RoadTest {
  private static Certificates certificates;

  @TempDir private Path folder;
  private SocketIoServer server;
  private String url;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new Certificates();
  }

  @BeforeEach
  void startServer() {
    server = SocketIoServer.builder().transports("websocket").start();
    server.namespace("/").otherwise(event -> event.ack());
    url = ":" + server.port();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void tellsTheRoadWhenAskedTo() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("call", url, "x", "-v")) {
      assertThat(tenter.exitCode()).as(tenter.toString()).isEqualTo(0);
      assertThat(tenter.err())
          .contains("* road: websocket, then polling, no TLS, no proxy")
          .contains("* endpoint localhost:" + server.port())
          .contains("* by websocket")
          .contains("* handshake: a ping every 25s");
    }
  }

  @Test
  void takesTheTransportsThatAreNamedAlone() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("call", url, "x", "-v", "-t", "polling")) {
      assertThat(tenter.exitCode()).isEqualTo(3);
      assertThat(tenter.err()).contains("* road: polling, no TLS", "answered the polling GET");
    }
    Map<String, String> environment = Map.of("TENTER_TRANSPORT", "polling,websocket");
    try (TenterProcess tenter = TenterProcess.start(environment, "call", url, "x", "-v")) {
      assertThat(tenter.exitCode()).isEqualTo(0);
      assertThat(tenter.err()).contains("* road: polling, then websocket", "* by websocket");
    }
  }

  @Test
  void exits2WhenATransportIsUnknownOrComesTwice() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("call", url, "x", "-t", "pigeon")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("pigeon", "next: ");
    }
    try (TenterProcess tenter = TenterProcess.start("call", url, "x", "-t", "polling,polling")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("POLLING, POLLING");
    }
  }

  @Test
  void speaksAnotherWireFormat() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start(
            Map.of("TENTER_PARSER", "msgpack"),
            "call",
            url,
            "x",
            "-vv",
            "--connect-timeout",
            "20s")) {
      // This server has JSON alone; one that has MessagePack is tried in interop-tests.
      assertThat(tenter.exitCode()).isEqualTo(3);
      assertThat(tenter.err()).contains("in MessagePack").containsPattern("> .*(binary|bytes)");
    }
  }

  @Test
  void trustsTheAuthorityOfAFileAndShowsItsOwnCertificate() throws Exception {
    String authority = certificates.authorityIn(folder);
    try (TlsRelay relay = new TlsRelay(certificates.local(), server.port(), true);
        TenterProcess with =
            TenterProcess.start(
                Map.of("TENTER_CACERT", authority),
                "call",
                relay.url(),
                "x",
                "-v",
                "--cert",
                certificates.clientIn(folder));
        TenterProcess without =
            TenterProcess.start("call", relay.url(), "x", "--cacert", authority)) {
      assertThat(with.exitCode()).as(with.toString()).isEqualTo(0);
      assertThat(with.err()).contains("TLS trusting " + authority + ", identified by ");
      assertThat(without.exitCode()).isEqualTo(3);
      assertThat(without.err()).contains("client certificate");
    }
  }

  @Test
  void trustsAnyCertificateButSaysSo() throws Exception {
    try (TlsRelay relay = new TlsRelay(certificates.ofAnotherHost(), server.port(), false);
        TenterProcess trusting =
            TenterProcess.start(Map.of("TENTER_INSECURE", "1"), "call", relay.url(), "x");
        TenterProcess careful = TenterProcess.start("call", relay.url(), "x")) {
      assertThat(trusting.exitCode()).as(trusting.toString()).isEqualTo(0);
      assertThat(trusting.err()).contains("warning: --insecure", "not checked");
      assertThat(careful.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void goesThroughAProxyAndHidesItsPassword() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (Standin way =
            Standin.playing(
                peer -> {
                  asked.add(peer.request());
                  peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
                  peer.relayTo(server.port());
                });
        TenterProcess tenter =
            TenterProcess.start(
                Map.of("TENTER_PROXY", "http://robot:canary@" + way.url()),
                "call",
                "server.invalid:7",
                "x",
                "-v")) {
      assertThat(tenter.exitCode()).as(tenter.toString()).isEqualTo(0);
      assertThat(asked.take())
          .startsWith("CONNECT server.invalid:7 ")
          .containsIgnoringCase("Proxy-Authorization: Basic ");
      assertThat(tenter.err())
          .contains("no TLS, by the proxy http://***@" + way.url())
          .doesNotContain("canary");
    }
  }

  @Test
  void connectsToAUnixSocket() throws Exception {
    Path file = folder.resolve("socket");
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(file));
      Thread knocked =
          new Thread(
              () -> {
                try (SocketChannel peer = door.accept()) {
                  peer.read(ByteBuffer.allocate(16));
                  peer.write(
                      ByteBuffer.wrap(
                          "HTTP/1.1 418 teapot\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII)));
                } catch (IOException gone) {
                  // The process then says what it has met.
                }
              });
      knocked.start();
      try (TenterProcess tenter =
          TenterProcess.start(
              "call", url, "x", "-v", "-t", "websocket", "--unix", file.toString())) {
        assertThat(tenter.exitCode()).isEqualTo(3);
        assertThat(tenter.err()).contains("by the Unix socket " + file, "418");
      }
      knocked.join();
    }
  }

  @Test
  void probeGoesThroughTheProxyAndNeverShowsItsPassword() throws Exception {
    try (TestProxy proxy = TestProxy.to(server)) {
      proxy.requireCredentials("robot", "canary");
      Map<String, String> environment =
          Map.of("TENTER_PROXY", "http://robot:canary@127.0.0.1:" + proxy.port());
      try (TenterProcess tenter =
          TenterProcess.start(
              environment, "probe", "http://any.example", "-t", "websocket", "-vv")) {
        assertThat(tenter.exitCode()).as(tenter.toString()).isEqualTo(0);
        assertThat(tenter.out())
            .anyMatch(line -> line.matches("proxy .* a tunnel to any.example:80 by CONNECT.*"))
            .anyMatch(line -> line.matches("namespace .* / is joined"))
            .endsWith("All is well with http://any.example:80.");
        assertThat(tenter.toString()).doesNotContain("canary");
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void probeGoesByTheUnixSocket() throws Exception {
    Path file = folder.resolve("s");
    try (UnixRelay relay = new UnixRelay(file, server.port());
        TenterProcess tenter =
            TenterProcess.start("probe", "http://any.example", "--unix", file.toString())) {
      assertThat(relay).isNotNull();
      assertThat(tenter.exitCode()).as(tenter.toString()).isEqualTo(0);
      assertThat(tenter.out()).anyMatch(line -> line.contains("the Unix socket " + file));
    }
  }

  @Test
  void probeRefusesAProxyBeforeAUnixSocket() throws Exception {
    try (TenterProcess tenter =
        TenterProcess.start("probe", url, "--proxy", "http://h:1", "--unix", "s")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("no proxy leads to it", "next: ");
    }
  }

  @Test
  void exits2WhenFilesOfTlsCannotBeUsed() throws Exception {
    try (TenterProcess missing = TenterProcess.start("call", url, "x", "--cacert", "none.pem");
        TenterProcess alone = TenterProcess.start("call", url, "x", "--key", "none.pem")) {
      assertThat(missing.exitCode()).isEqualTo(2);
      assertThat(missing.err()).contains("none.pem does not exist");
      assertThat(alone.exitCode()).isEqualTo(2);
      assertThat(alone.err()).contains("without --cert");
    }
  }

  @Test
  void keepsCookiesAcrossRunsInAFileOfItsOwnersAlone() throws Exception {
    Path jar = folder.resolve("jar");
    List<String> seen = new CopyOnWriteArrayList<>();
    server
        .namespace("/")
        .authorize(
            request -> {
              seen.add(String.valueOf(request.connection().request().header("Cookie")));
              return Verdict.accept();
            });
    server.nextConnection(
        Fault.http(503, Map.of("Set-Cookie", "route=\"a 1\"; Path=/; Max-Age=60; HttpOnly"), ""));
    try (TenterProcess first =
        TenterProcess.start("call", url, "x", "-t", "websocket", "--cookie-jar", jar.toString())) {
      assertThat(first.exitCode()).isEqualTo(3);
    }
    assertThat(Files.readString(jar))
        .containsPattern("#HttpOnly_localhost\tFALSE\t/\tFALSE\t\\d{10}\troute\t\"a 1\"\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(jar)))
        .isEqualTo("rw-------");
    try (TenterProcess second =
        TenterProcess.start(Map.of("TENTER_COOKIE_JAR", jar.toString()), "call", url, "x")) {
      assertThat(second.exitCode()).as(second.toString()).isEqualTo(0);
      assertThat(seen).containsExactly("route=\"a 1\"");
    }
  }

  @Test
  void exits2WhenTheCookieJarIsNone() throws Exception {
    Path jar = Files.writeString(folder.resolve("jar"), "# a comment\nsecret canary\n");
    try (TenterProcess tenter =
        TenterProcess.start("call", url, "x", "--cookie-jar", jar.toString())) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("line 2 of the cookie jar").doesNotContain("canary");
    }
  }
}
