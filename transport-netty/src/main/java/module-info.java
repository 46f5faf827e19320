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
  requires static io.netty.transport.classes.epoll;
  requires static io.netty.transport.classes.io_uring;
  requires static io.netty.transport.classes.kqueue;
  requires static io.netty.transport.unix.common;
  requires static org.jspecify;

  provides io.tenterhook.client.spi.TransportProvider with
      io.tenterhook.transport.netty.NettyTransportProvider;
}
