package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SOCKS5 byte by byte (RFC 1928 and 1929). */
@ExtendWith(NoLeaks.class)
class SocksProxyTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final LinkRequest SERVER = OneLoop.to("server.invalid", 3000);

  /** {@code server.invalid:3000} as a SOCKS5 request has it. */
  private static final String CONNECT =
      "050100030e" + HEX.formatHex("server.invalid".getBytes(StandardCharsets.US_ASCII)) + "0bb8";

  private static final String DONE = "05000001000000000000";

  private final RecordingListener listener = new RecordingListener();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private static OneLoop loop() {
    return new OneLoop(
        host -> {
          throw new AssertionError("looked up " + host);
        });
  }

  /** Reads as many bytes as that, writes them down, and answers. */
  private void exchange(RawServer.Peer peer, int bytes, String answer) throws IOException {
    asked.add(HEX.formatHex(peer.socket.getInputStream().readNBytes(bytes)));
    peer.send(HEX.parseHex(answer));
  }

  private void opens(LinkRequest request, @Nullable Credentials shown, RawServer.Script script)
      throws Exception {
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  script.play(peer);
                  peer.switchToWebSocket();
                  peer.awaitEnd();
                });
        OneLoop loop = loop()) {
      Link link = loop.open(ThroughProxy.socks(request, proxy.port(), shown), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(link::abort);
    }
  }

  private LinkClosure refused(@Nullable Credentials shown, RawServer.Script script)
      throws Exception {
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  script.play(peer);
                  peer.awaitEnd();
                });
        OneLoop loop = loop()) {
      loop.open(ThroughProxy.socks(SERVER, proxy.port(), shown), listener);
      LinkClosure closure = listener.closure();
      assertThat(listener.rest()).containsExactly("closed:PROXY");
      assertThat(closure.kind()).isEqualTo(Kind.PROXY);
      assertThat(closure.message())
          .contains("The proxy 127.0.0.1:" + proxy.port(), "server.invalid:3000")
          .doesNotContain("canary", "EIO");
      return closure;
    }
  }

  @Test
  void asksForTheServerByName() throws Exception {
    opens(
        SERVER,
        null,
        peer -> {
          exchange(peer, 3, "0500");
          exchange(peer, CONNECT.length() / 2, DONE);
        });

    assertThat(asked).containsExactly("050100", CONNECT);
  }

  @Test
  void showsUserAndPasswordWhenTheProxyChoosesThem() throws Exception {
    opens(
        SERVER,
        new Credentials("é", "pw"),
        peer -> {
          exchange(peer, 4, "0502");
          exchange(peer, 7, "0100");
          exchange(peer, CONNECT.length() / 2, DONE);
        });

    assertThat(asked).containsExactly("05020002", "0102c3a9027077", CONNECT);
  }

  @Test
  void showsNoCredentialsToAProxyThatWantsNone() throws Exception {
    opens(
        SERVER,
        ThroughProxy.CREDENTIALS,
        peer -> {
          exchange(peer, 4, "0500");
          exchange(peer, CONNECT.length() / 2, DONE);
        });

    assertThat(asked).containsExactly("05020002", CONNECT);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 05010001c00002010bb8",
    "2001:db8::1, 0501000420010db80000000000000000000000010bb8",
  })
  void asksForAnAddressAsAnAddress(String host, String request) throws Exception {
    opens(
        OneLoop.to(host, 3000),
        null,
        peer -> {
          exchange(peer, 3, "0500");
          exchange(peer, request.length() / 2, DONE);
        });

    assertThat(asked).containsExactly("050100", request);
  }

  @ParameterizedTest
  @CsvSource({
    "05000001c00002010bb8",
    "05000004030303030303030303030303030303030bb8",
    "05000003016f0bb8",
    "05000003000bb8",
  })
  void readsAReplyThatComesByteByByte(String reply) throws Exception {
    opens(
        SERVER,
        null,
        peer -> {
          exchange(peer, 3, "05");
          peer.send(new byte[] {0});
          exchange(peer, CONNECT.length() / 2, "");
          for (byte b : HEX.parseHex(reply)) {
            peer.send(new byte[] {b});
          }
        });
  }

  @Test
  void handsOnWhatComesWithTheReply() throws Exception {
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  exchange(peer, 3, "0500");
                  exchange(peer, CONNECT.length() / 2, DONE + HEX.formatHex(Frames.utf8("SSH-2")));
                  peer.awaitEnd();
                });
        OneLoop loop = loop()) {
      loop.open(ThroughProxy.socks(SERVER, proxy.port(), null), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
      assertThat(closure.message()).contains("from server.invalid:3000").contains("SSH-2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, general failure",
    "2, not allowed by its rules",
    "3, network unreachable",
    "4, host unreachable",
    "5, connection refused",
    "6, time to live expired",
    "7, command not supported",
    "8, address type not supported",
    "9, not a reply of RFC 1928",
  })
  void saysWhyTheProxyRefuses(int code, String words) throws Exception {
    LinkClosure closure =
        refused(
            null,
            peer -> {
              exchange(peer, 3, "0500");
              // Some proxies leave the rest out.
              exchange(peer, CONNECT.length() / 2, "050" + code);
            });

    assertThat(closure.code()).isEqualTo(code);
    assertThat(closure.message()).contains("answered SOCKS5 " + code + " (" + words + ")");
  }

  @Test
  void saysThatTheProxyWantsCredentials() throws Exception {
    LinkClosure closure = refused(null, peer -> exchange(peer, 3, "05ff"));

    assertThat(closure.code()).isEqualTo(407);
    assertThat(closure.message()).contains("wants credentials");
  }

  @Test
  void saysThatTheProxyTakesNoPassword() throws Exception {
    LinkClosure closure = refused(ThroughProxy.CREDENTIALS, peer -> exchange(peer, 4, "05ff"));

    assertThat(closure.code()).isEqualTo(407);
    assertThat(closure.message()).contains("neither user and password");
  }

  @Test
  void saysThatTheProxyDoesNotAcceptTheCredentials() throws Exception {
    LinkClosure closure =
        refused(
            ThroughProxy.CREDENTIALS,
            peer -> {
              exchange(peer, 4, "0502");
              exchange(peer, 28, "0101");
            });

    assertThat(closure.code()).isEqualTo(407);
    assertThat(closure.message()).contains("does not accept these credentials");
  }

  @ParameterizedTest
  @CsvSource({
    "48545450, came \"HTTP\" (48545450)",
    "005b, came \".[\" (005b)",
    "1603, is it another kind of proxy?",
  })
  void saysThatThereIsNoSocks5Proxy(String answer, String message) throws Exception {
    assertThat(refused(null, peer -> exchange(peer, 3, answer)).message()).contains(message);
  }

  @Test
  void doesNotUnderstandAnAddressOfAnotherType() throws Exception {
    LinkClosure closure =
        refused(
            null,
            peer -> {
              exchange(peer, 3, "0500");
              exchange(peer, CONNECT.length() / 2, "0500000900000000");
            });

    assertThat(closure.message()).contains("cannot be understood");
  }

  @Test
  void saysThatTheProxyClosedTheConnection() throws Exception {
    try (RawServer proxy = RawServer.playing(peer -> exchange(peer, 3, "0500"));
        OneLoop loop = loop()) {
      loop.open(ThroughProxy.socks(SERVER, proxy.port(), null), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.PROXY);
      assertThat(closure.message()).contains("the connection", "server.invalid:3000");
    }
  }

  @Test
  void refusesANameThatSocks5CannotCarry() throws Exception {
    String name = "a".repeat(256);
    try (RawServer proxy =
            RawServer.playing(
                peer -> {
                  exchange(peer, 3, "0500");
                  peer.awaitEnd();
                });
        OneLoop loop = loop()) {
      loop.open(ThroughProxy.socks(OneLoop.to(name, 3000), proxy.port(), null), listener);
      assertThat(listener.closure().message()).contains("cannot be told a host name of 256 bytes");
    }
  }
}
