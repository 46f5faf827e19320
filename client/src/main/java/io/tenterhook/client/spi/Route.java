package io.tenterhook.client.spi;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a link reaches its server. What the server is asked for stays the same by every route.
 *
 * @param unixSocket the socket file to connect to in place of host and port; null for TCP
 * @param localAddress the address to connect from; null for the operating system's choice
 */
public record Route(@Nullable Path unixSocket, @Nullable InetAddress localAddress) {

  /** TCP to the server's host and port. */
  public static final Route DIRECT = new Route(null, null);
}
