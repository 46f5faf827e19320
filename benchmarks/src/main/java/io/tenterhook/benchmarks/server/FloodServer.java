package io.tenterhook.benchmarks.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The server, on one loop, on a free port of the loopback interface. */
public final class FloodServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 16 << 10;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 << 10, 512 << 10);

  private final EventLoop loop =
      new SingleThreadIoEventLoop(
          null, new DefaultThreadFactory("flood-server", true), NioIoHandler.newFactory());
  private final Channel listening;

  /** Starts it. */
  public FloodServer() {
    NioServerSocketChannel channel = new NioServerSocketChannel();
    channel.pipeline().addLast(new Acceptor(loop));
    loop.register(channel).syncUninterruptibly();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly();
    listening = channel;
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /**
   * Prints the port and serves until standard input ends, so that it never outlives its parent.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException {
    try (FloodServer server = new FloodServer()) {
      System.out.println("port " + server.port());
      while (System.in.read() >= 0) {
        // Whatever is said, only the end counts.
      }
    }
  }

  static void prepare(SocketChannel channel) {
    channel.config().setTcpNoDelay(true).setWriteBufferWaterMark(WATER_MARK);
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
        .addLast(new Door());
  }
}
