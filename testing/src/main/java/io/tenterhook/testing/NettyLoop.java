package io.tenterhook.testing;

import io.netty.channel.EventLoop;

/** A Netty event loop. */
record NettyLoop(EventLoop netty) implements Loop {
  @Override
  public void execute(Runnable task) {
    netty.execute(task);
  }

  @Override
  public boolean inEventLoop() {
    return netty.inEventLoop();
  }
}
