package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class OpeningTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final RecordingListener listener = new RecordingListener();

  @Test
  void opensOverHostNameThatResolvesToLoopback() throws Exception {
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop(host -> new InetAddress[] {LOOPBACK})) {
      loop.open(OneLoop.to("socketio.example", server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @Test
  void opensToHostNameWithUnderscore() throws Exception {
    AtomicReference<String> asked = new AtomicReference<>();
    AtomicReference<String> hostHeader = new AtomicReference<>();
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  hostHeader.set(peer.header("Host").get(0));
                  peer.awaitEnd();
                });
        OneLoop loop =
            new OneLoop(
                host -> {
                  asked.set(host);
                  return new InetAddress[] {LOOPBACK};
                })) {
      loop.open(OneLoop.to("my_host", server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(asked).hasValue("my_host");
      Awaitility.await().until(() -> hostHeader.get() != null);
      assertThat(hostHeader).hasValue("my_host:" + server.port());
    }
  }

  @Test
  void opensToAddressWithoutLookup() throws Exception {
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop =
            new OneLoop(
                host -> {
                  throw new AssertionError("looked up " + host);
                })) {
      loop.open(OneLoop.to("127.0.0.1", server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @Test
  void opensToIpv6Literal() throws Exception {
    byte[] one = new byte[16];
    one[15] = 1;
    InetAddress address = InetAddress.getByAddress(one);
    Assumptions.assumeTrue(
        NetworkInterface.getByInetAddress(address) != null, "no IPv6 loopback on this machine");
    try (RawServer server = RawServer.webSocketAt(address, RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to("::1", server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @Test
  void reportsUnknownHostAsDns() throws Exception {
    try (OneLoop loop =
        new OneLoop(
            host -> {
              throw new UnknownHostException(host);
            })) {
      loop.open(OneLoop.to("nowhere.example", 80), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.DNS);
      assertThat(closure.message()).contains("nowhere.example").doesNotContain("EIO");
      assertThat(closure.cause()).isInstanceOf(UnknownHostException.class);
    }
  }

  @Test
  void reportsLookupWithoutAddressesAsDns() throws Exception {
    try (OneLoop loop = new OneLoop(host -> new InetAddress[0])) {
      loop.open(OneLoop.to("empty.example", 80), listener);
      assertThat(listener.closure().kind()).isEqualTo(Kind.DNS);
    }
  }

  @Test
  void reportsDefectOfResolverAsDns() throws Exception {
    try (OneLoop loop =
        new OneLoop(
            host -> {
              throw new IllegalStateException("broken resolver");
            })) {
      loop.open(OneLoop.to("some.example", 80), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.DNS);
      assertThat(closure.cause()).hasMessage("broken resolver");
    }
  }

  @Test
  void slowLookupDoesNotDelayTheLoop() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop(host -> blockedUntil(release))) {
      loop.open(OneLoop.to("slow.example", server.port()), listener);
      RecordingListener second = new RecordingListener();
      loop.open(OneLoop.to("127.0.0.1", server.port()), second);
      assertThat(second.next()).isEqualTo("opened");
      assertThat(listener.rest()).isEmpty();
      release.countDown();
    }
  }

  @Test
  void slowLookupDoesNotDelayLookupsOfOtherHosts() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop =
            new OneLoop(
                host ->
                    host.startsWith("slow")
                        ? blockedUntil(release)
                        : new InetAddress[] {LOOPBACK})) {
      loop.open(OneLoop.to("slow.example", server.port()), listener);
      RecordingListener second = new RecordingListener();
      loop.open(OneLoop.to("quick.example", server.port()), second);
      assertThat(second.next()).isEqualTo("opened");
      release.countDown();
    }
  }

  private static InetAddress[] blockedUntil(CountDownLatch release) throws UnknownHostException {
    try {
      assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new UnknownHostException("interrupted");
    }
    return new InetAddress[] {LOOPBACK};
  }

  @Test
  void abortDuringLookupConnectsNothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop(host -> blockedUntil(release))) {
      Link link = loop.open(OneLoop.to("slow.example", server.port()), listener);
      loop.run(link::abort);
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      release.countDown();
      // A second link on the same thread of lookups: when it is open, the first had its chance.
      RecordingListener second = new RecordingListener();
      loop.open(OneLoop.to("slow.example", server.port()), second);
      assertThat(second.next()).isEqualTo("opened");
      assertThat(server.connections()).isEqualTo(1);
      assertThat(listener.rest()).containsExactly("closed:LOCAL");
    }
  }

  @Test
  void abortInTheTurnOfOpenOpensNothing() throws Exception {
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      loop.run(() -> loop.loop.open(OneLoop.to(server.port()), listener).abort());
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(listener.rest()).containsExactly("closed:LOCAL");
    }
  }

  @Test
  void closeWhileOpeningIsAnAbort() throws Exception {
    try (RawServer server = RawServer.playing(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      loop.run(() -> link.close(1000));
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
    }
  }

  @Test
  void abortEndsAServerThatAcceptsAndSaysNothing() throws Exception {
    CountDownLatch clientGone = new CountDownLatch(1);
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.awaitEnd();
                  clientGone.countDown();
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      Awaitility.await().until(() -> server.connections() == 1);
      loop.run(link::abort);
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(clientGone.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void reportsRefusedPortAsConnect() throws Exception {
    try (OneLoop loop = new OneLoop()) {
      int port = freePort();
      loop.open(OneLoop.to(port), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.CONNECT);
      assertThat(closure.message())
          .contains("127.0.0.1:" + port)
          .contains("refused")
          .doesNotContain("EIO");
    }
  }

  @Test
  void triesEachAddressInTurn() throws Exception {
    InetAddress nobody = InetAddress.getByName("127.0.0.2");
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop(host -> new InetAddress[] {nobody, nobody, LOOPBACK})) {
      loop.open(OneLoop.to("many.example", server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @Test
  void fallsBackToIpv4WhereIpv6LeadsNowhere() throws Exception {
    byte[] ipv6 = new byte[16];
    ipv6[15] = 1;
    InetAddress nobody = InetAddress.getByAddress(ipv6);
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop(host -> new InetAddress[] {nobody, LOOPBACK})) {
      loop.open(OneLoop.to("both.example", server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @Test
  void saysHowManyAddressesWereTried() throws Exception {
    InetAddress nobody = InetAddress.getByName("127.0.0.2");
    try (OneLoop loop = new OneLoop(host -> new InetAddress[] {nobody, nobody})) {
      loop.open(OneLoop.to("many.example", freePort()), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.CONNECT);
      assertThat(closure.message()).contains("2 addresses");
    }
  }

  @Test
  void tellsNothingInsideOpen() throws Exception {
    RecordingListener unknownZone = new RecordingListener();
    try (OneLoop loop = new OneLoop()) {
      int port = freePort();
      loop.run(
          () -> {
            loop.loop.open(OneLoop.to(port), listener);
            loop.loop.open(OneLoop.to("fe80::1%nosuch0", port), unknownZone);
            assertThat(listener.rest()).isEmpty();
            assertThat(unknownZone.rest()).isEmpty();
          });
      assertThat(listener.closure().kind()).isEqualTo(Kind.CONNECT);
      assertThat(unknownZone.closure().kind()).isEqualTo(Kind.DNS);
    }
  }

  @Test
  void methodsAreHarmlessBeforeAndAfter() throws Exception {
    try (OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(freePort()), listener);
      loop.run(() -> useEverything(link));
      listener.closure();
      loop.run(() -> useEverything(link));
    }
  }

  private static void useEverything(Link link) {
    link.send(new byte[] {'2'}, 0, 1, false, null);
    link.flush();
    link.controlPing();
    link.setReading(false);
    link.setReading(true);
    assertThat(link.queuedBytes()).isZero();
    link.close(1000);
    link.abort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
