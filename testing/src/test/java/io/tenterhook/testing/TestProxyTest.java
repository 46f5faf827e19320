package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stand-in for a proxy, judged by the JDK's SOCKS client and by requests written by hand. */
@Timeout(30)
class TestProxyTest {
  private final SocketIoServer server = SocketIoServer.start();
  private final TestProxy proxy = TestProxy.to(server);

  @AfterEach
  void end() {
    proxy.close();
    server.close();
    Authenticator.setDefault(null);
  }

  private Socket tcp() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("head so far: %s", head).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  @Test
  void leadsAnyNameToTheServer() throws IOException {
    try (Socket socket = tcp()) {
      write(socket, "CONNECT any.example:80 HTTP/1.1\r\nHost: any.example:80\r\n\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 200 ");

      write(socket, "GET " + Poller.HANDSHAKE + " HTTP/1.1\r\nHost: any.example\r\n\r\n");

      assertThat(head(socket)).startsWith("HTTP/1.1 200 ");
      assertThat(proxy.asked()).containsExactly("CONNECT any.example:80");
    }
  }

  @Test
  void wantsCredentialsByHttp() throws IOException {
    proxy.requireCredentials("robot", "secret");
    try (Socket socket = tcp()) {
      write(socket, "CONNECT any.example:80 HTTP/1.1\r\n\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 407 ").contains("Basic realm=");
    }
    try (Socket socket = tcp()) {
      String shown = "Proxy-Authorization: Basic cm9ib3Q6c2VjcmV0";
      write(socket, "CONNECT any.example:80 HTTP/1.1\r\n" + shown + "\r\n\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void answersWhatItIsTold() throws IOException {
    proxy.answerWith("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    try (Socket socket = tcp()) {
      write(socket, "CONNECT any.example:80 HTTP/1.1\r\n\r\n");

      assertThat(head(socket)).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void speaksSocks5WithAndWithoutCredentials() throws IOException {
    Proxy socks =
        new Proxy(
            Proxy.Type.SOCKS,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
    try (Socket socket = new Socket(socks)) {
      socket.connect(InetSocketAddress.createUnresolved("any.example", 80), 10_000);
      write(socket, "GET " + Poller.HANDSHAKE + " HTTP/1.1\r\nHost: any.example\r\n\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 200 ");
    }
    proxy.requireCredentials("robot", "secret");
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("robot", "secret".toCharArray());
          }
        });
    try (Socket socket = new Socket(socks)) {
      socket.connect(InetSocketAddress.createUnresolved("other.example", 443), 10_000);
    }

    assertThat(proxy.asked()).containsExactly("SOCKS5 any.example:80", "SOCKS5 other.example:443");
  }
}
