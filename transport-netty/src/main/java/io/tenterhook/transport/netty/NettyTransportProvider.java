package io.tenterhook.transport.netty;

import io.tenterhook.client.spi.EventLoops;
import io.tenterhook.client.spi.TransportProvider;

/** WebSocket over Netty 4.2 and the JDK's TLS. */
public final class NettyTransportProvider implements TransportProvider {

  /** For {@link java.util.ServiceLoader}. */
  public NettyTransportProvider() {}

  @Override
  public String name() {
    return "netty-" + IoBackend.best().name() + TlsProvider.best().suffix();
  }

  @Override
  public EventLoops openEventLoops(int threads) {
    return new NettyEventLoops(threads, IoBackend.best(), HostLookup.SYSTEM);
  }
}
