package io.tenterhook.benchmarks.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;

/** Puts each accepted connection onto the loop. */
final class Acceptor extends ChannelInboundHandlerAdapter {
  private final EventLoop loop;

  Acceptor(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    SocketChannel channel = (SocketChannel) message;
    FloodServer.prepare(channel);
    var unused = loop.register(channel);
  }
}
