/** WebSocket over Netty. Nothing is exported: the client finds the provider by itself. */
module io.tenterhook.transport.netty {
  requires io.tenterhook.client;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.compression;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires static org.jspecify;

  provides io.tenterhook.client.spi.TransportProvider with
      io.tenterhook.transport.netty.NettyTransportProvider;
}
