package io.tenterhook.benchmarks.whole;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What one could write by hand on Netty's WebSocket codec, without any of a client's duties: no
 * check of UTF-8 or JSON, no dispatch, no other thread, acks matched by their order. Emits are
 * flushed in bursts.
 */
final class NettyRawCandidate implements Candidate {
  private static final int MAX_BYTES = 1 << 20;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @Override
  public CompletableFuture<Link> open(int port, Ears ears) {
    RawHandler scanner = new RawHandler(ears);
    var unused =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel created) {
                    created
                        .pipeline()
                        .addLast(new HttpClientCodec())
                        .addLast(new HttpObjectAggregator(MAX_BYTES))
                        .addLast(new WebSocketClientProtocolHandler(config(port)))
                        .addLast(scanner);
                  }
                })
            .connect(InetAddress.getLoopbackAddress(), port);
    return scanner.connected();
  }

  private static WebSocketClientProtocolConfig config(int port) {
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket")
        .maxFramePayloadLength(MAX_BYTES)
        .withUTF8Validator(false)
        .build();
  }

  @Override
  public void close() {
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
