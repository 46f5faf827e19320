package io.tenterhook.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * After inflating: what went wrong there becomes what the link knows, and no frame passes that is
 * longer than a message may be. {@link FrameHandler} leaves the latter to Netty's frame decoder,
 * which sees compressed lengths here.
 */
final class InflatedFrames extends ChannelInboundHandlerAdapter {

  private final FrameHandler frames;
  private final int maxMessageBytes;

  InflatedFrames(FrameHandler frames, int maxMessageBytes) {
    this.frames = frames;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    int length = frame.content().readableBytes();
    if (length > maxMessageBytes) {
      frame.release();
      frames.tooLarge("one frame has " + Excerpt.bytes(length), null);
    } else {
      context.fireChannelRead(frame);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecompressionException && cause.getCause() == null) {
      // The buffer is full. It was never larger than one message.
      frames.tooLarge("what it compressed inflates to more", cause);
    } else if (cause instanceof DecompressionException || isUnreadable(cause)) {
      frames.violation("what it compressed cannot be inflated", cause);
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  private static boolean isUnreadable(Throwable cause) {
    return cause instanceof DecoderException
        && !(cause instanceof CorruptedWebSocketFrameException)
        && cause.getCause() instanceof CodecException inside
        && !(inside instanceof CorruptedWebSocketFrameException);
  }
}
