package io.tenterhook.client;

import io.tenterhook.client.spi.ProxyTunnel;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import io.tenterhook.client.spi.ProxyTunnel.Protocol;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on the way to the server: HTTP, by CONNECT, or SOCKS5. It makes a tunnel for WebSocket
 * and long-polling, plain and TLS alike; TLS is spoken with the server, whose host name is
 * verified. The proxy looks the server's name up: here only the proxy's own is. Immutable.
 *
 * <pre>{@code
 * builder.proxy(
 *     Proxy.http("proxy.example", 3128)
 *         .withCredentials("robot", vault.freshToken())
 *         .except("localhost", ".internal", "10.0.0.0/8"));
 * }</pre>
 *
 * <p>Nothing but the server's host and port, and the credentials, is told to the proxy: no header,
 * path or query. The talk with the proxy itself is not encrypted.
 */
public final class Proxy {
  private static final int MOST_SOCKS_BYTES = 255;
  private static final Pattern URL =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:([^/]*)@)?(\\[[^]@/]+]|[^:/@\\[\\]]+)(?::([0-9]{1,5}))?/?");

  private final Protocol protocol;
  private final Address address;
  private final @Nullable Credentials credentials;
  private final NoProxy except;

  private Proxy(
      Protocol protocol, Address address, @Nullable Credentials credentials, NoProxy except) {
    this.protocol = protocol;
    this.address = address;
    this.credentials = credentials;
    this.except = except;
  }

  /**
   * A proxy that is asked by CONNECT.
   *
   * @param host a name or an IP address
   * @param port 1 to 65,535
   * @return the proxy, without credentials
   * @throws IllegalArgumentException if there is no such host or port
   */
  public static Proxy http(String host, int port) {
    return of(Protocol.HTTP, host, port);
  }

  /**
   * A proxy that speaks SOCKS version 5.
   *
   * @param host a name or an IP address
   * @param port 1 to 65,535
   * @return the proxy, without credentials
   * @throws IllegalArgumentException if there is no such host or port
   */
  public static Proxy socks5(String host, int port) {
    return of(Protocol.SOCKS5, host, port);
  }

  private static Proxy of(Protocol protocol, String host, int port) {
    boolean bare = host.contains(":") && !host.startsWith("[");
    Address address = Address.parse("http://" + (bare ? "[" + host + "]" : host) + ":" + port);
    return new Proxy(protocol, address, null, NoProxy.NOTHING);
  }

  /**
   * A proxy as tools and environment variables have it: {@code http://user:password@host:port}, or
   * with {@code socks5} or {@code socks5h}, which mean the same here. Without a scheme it is HTTP;
   * the ports are 80 and 1080 if there is none. User and password are percent-decoded.
   *
   * @param url the proxy's URL
   * @return the proxy
   * @throws IllegalArgumentException if it cannot be used; never shows the credentials
   */
  public static Proxy parse(String url) {
    Matcher parts = URL.matcher(url.strip());
    if (!parts.matches()) {
      throw refuse(url, "it cannot be read; write http://host:port or socks5://host:port");
    }
    String scheme = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
    Protocol protocol =
        switch (scheme) {
          case "http" -> Protocol.HTTP;
          case "socks5", "socks5h" -> Protocol.SOCKS5;
          default ->
              throw refuse(url, "its scheme is " + scheme + "; known are http, socks5, socks5h");
        };
    int usual = protocol == Protocol.HTTP ? 80 : 1080;
    int port = parts.group(4) == null ? usual : Integer.parseInt(parts.group(4));
    Proxy proxy = of(protocol, parts.group(3), port);
    String userInfo = parts.group(2);
    if (userInfo == null) {
      return proxy;
    }
    String[] pair = userInfo.split(":", 2);
    return proxy.withCredentials(decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1]));
  }

  private static String decoded(String part) {
    try {
      // URLDecoder is for forms, where a plus is a blank.
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException quotesTheSecret) {
      throw new IllegalArgumentException(
          "the credentials of the proxy's URL have a % without two hexadecimal digits behind it");
    }
  }

  private static IllegalArgumentException refuse(String url, String why) {
    String shown = url.contains("@") ? "(not shown)" : url;
    return new IllegalArgumentException(
        "cannot use the proxy URL " + Excerpts.of(shown) + ": " + why);
  }

  /**
   * Shows who asks: to an HTTP proxy by Basic (RFC 7617), to a SOCKS5 proxy by RFC 1929. Both are
   * sent unencrypted.
   *
   * @param user for HTTP without a colon; for SOCKS5 1 to 255 bytes of UTF-8
   * @param password for SOCKS5 1 to 255 bytes of UTF-8
   * @return such a proxy
   * @throws IllegalArgumentException if they cannot be sent; never shows them
   */
  public Proxy withCredentials(String user, String password) {
    check("user", user);
    check("password", password);
    if (protocol == Protocol.HTTP && user.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "the proxy's user has a colon, where its password would begin (RFC 7617)");
    }
    return new Proxy(protocol, address, new Credentials(user, password), except);
  }

  private void check(String which, String value) {
    if (value.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("the proxy's " + which + " has a control character");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (protocol == Protocol.SOCKS5 && (bytes == 0 || bytes > MOST_SOCKS_BYTES)) {
      throw new IllegalArgumentException(
          "the proxy's %s has %d bytes of UTF-8 but SOCKS5 takes 1 to %d (RFC 1929)"
              .formatted(which, bytes, MOST_SOCKS_BYTES));
    }
  }

  /**
   * Servers that are reached without it, in place of those named before; as {@code no_proxy} has
   * them:
   *
   * <ul>
   *   <li>{@code example.com}, {@code .example.com} and {@code *.example.com} are one: that host
   *       and all names below it
   *   <li>{@code 10.0.0.1}, {@code ::1}: the address, however it is written
   *   <li>{@code 10.0.0.0/8}, {@code fd00::/8}: all addresses of a network; names are not looked up
   *   <li>{@code localhost:3000}, {@code [::1]:3000}: that port alone
   *   <li>{@code *}: all servers
   * </ul>
   *
   * @param servers names, addresses and networks
   * @return such a proxy
   * @throws IllegalArgumentException if one of them is none of these
   */
  public Proxy except(String... servers) {
    return except(NoProxy.of(servers));
  }

  Proxy except(NoProxy servers) {
    return new Proxy(protocol, address, credentials, servers);
  }

  /**
   * The way by this proxy to one server, as transports are told it, for what is to take the same
   * way without a client. It has the credentials.
   *
   * @param server which one
   * @param limitNanos how long making the tunnel may take
   * @return null if this server is reached {@linkplain #except(String...) without} the proxy
   */
  public @Nullable ProxyTunnel tunnelTo(Endpoint server, long limitNanos) {
    return except.covers(server.host(), server.port())
        ? null
        : new ProxyTunnel(protocol, address.host(), address.port(), credentials, limitNanos);
  }

  /** With three asterisks for credentials. */
  @Override
  public String toString() {
    String scheme = protocol == Protocol.HTTP ? "http://" : "socks5://";
    return scheme + (credentials == null ? "" : "***@") + address.hostAndPort();
  }
}
