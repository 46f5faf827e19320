package io.tenterhook.cli.probe;

import io.tenterhook.client.spi.ProxyTunnel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How connections get to the server: by TCP, by a proxy, or by a Unix socket.
 *
 * @param proxy the proxy that leads there; null for none
 * @param unixSocket in place of host and port; null for none
 */
public record Way(@Nullable ProxyTunnel proxy, @Nullable Path unixSocket) {
  /** By TCP to the server itself. */
  public static final Way DIRECT = new Way(null, null);
}
