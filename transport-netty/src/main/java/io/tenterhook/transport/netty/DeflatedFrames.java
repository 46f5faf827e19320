package io.tenterhook.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;

/**
 * Before inflating: refuses reserved bits that permessage-deflate gives no meaning, since Netty's
 * decoder lets all of them pass once there is an extension, and spares the work for messages that
 * nobody wants any more.
 */
final class DeflatedFrames extends ChannelInboundHandlerAdapter {

  private final NettyLink link;
  private final FrameHandler frames;

  DeflatedFrames(NettyLink link, FrameHandler frames) {
    this.link = link;
    this.frames = frames;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    if (frame instanceof CloseWebSocketFrame || link.receiving()) {
      if (frame.rsv() == 0 || (frame.rsv() == WebSocketExtension.RSV1 && beginsMessage(frame))) {
        context.fireChannelRead(frame);
        return;
      }
      frames.violation("reserved bits " + frame.rsv() + " where RFC 7692 allows none", null);
    }
    frame.release();
  }

  private static boolean beginsMessage(WebSocketFrame frame) {
    return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
  }
}
