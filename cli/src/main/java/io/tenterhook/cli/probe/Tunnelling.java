package io.tenterhook.cli.probe;

import io.tenterhook.client.spi.ProxyTunnel;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Asks a proxy for a tunnel, by CONNECT (RFC 9110, 9.3.6) or SOCKS5 (RFC 1928 and 1929). Reads not
 * one byte too many: what follows is the server's.
 *
 * <pre>
 * SOCKS5   → 5 count methods…     ← 5 method
 *          → 1 length user length password  ← 1 status
 *          → 5 1 0 type address port        ← 5 reply 0 type address port
 * </pre>
 */
final class Tunnelling {
  private static final int SOCKS5 = 5;
  private static final int BY_PASSWORD = 2;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private final ProxyTunnel proxy;
  private final Target target;
  private final InputStream in;
  private final OutputStream out;

  private Tunnelling(ProxyTunnel proxy, Target target, Socket socket) throws IOException {
    this.proxy = proxy;
    this.target = target;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * Makes a connection to the proxy one to the server.
   *
   * @throws ProxyRefusal if it does not want to
   */
  static void through(ProxyTunnel proxy, Target target, Socket socket) throws IOException {
    Tunnelling dialogue = new Tunnelling(proxy, target, socket);
    if (proxy.protocol() == ProxyTunnel.Protocol.HTTP) {
      dialogue.connect();
    } else {
      dialogue.socks();
    }
  }

  // ---- CONNECT

  private void connect() throws IOException {
    Credentials known = proxy.credentials();
    String server = host(target.host()) + ":" + target.port();
    String shown =
        known == null
            ? ""
            : "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(utf8(known.user() + ":" + known.password()))
                + "\r\n";
    send(utf8("CONNECT " + server + " HTTP/1.1\r\nHost: " + server + "\r\n" + shown + "\r\n"));
    int status = answer().status();
    if (status / 100 != 2) {
      throw new ProxyRefusal(ofHttp(status), "it answers CONNECT with HTTP " + status);
    }
  }

  private static String host(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private Answer answer() throws IOException {
    PushbackInputStream answer = new PushbackInputStream(in, 1);
    answer.unread(octet());
    try {
      return Answer.readHead(answer);
    } catch (Answer.NotHttp other) {
      throw new ProxyRefusal(Finding.PROXY_NOT_SPOKEN, Text.of(other));
    }
  }

  private static Finding ofHttp(int status) {
    return switch (status) {
      // tinyproxy asks by 407, and answers wrong credentials by 401.
      case 401, 407 -> Finding.PROXY_AUTH_WANTED;
      case 502, 503, 504 -> Finding.UNREACHABLE_BY_PROXY;
      default -> Finding.PROXY_REFUSED;
    };
  }

  // ---- SOCKS5

  private void socks() throws IOException {
    Credentials known = proxy.credentials();
    send(known == null ? new byte[] {SOCKS5, 1, 0} : new byte[] {SOCKS5, 2, 0, BY_PASSWORD});
    expect(SOCKS5);
    int method = octet();
    if (method == BY_PASSWORD && known != null) {
      identify(known);
    } else if (method != 0) {
      throw new ProxyRefusal(
          Finding.PROXY_AUTH_WANTED, "it accepts " + (known == null ? "nobody" : "no password"));
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {SOCKS5, 1, 0});
    address(request);
    request.write(target.port() >> 8);
    request.write(target.port());
    send(request.toByteArray());
    expect(SOCKS5);
    int reply = octet();
    if (reply != 0) {
      throw new ProxyRefusal(ofSocks(reply), "it replies " + reply + ", " + meaning(reply));
    }
    octet();
    int type = octet();
    int length = type == IPV4 ? 4 : type == IPV6 ? 16 : octet();
    for (int left = length + 2; left > 0; left--) {
      octet();
    }
  }

  private void identify(Credentials known) throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(1);
    for (String text : new String[] {known.user(), known.password()}) {
      both.write(utf8(text).length);
      both.writeBytes(utf8(text));
    }
    send(both.toByteArray());
    expect(1);
    if (octet() != 0) {
      throw new ProxyRefusal(Finding.PROXY_AUTH_WANTED, "it does not take these credentials");
    }
  }

  /** A name as it is: the proxy looks it up. */
  private void address(ByteArrayOutputStream request) throws IOException {
    String host = target.host();
    if (host.contains(":") || host.matches("[0-9.]+")) {
      byte[] bytes = InetAddress.getByName(host).getAddress();
      request.write(bytes.length == 4 ? IPV4 : IPV6);
      request.writeBytes(bytes);
    } else {
      request.write(NAME);
      request.write(utf8(host).length);
      request.writeBytes(utf8(host));
    }
  }

  private static Finding ofSocks(int reply) {
    return switch (reply) {
      case 3, 4, 5, 6 -> Finding.UNREACHABLE_BY_PROXY;
      default -> Finding.PROXY_REFUSED;
    };
  }

  private static String meaning(int reply) {
    return switch (reply) {
      case 1 -> "a failure of its own";
      case 2 -> "not allowed by its rules";
      case 3 -> "the network cannot be reached";
      case 4 -> "the host cannot be reached";
      case 5 -> "the connection was refused";
      case 6 -> "it took too long";
      default -> "it cannot do that";
    };
  }

  private void expect(int version) throws IOException {
    int came = octet();
    if (came != version) {
      throw new ProxyRefusal(
          Finding.PROXY_NOT_SPOKEN, "what came is no SOCKS5: first byte " + came);
    }
  }

  // ---- bytes

  private void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new ProxyRefusal(
          Finding.PROXY_NOT_SPOKEN, "it closed the connection without an answer");
    }
    return octet;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
