package io.tenterhook.transport.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.function.Supplier;

/**
 * How the operating system is asked for I/O. The one place where this is chosen.
 *
 * @param name for diagnostics, for example {@code nio}
 * @param handlers makes one I/O handler for each loop
 * @param channels makes one unconnected socket for each attempt to connect
 */
record IoBackend(
    String name, IoHandlerFactory handlers, Supplier<? extends SocketChannel> channels) {

  /** The fastest one that works on this machine. NIO works everywhere. */
  static IoBackend best() {
    return new IoBackend("nio", NioIoHandler.newFactory(), NioSocketChannel::new);
  }
}
