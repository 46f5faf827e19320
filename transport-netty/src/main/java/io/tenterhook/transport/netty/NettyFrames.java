package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.tenterhook.client.spi.Link.WriteListener;
import org.jspecify.annotations.Nullable;

/** Messages as frames of Netty's codec, which extensions work on. Nothing is collected. */
final class NettyFrames implements MessageWriter {

  private final NettyLink link;
  private final Channel channel;

  NettyFrames(NettyLink link, Channel channel) {
    this.link = link;
    this.channel = channel;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise that is given tells
  public void write(
      byte[] array, int start, int end, boolean binary, @Nullable WriteListener written) {
    ByteBuf payload = Unpooled.wrappedBuffer(array, start, end - start);
    channel.write(
        binary ? new BinaryWebSocketFrame(payload) : new TextWebSocketFrame(payload),
        link.promise(channel, written));
  }

  @Override
  public void handOver() {}

  @Override
  public long collectedBytes() {
    return 0;
  }
}
