package io.tenterhook.benchmarks.whole;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.tenterhook.benchmarks.server.Script;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one could write by hand on Netty's WebSocket codec, without any of a client's duties: no
 * check of UTF-8 or JSON, no dispatch, no other thread, acks matched by their order. Emits are
 * flushed in bursts.
 */
final class NettyRawCandidate implements Candidate {
  /** Divides a chunk, so that the last tick of a chunk is flushed. */
  private static final int TICKS_PER_FLUSH = 64;

  private static final int MAX_BYTES = 1 << 20;
  private static final byte[] TICK = bytes("42[\"tick\"," + Script.ARGUMENT + "]");

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private @Nullable Channel channel;
  private @Nullable RawHandler handler;
  private int ticks;

  static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void connect(int port, Runnable onTick, Runnable onSeen) throws Exception {
    RawHandler scanner = new RawHandler(onTick, onSeen);
    channel =
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
            .connect(InetAddress.getLoopbackAddress(), port)
            .sync()
            .channel();
    handler = scanner;
    scanner.connected().get(10, TimeUnit.SECONDS);
  }

  private static WebSocketClientProtocolConfig config(int port) {
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket")
        .maxFramePayloadLength(MAX_BYTES)
        .withUTF8Validator(false)
        .build();
  }

  @Override
  public void requestFlood(long count) {
    var unused = channel().writeAndFlush(frame(bytes("42[\"flood\"," + count + "]")));
  }

  @Override
  public void emitTick() {
    // A copy, as a real emit would bring bytes of its own.
    var unused = channel().write(frame(TICK.clone()), channel().voidPromise());
    if (++ticks % TICKS_PER_FLUSH == 0) {
      channel().flush();
    }
  }

  @Override
  public void ask(Runnable onAnswer) {
    RawHandler asker = handler;
    if (asker == null) {
      throw new IllegalStateException("not connected");
    }
    if (channel().eventLoop().inEventLoop()) {
      asker.ask(onAnswer);
    } else {
      channel()
          .eventLoop()
          .execute(
              () -> {
                asker.ask(onAnswer);
                channel().flush();
              });
    }
  }

  static TextWebSocketFrame frame(byte[] text) {
    ByteBuf payload = Unpooled.wrappedBuffer(text);
    return new TextWebSocketFrame(payload);
  }

  private Channel channel() {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open;
  }

  @Override
  public void close() {
    if (channel != null) {
      var unused = channel.close().awaitUninterruptibly();
    }
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
