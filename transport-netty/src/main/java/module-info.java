/** WebSocket and HTTP long-polling over Netty. */
module io.tenterhook.transport.netty {
  requires io.tenterhook.client;
  requires io.netty.buffer;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires static org.jspecify;
}
