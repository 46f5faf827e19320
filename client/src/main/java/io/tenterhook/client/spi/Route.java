package io.tenterhook.client.spi;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a link reaches its server. What the server is asked for stays the same by every route.
 *
 * @param proxy the proxy to go through; null for none
 * @param unixSocket the socket file to connect to in place of host and port; null for TCP
 * @param localAddress the address to connect from; null for the operating system's choice
 */
public record Route(
    @Nullable ProxyTunnel proxy, @Nullable Path unixSocket, @Nullable InetAddress localAddress) {

  /** TCP to the server's host and port. */
  public static final Route DIRECT = new Route(null, null, null);

  /**
   * The same through a proxy.
   *
   * @param tunnel null for none
   * @return such a route
   */
  public Route through(@Nullable ProxyTunnel tunnel) {
    return new Route(tunnel, unixSocket, localAddress);
  }
}
