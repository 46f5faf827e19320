package io.tenterhook.transport.netty;

import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import io.tenterhook.client.spi.ProxyTunnel.Protocol;
import io.tenterhook.client.spi.Route;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Requests that go through a proxy on loopback. */
final class ThroughProxy {

  static final Credentials CREDENTIALS = new Credentials("Aladdin", "open sesame canary");

  private ThroughProxy() {}

  static LinkRequest http(LinkRequest request, int proxyPort, @Nullable Credentials shown) {
    return by(request, Protocol.HTTP, "127.0.0.1", proxyPort, shown);
  }

  static LinkRequest socks(LinkRequest request, int proxyPort, @Nullable Credentials shown) {
    return by(request, Protocol.SOCKS5, "127.0.0.1", proxyPort, shown);
  }

  static LinkRequest by(
      LinkRequest request,
      Protocol protocol,
      String host,
      int port,
      @Nullable Credentials credentials) {
    return within(request, protocol, host, port, credentials, TimeUnit.SECONDS.toNanos(10));
  }

  static LinkRequest within(
      LinkRequest request,
      Protocol protocol,
      String host,
      int port,
      @Nullable Credentials credentials,
      long limitNanos) {
    ProxyTunnel tunnel = new ProxyTunnel(protocol, host, port, credentials, limitNanos);
    return request.withRoute(Route.DIRECT.through(tunnel));
  }
}
