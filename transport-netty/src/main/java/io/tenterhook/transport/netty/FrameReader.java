package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Gives what is read to our {@link FrameDecoder}: the place that Netty's decoder has where an
 * extension was agreed on.
 *
 * <p>A whole read is copied at once into an array of the loop's, since bytes of an array are looked
 * at for nothing and those of a direct buffer are not.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {

  private final byte[] buffer;
  private final FrameDecoder decoder;
  private final FrameHandler frames;

  /**
   * Makes one.
   *
   * @param buffer of the loop's; it holds nothing between two reads
   */
  FrameReader(byte[] buffer, int maxMessageBytes, FrameHandler frames) {
    this.buffer = buffer;
    this.decoder = new FrameDecoder(maxMessageBytes, frames);
    this.frames = frames;
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
}
