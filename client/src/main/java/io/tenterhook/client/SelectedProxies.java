package io.tenterhook.client;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The proxies of a {@code java.net.ProxySelector}. */
final class SelectedProxies implements ProxySupplier {
  private final ProxySelector selector;

  SelectedProxies(ProxySelector selector) {
    this.selector = Objects.requireNonNull(selector);
  }

  @Override
  public @Nullable Proxy proxyFor(Endpoint endpoint) {
    List<java.net.Proxy> inOrder = selector.select(endpoint.uri());
    if (inOrder.isEmpty()) {
      throw new IllegalStateException("the ProxySelector gave neither a proxy nor DIRECT");
    }
    java.net.Proxy first = inOrder.get(0);
    if (first.type() == java.net.Proxy.Type.DIRECT) {
      return null;
    }
    InetSocketAddress address = (InetSocketAddress) first.address();
    // The name as it was given: looking it up is the transport's affair.
    String host = address.getHostString();
    return first.type() == java.net.Proxy.Type.HTTP
        ? Proxy.http(host, address.getPort())
        : Proxy.socks5(host, address.getPort());
  }
}
