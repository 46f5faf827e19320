package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Gives what is read to our {@link FrameDecoder}, and writes control frames: the place that Netty's
 * codec has where an extension was agreed on. Messages come as bytes, of {@link FrameBatch}.
 *
 * <p>A whole read is copied at once into an array of the loop's, since bytes of an array are looked
 * at for nothing and those of a direct buffer are not.
 */
final class FrameCodec extends ChannelDuplexHandler {

  private final byte[] buffer;
  private final FrameDecoder decoder;
  private final FrameHandler frames;
  private final LoopRandom masks;

  /**
   * Makes one.
   *
   * @param buffer of the loop's; it holds nothing between two reads
   */
  FrameCodec(byte[] buffer, int maxMessageBytes, FrameHandler frames, LoopRandom masks) {
    this.buffer = buffer;
    this.decoder = new FrameDecoder(maxMessageBytes, frames);
    this.frames = frames;
    this.masks = masks;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    try {
      while (read.isReadable()) {
        int length = Math.min(read.readableBytes(), buffer.length);
        read.readBytes(buffer, 0, length);
        decoder.read(buffer, 0, length);
      }
    } catch (FrameException refused) {
      frames.refused(refused);
    } finally {
      read.release();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise that is given tells
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof WebSocketFrame frame) {
      try {
        context.write(FrameBatch.controlFrame(context.alloc(), frame, masks.nextMask()), promise);
      } finally {
        frame.release();
      }
    } else {
      context.write(message, promise);
    }
  }
}
