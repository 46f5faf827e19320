package io.tenterhook.benchmarks.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Puts each accepted connection onto the loop; or, while the server is taken to be down, resets it,
 * as a balancer does that has no server left. All on the loop.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
  private final EventLoop loop;
  private final ChannelGroup open;
  private final Attempts attempts = new Attempts();
  private boolean isDown;

  Acceptor(EventLoop loop) {
    this.loop = loop;
    this.open = new DefaultChannelGroup(loop);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    SocketChannel channel = (SocketChannel) message;
    attempts.count();
    if (isDown) {
      channel.config().setSoLinger(0);
      var unused = loop.register(channel).channel().close();
      return;
    }
    FloodServer.prepare(channel);
    open.add(channel);
    var unused = loop.register(channel);
  }

  /** Ends all connections and takes none for some time. The count begins anew. */
  void restart(long downMillis) {
    isDown = true;
    attempts.restart();
    var unused = open.close();
    var unusedToo = loop.schedule(() -> isDown = false, downMillis, TimeUnit.MILLISECONDS);
  }

  Attempts attempts() {
    return attempts;
  }
}
