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
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The server, on one loop, on a free port of the loopback interface. */
public final class FloodServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 16 << 10;
  private static final int BACKLOG = 4096;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 << 10, 512 << 10);

  private final EventLoop loop =
      new SingleThreadIoEventLoop(
          null, new DefaultThreadFactory("flood-server", true), NioIoHandler.newFactory());
  private final Acceptor acceptor = new Acceptor(loop);
  private final Channel listening;

  /** Starts it. */
  public FloodServer() {
    NioServerSocketChannel channel = new NioServerSocketChannel();
    channel.pipeline().addLast(acceptor);
    // A storm of connects waits in the backlog, it is not turned away.
    channel.config().setBacklog(BACKLOG);
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
   * Obeys two lines: {@code restart MILLIS} and {@code attempts}, which it answers with the counts
   * per tenth of a second since the restart.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws Exception {
    BufferedReader parent =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (FloodServer server = new FloodServer()) {
      System.out.println("port " + server.port());
      for (String line = parent.readLine(); line != null; line = parent.readLine()) {
        System.out.println(server.obey(line));
      }
    }
  }

  private String obey(String line) throws Exception {
    return loop.submit(
            () -> {
              if (line.startsWith("restart ")) {
                acceptor.restart(Long.parseLong(line.substring("restart ".length())));
              }
              return acceptor.attempts().toString();
            })
        .get();
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
