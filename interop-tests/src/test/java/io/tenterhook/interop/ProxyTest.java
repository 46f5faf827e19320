package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenterhook.client.Proxy;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.Tls;
import io.tenterhook.client.Transport;
import io.tenterhook.client.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Complaint 27: socket.io 4.8.4 through proxies that others have written. */
@RequiresNode
@ParameterizedClass
@EnumSource
final class ProxyTest {
  /** The Debian packages of the same names; {@code .ci/run} installs them. */
  enum Kind {
    TINYPROXY,
    MICROSOCKS;

    String program() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The server's. Where localhost has an IPv6 address too, microsocks would try that alone. */
    String host() {
      return this == TINYPROXY ? "localhost" : "127.0.0.1";
    }

    RealProxy start(Path folder, boolean guarded) {
      return this == TINYPROXY
          ? RealProxy.tinyproxy(folder, guarded)
          : RealProxy.microsocks(folder, guarded);
    }

    Proxy at(int port) {
      return this == TINYPROXY ? Proxy.http("127.0.0.1", port) : Proxy.socks5("127.0.0.1", port);
    }
  }

  private static final String LINE = "!".repeat(80);

  private final Kind kind;
  @TempDir private Path folder;

  ProxyTest(Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void isInstalled() {
    boolean here = RealProxy.isInstalled(kind.program());
    if (!here) {
      System.err.printf(
          "%n%s%n!! SKIPPED: a test through %s, which is not on the PATH.%n%s%n%n",
          LINE, kind.program(), LINE);
    }
    assumeTrue(here, kind.program() + " is not on the PATH");
  }

  private SocketIoClientBuilder client(NodePeer server, Transport... order) {
    return SocketIoClient.builder("http://" + kind.host() + ":" + server.port())
        .transports(order)
        .reconnect(ReconnectPolicy.never());
  }

  @ParameterizedTest
  @CsvSource({
    "WEBSOCKET, , false",
    "POLLING, , false",
    "POLLING, WEBSOCKET, false",
    "WEBSOCKET, , true",
    "POLLING, , true",
    "POLLING, WEBSOCKET, true",
  })
  void carriesEventsAndBytesByEveryTransport(Transport first, Transport upgrade, boolean guarded) {
    Transport[] order =
        upgrade == null ? new Transport[] {first} : new Transport[] {first, upgrade};
    try (NodePeer server = NodePeer.socketIo();
        RealProxy real = kind.start(folder, guarded)) {
      Proxy proxy = kind.at(real.port());
      if (guarded) {
        proxy = proxy.withCredentials(RealProxy.USER, RealProxy.PASSWORD);
      }
      try (SocketIoClient client = client(server, order).proxy(proxy).build()) {
        connected(client.socket());
        until(() -> client.transport().equals(Optional.of(order[order.length - 1])));
        byte[] large = new byte[300_000];
        large[299_999] = 7;

        assertThat(within(client.socket().call("echo-ack", "grüß", large).args()).asBytes(1))
            .isEqualTo(large);
        assertThat(server.upToDate().count("connection")).isEqualTo(1);
      }
      until(() -> real.output().contains(kind.host() + ":"));
      assertThat(real.output()).doesNotContain("EIO");
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriesTlsBetweenClientAndServer(Transport transport) throws Exception {
    Certificates certificates = Certificates.make();
    Path authority =
        Files.writeString(folder.resolve("authority.pem"), certificates.authorityPem());
    try (NodePeer server = NodePeer.socketIo("{}", certificates);
        RealProxy real = kind.start(folder, false);
        SocketIoClient client =
            SocketIoClient.builder(server.url())
                .transports(transport)
                .reconnect(ReconnectPolicy.never())
                .tls(Tls.trusting(authority))
                .proxy(kind.at(real.port()))
                .build()) {
      connected(client.socket());

      assertThat(within(client.socket().call("echo-ack", "grüß").args()).asString(0))
          .isEqualTo("grüß");
      until(() -> real.output().contains("127.0.0.1:"));
      assertThat(real.output()).doesNotContain("EIO");
    }
  }

  @ParameterizedTest
  @CsvSource({"false, wants credentials", "true, does not accept these credentials"})
  void saysThatTheProxyWantsOtherCredentials(boolean some, String message) {
    try (NodePeer server = NodePeer.socketIo();
        RealProxy real = kind.start(folder, true)) {
      Proxy proxy = kind.at(real.port());
      if (some) {
        proxy = proxy.withCredentials("robot", "canary");
      }
      try (SocketIoClient client =
          client(server, Transport.WEBSOCKET, Transport.POLLING).proxy(proxy).build()) {
        TransportException refusal = failureOf(client.socket().connect(), TransportException.class);

        assertThat(refusal.step()).isEqualTo(TransportException.Step.PROXY);
        // tinyproxy answers wrong ones by 401.
        assertThat(refusal.code()).isEqualTo(some && kind == Kind.TINYPROXY ? 401 : 407);
        assertThat(refusal).hasMessageContaining(message).hasMessageNotContaining("canary");
        assertThat(server.upToDate().count("request")).isZero();
      }
    }
  }

  @Test
  void saysThatTheProxyDoesNotReachTheServer() {
    try (RealProxy real = kind.start(folder, false);
        SocketIoClient client =
            SocketIoClient.builder("http://no-such-host.invalid")
                .reconnect(ReconnectPolicy.never())
                .proxy(kind.at(real.port()))
                .build()) {
      TransportException refusal = failureOf(client.socket().connect(), TransportException.class);

      assertThat(refusal.step()).isEqualTo(TransportException.Step.PROXY);
      assertThat(refusal.code()).isPositive();
      assertThat(refusal).hasMessageContaining("no-such-host.invalid:80");
    }
  }
}
