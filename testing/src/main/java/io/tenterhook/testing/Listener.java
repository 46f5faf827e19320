package io.tenterhook.testing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.compression.CompressionOptions;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket and the event loops of one server.
 *
 * <p>The loops stand alone, not in one of Netty's groups: a group tells of its end on Netty's
 * global executor, whose thread would outlive the server for a second.
 */
final class Listener implements Entrance {
  private static final int BACKLOG = 4_096;

  /** As the reference server compresses answers, for clients that ask for it. */
  private static final int COMPRESSED_FROM_BYTES = 1_024;

  private static final CompressionOptions[] COMPRESSIONS = {
    StandardCompressionOptions.gzip(), StandardCompressionOptions.deflate()
  };
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 << 10, 256 << 10);

  private final SocketIoServer server;
  private final List<EventLoop> loops;
  private final Queue<Thread> startedThreads = new ConcurrentLinkedQueue<>();
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private @Nullable Channel listening;
  private @Nullable ServerSocketChannel listeningSocket;

  /** Owned by the loop of the listening socket. */
  private int nextLoop;

  Listener(SocketIoServer server, int threads) {
    this.server = server;
    ThreadFactory names = new DefaultThreadFactory("tenterhook-server", true);
    ThreadFactory noted =
        task -> {
          Thread thread = names.newThread(task);
          startedThreads.add(thread);
          return thread;
        };
    loops =
        Stream.<EventLoop>generate(
                () -> new SingleThreadIoEventLoop(null, noted, NioIoHandler.newFactory()))
            .limit(threads)
            .toList();
  }

  @Override
  public int listen(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      ServerSocketChannel socket = ServerSocketChannel.open();
      NioServerSocketChannel channel = new NioServerSocketChannel(socket);
      // A port in TIME_WAIT, left by a server that has just stopped, can be used again.
      channel.config().setReuseAddress(true).setBacklog(BACKLOG);
      channel.pipeline().addLast(new Acceptor());
      loops.get(0).register(channel).syncUninterruptibly();
      ChannelFuture bound = channel.bind(address).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        channel.close().syncUninterruptibly();
        throw new IOException("cannot listen on " + address, bound.cause());
      }
      listeningSocket = socket;
      listening = channel;
      return channel.localAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stopListening() {
    if (listening != null && listeningSocket != null) {
      listening.close().syncUninterruptibly();
      awaitRelease(listeningSocket, loops.get(0));
      listening = null;
      listeningSocket = null;
    }
  }

  /**
   * A closed channel keeps its socket, and the kernel goes on accepting, until the selector has
   * dropped its key in the next select. Each empty task makes the loop select once more; the last
   * one comes after the socket's end.
   */
  private static void awaitRelease(ServerSocketChannel socket, EventLoop loop) {
    boolean registered;
    do {
      registered = socket.isRegistered();
      loop.submit(() -> {}).syncUninterruptibly();
    } while (registered);
  }

  @Override
  public void closeChannels() {
    channels.forEach(channel -> channel.close().syncUninterruptibly());
  }

  @Override
  public void awaitLoops() {
    // Twice, since the end of a channel is told by a task that its close adds.
    for (int round = 0; round < 2; round++) {
      loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }
  }

  @Override
  public void shutDown() {
    for (EventLoop loop : loops) {
      var unused = loop.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
    for (EventLoop loop : loops) {
      var unused = loop.terminationFuture().awaitUninterruptibly();
    }
    // A loop tells of its end just before its thread ends.
    for (Thread thread : startedThreads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean onLoop() {
    return loops.stream().anyMatch(EventLoop::inEventLoop);
  }

  /** Gives each accepted connection its pipeline and the next loop in turn. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      SocketChannel channel = (SocketChannel) message;
      channels.add(channel);
      channel.closeFuture().addListener(closed -> channels.remove(channel));
      channel.config().setTcpNoDelay(true).setWriteBufferWaterMark(WATER_MARK);
      SSLContext tls = server.options().tls();
      if (tls != null) {
        channel.pipeline().addLast(tls(tls));
      }
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpContentCompressor(COMPRESSED_FROM_BYTES, COMPRESSIONS))
          .addLast(new HttpDoor(server));
      nextLoop = (nextLoop + 1) % loops.size();
      var unused = loops.get(nextLoop).register(channel);
    }

    private SslHandler tls(SSLContext context) {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      engine.setNeedClientAuth(server.options().clientCertificates());
      return new SslHandler(engine);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      server.report(
          new ServerError(
              ServerError.Kind.TRANSPORT, Journal.NO_SESSION, "accept: " + cause, cause));
    }
  }
}
