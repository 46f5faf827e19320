package io.tenterhook.client.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that is asked for a tunnel to the server, by the server's name: the name is looked up
 * there, not here. What goes through the tunnel, TLS too, is between the client and the server.
 *
 * @param protocol how the proxy is asked
 * @param host the proxy's name, IPv4 address, or IPv6 address without brackets
 * @param port 1 to 65,535
 * @param credentials null to show none
 * @param limitNanos how long it may take from the look-up of the proxy's name until the tunnel
 *     stands
 */
public record ProxyTunnel(
    Protocol protocol, String host, int port, @Nullable Credentials credentials, long limitNanos) {

  /**
   * Checks that nothing but the credentials is missing.
   *
   * @param protocol how the proxy is asked
   * @param host the proxy's name, IPv4 address, or IPv6 address without brackets
   * @param port 1 to 65,535
   * @param credentials null to show none
   * @param limitNanos how long it may take from the look-up of the proxy's name until the tunnel
   *     stands
   */
  public ProxyTunnel {
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(host);
  }

  /** How a proxy is asked. */
  public enum Protocol {
    /** CONNECT (RFC 9110, 9.3.6) with Basic credentials (RFC 7617). */
    HTTP,
    /** SOCKS version 5 (RFC 1928) with user and password (RFC 1929). */
    SOCKS5
  }

  /**
   * User and password, checked for the protocol.
   *
   * @param user for HTTP without a colon; for SOCKS5 1 to 255 bytes of UTF-8
   * @param password for SOCKS5 1 to 255 bytes of UTF-8
   */
  public record Credentials(String user, String password) {

    /** Neither of them: they are secret. */
    @Override
    public String toString() {
      return "Credentials[***]";
    }
  }

  /**
   * Host and port for messages.
   *
   * @return for example {@code proxy.example:3128} or {@code [::1]:1080}
   */
  public String hostAndPort() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
