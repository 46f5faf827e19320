package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import org.jspecify.annotations.Nullable;

/** Turns the server's frames into messages, answers its pings, and sees how the link ends. */
final class FrameHandler extends ChannelInboundHandlerAdapter {

  private static final int NO_STATUS = 1005;

  private final NettyLink link;
  private final int maxMessageBytes;
  private final FragmentJoiner joiner;
  // RFC 6455, 5.5.3 allows to answer the latest ping only. So one pong is on its way at most and
  // one
  // waits, whatever a server that pings but does not read may do.
  private byte @Nullable [] unanswered;
  private boolean pongOnItsWay;

  FrameHandler(NettyLink link, int maxMessageBytes) {
    this.link = link;
    this.maxMessageBytes = maxMessageBytes;
    this.joiner = new FragmentJoiner(maxMessageBytes);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    try {
      if (frame instanceof CloseWebSocketFrame close) {
        close(close);
      } else if (link.receiving()) {
        take(frame);
      }
    } finally {
      frame.release();
    }
  }

  private void take(WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame) {
      unanswered = ByteBufUtil.getBytes(frame.content());
    } else if (frame instanceof PongWebSocketFrame) {
      link.pong(frame.content());
    } else if (frame instanceof ContinuationWebSocketFrame) {
      join(frame);
    } else {
      boolean binary = !(frame instanceof TextWebSocketFrame);
      if (frame.isFinalFragment()) {
        link.message(copy(frame.content()), binary);
      } else {
        joiner.begin(binary);
        join(frame);
      }
    }
  }

  private static byte[] copy(ByteBuf content) {
    byte[] message = new byte[content.readableBytes()];
    content.readBytes(message);
    return message;
  }

  private void join(WebSocketFrame frame) {
    if (!joiner.append(frame.content())) {
      long atLeast = (long) joiner.length() + frame.content().readableBytes();
      tooLarge("its fragments have " + Excerpt.bytes(atLeast) + " bytes or more", null);
    } else if (frame.isFinalFragment()) {
      link.message(joiner.take(), joiner.binary());
    }
  }

  void tooLarge(String size, @Nullable Throwable cause) {
    String message =
        "A message from "
            + link.target()
            + " exceeds the limit of "
            + Excerpt.bytes(maxMessageBytes)
            + " bytes: "
            + size;
    link.leave(
        new LinkClosure(Kind.MESSAGE_TOO_LARGE, 0, message, "", cause),
        new CloseWebSocketFrame(WebSocketCloseStatus.MESSAGE_TOO_BIG, ""));
  }

  private void close(CloseWebSocketFrame close) {
    int code = close.statusCode();
    if (code < 0) {
      link.leave(closed(NO_STATUS, ""), new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER));
    } else if (isLegal(code)) {
      link.leave(closed(code, close.reasonText()), new CloseWebSocketFrame(code, ""));
    } else {
      violation("close code " + code, null);
    }
  }

  /** RFC 6455, 7.4. Netty lets everything above 3000 pass. */
  private static boolean isLegal(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  private LinkClosure closed(int code, String reason) {
    String message = link.target() + " closed the WebSocket with code " + code;
    return new LinkClosure(
        Kind.CLOSE_FRAME,
        code,
        reason.isEmpty() ? message : message + " (" + Excerpt.of(reason) + ')',
        reason,
        /* cause= */ null);
  }

  void violation(String what, @Nullable Throwable cause) {
    String message = link.target() + " sent a frame that breaks RFC 6455: " + what;
    link.leave(
        new LinkClosure(Kind.FRAME, 0, message, "", cause),
        new CloseWebSocketFrame(WebSocketCloseStatus.PROTOCOL_ERROR, ""));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    link.readComplete();
    answerPing(context);
  }

  private void answerPing(ChannelHandlerContext context) {
    byte[] payload = unanswered;
    if (payload == null || pongOnItsWay || !link.receiving()) {
      return;
    }
    unanswered = null;
    pongOnItsWay = true;
    context
        .writeAndFlush(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)))
        .addListener(
            future -> {
              pongOnItsWay = false;
              link.written(future);
              answerPing(context);
            });
  }

  /** TLS has its own end of stream; after it nothing can come, though TCP may stay open. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      channelInactive(context);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    link.writabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    link.end(
        Kind.END_OF_STREAM, link.target() + " ended the connection without a close frame", null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException frame) {
      if (frame.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
        tooLarge("one frame is already longer", cause);
      } else {
        violation(Excerpt.of(String.valueOf(frame.getMessage())), cause);
      }
    } else if (cause instanceof DecoderException && cause.getCause() != null) {
      link.failed(cause.getCause());
    } else {
      link.failed(cause);
    }
  }
}
