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
import io.tenterhook.client.spi.Route;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Unix domain socket in place of TCP; everything above it stays as it is. */
@ExtendWith(NoLeaks.class)
@DisabledOnOs(OS.WINDOWS)
class UnixSocketTest {

  @TempDir private Path folder;
  private final RecordingListener listener = new RecordingListener();

  private static OneLoop withoutDns() {
    return new OneLoop(
        host -> {
          throw new AssertionError("looked up " + host);
        });
  }

  private static LinkRequest by(Path file, LinkRequest request) {
    return request.withRoute(new Route(null, file, null));
  }

  @Test
  void carriesAWebSocketWithTheHostOfTheUrlAndNoLookup() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    Path file = folder.resolve("server.sock");
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  host.set(peer.header("Host").get(0));
                  Frames.Received large = peer.readFrame();
                  peer.send(Frames.text("got " + large.payload().length));
                  assertThat(peer.readFrame().closeCode()).isEqualTo(1000);
                  peer.sendAndHold(Frames.close(1000, ""));
                });
        UnixDoor door = new UnixDoor(file, server.port());
        OneLoop loop = withoutDns()) {
      Link link = loop.open(by(file, OneLoop.to("app.example", 80)), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.send(link, new byte[500_000], true);
      assertThat(listener.next()).isEqualTo("text:got 500000");
      loop.run(() -> link.close(1000));
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(host).hasValue("app.example");
      assertThat(door.visitors()).isEqualTo(1);
    }
  }

  @Test
  void reportsTheEndOfTheStream() throws Exception {
    Path file = folder.resolve("server.sock");
    try (RawServer server = RawServer.webSocket(peer -> peer.send(Frames.text("bye")));
        UnixDoor door = new UnixDoor(file, server.port());
        OneLoop loop = withoutDns()) {
      loop.open(by(file, OneLoop.to("app.example", 80)), listener);
      assertThat(listener.closure().kind()).isEqualTo(Kind.END_OF_STREAM);
      assertThat(listener.rest()).contains("text:bye");
      assertThat(door.visitors()).isEqualTo(1);
    }
  }

  @Test
  void carriesRequestsOfPolling() throws Exception {
    Path file = folder.resolve("server.sock");
    URI uri = URI.create("http://app.example/x");
    LinkRequest request =
        new LinkRequest(
            uri, "app.example", 80, List.of(), null, 1_000, null, new Route(null, file, null));
    CompletableFuture<HttpAnswer> fate = new CompletableFuture<>();
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  String host = peer.header("Host").get(0);
                  peer.respond("200 OK", host, "Content-Length: " + host.length());
                });
        UnixDoor door = new UnixDoor(file, server.port());
        OneLoop loop = withoutDns()) {
      HttpRequests requests = loop.on(() -> loop.loop.http(request));
      loop.run(
          () ->
              requests.send(
                  new HttpRequest(uri, List.of(), new byte[0], 1_000),
                  new HttpRequests.HttpListener() {
                    @Override
                    public void answered(HttpAnswer answer) {
                      fate.complete(answer);
                    }

                    @Override
                    public void failed(LinkClosure why) {
                      fate.completeExceptionally(new AssertionError(why));
                    }
                  }));
      byte[] body = fate.get(10, TimeUnit.SECONDS).body();
      assertThat(new String(body, StandardCharsets.US_ASCII)).isEqualTo("app.example");
      assertThat(door.visitors()).isEqualTo(1);
      loop.run(requests::close);
    }
  }

  @Test
  void verifiesTheCertificateAgainstTheHostOfTheUrl() throws Exception {
    X509Bundle certificate =
        new CertificateBuilder()
            .subject("CN=app.example")
            .ecp256()
            .setIsCertificateAuthority(true)
            .addSanDnsName("app.example")
            .buildSelfSigned();
    SSLContext both = SSLContext.getInstance("TLS");
    both.init(
        certificate.toKeyManagerFactory().getKeyManagers(),
        certificate.toTrustManagerFactory().getTrustManagers(),
        null);
    Path file = folder.resolve("server.sock");
    RecordingListener other = new RecordingListener();
    try (RawServer server =
            RawServer.playingOverTls(
                both.getSocketFactory(),
                peer -> {
                  try {
                    if (peer.switchToWebSocket()) {
                      peer.awaitEnd();
                    }
                  } catch (java.io.IOException e) {
                    // The client that wants another host refuses.
                  }
                });
        UnixDoor door = new UnixDoor(file, server.port());
        OneLoop loop = withoutDns()) {
      Link link = loop.open(by(file, OneLoop.secure("app.example", 443, both)), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(link::abort);
      loop.open(by(file, OneLoop.secure("other.example", 443, both)), other);
      LinkClosure closure = other.closure();
      assertThat(closure.kind()).isEqualTo(Kind.TLS);
      assertThat(closure.message()).contains("for another host");
      assertThat(door.visitors()).isEqualTo(2);
    }
  }

  private void assertRefused(Path file, String... words) throws Exception {
    try (OneLoop loop = withoutDns()) {
      loop.open(by(file, OneLoop.to("app.example", 80)), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.CONNECT);
      assertThat(closure.message())
          .contains("app.example:80", file.toString())
          .containsAnyOf(words)
          .doesNotContain("EIO");
    }
  }

  @Test
  void reportsAMissingFileAsConnect() throws Exception {
    assertRefused(folder.resolve("missing.sock"), "No such file");
  }

  @Test
  void reportsAFileThatIsNoSocketAsConnect() throws Exception {
    assertRefused(Files.createFile(folder.resolve("plain.txt")), "refused");
  }

  @Test
  void reportsASocketWhereNobodyListensAsConnect() throws Exception {
    Path file = folder.resolve("left.sock");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(file));
    }
    assertThat(file).exists();
    assertRefused(file, "refused");
  }

  @Test
  void reportsAPathThatIsTooLongAsConnect() throws Exception {
    assertRefused(folder.resolve("x".repeat(200)), "too long");
  }

  @Test
  void reportsASocketThatIsForbiddenAsConnect() throws Exception {
    Path file = folder.resolve("mine.sock");
    try (UnixDoor door = new UnixDoor(file, 1)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
      Assumptions.assumeFalse(Files.isWritable(file), "this user may do everything");
      assertRefused(file, "ermission denied");
      assertThat(door.visitors()).isZero();
    }
  }
}
