package io.tenterhook.transport.netty;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns the server's frames into messages, answers its pings, and sees how the link ends. */
final class FrameHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Receiver {

  private static final int NO_STATUS = 1005;

  private final NettyLink link;
  private final int maxMessageBytes;

  /** Of the message whose fragments are coming; most servers send none. */
  private @Nullable FragmentJoiner joiner;

  // RFC 6455, 5.5.3 allows to answer the latest ping only. So one pong is on its way at most and
  // one waits, whatever a server that pings but does not read may do.
  private byte @Nullable [] unanswered;
  private boolean pongOnItsWay;

  FrameHandler(NettyLink link, int maxMessageBytes) {
    this.link = link;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** From Netty's codec. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    try {
      frame(opcodeOf(frame), frame.isFinalFragment(), ByteBufUtil.getBytes(frame.content()));
    } finally {
      frame.release();
    }
  }

  static int opcodeOf(WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame) {
      return FrameDecoder.TEXT;
    } else if (frame instanceof BinaryWebSocketFrame) {
      return FrameDecoder.BINARY;
    } else if (frame instanceof ContinuationWebSocketFrame) {
      return FrameDecoder.CONTINUATION;
    } else if (frame instanceof PingWebSocketFrame) {
      return FrameDecoder.PING;
    }
    return frame instanceof PongWebSocketFrame ? FrameDecoder.PONG : FrameDecoder.CLOSE;
  }

  @Override
  public void frame(int opcode, boolean last, byte[] payload) {
    if (opcode == FrameDecoder.CLOSE) {
      close(payload);
    } else if (link.receiving()) {
      switch (opcode) {
        case FrameDecoder.PING -> unanswered = payload;
        case FrameDecoder.PONG -> link.pong(payload);
        case FrameDecoder.CONTINUATION -> join(payload, last);
        default -> begin(payload, last, opcode == FrameDecoder.BINARY);
      }
    }
  }

  private void begin(byte[] payload, boolean last, boolean binary) {
    if (last) {
      link.message(payload, binary);
    } else {
      joiner = new FragmentJoiner(maxMessageBytes, binary);
      join(payload, false);
    }
  }

  private void join(byte[] fragment, boolean last) {
    FragmentJoiner begun =
        requireNonNull(joiner, "decoders let no continuation of nothing through");
    if (!begun.append(fragment)) {
      long atLeast = (long) begun.length() + fragment.length;
      tooLarge("its fragments have " + Excerpt.bytes(atLeast) + " bytes or more", null);
    } else if (last) {
      joiner = null;
      link.message(begun.message(), begun.binary());
    }
  }

  /** What our decoder does not take. */
  void refused(FrameException refusal) {
    String what = String.valueOf(refusal.getMessage());
    if (refusal.isTooLarge()) {
      tooLarge(what, null);
    } else {
      violation(what, null);
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

  /** The payload is empty, or a code of two bytes and a reason (RFC 6455, 5.5.1). */
  private void close(byte[] payload) {
    if (payload.length == 0) {
      link.leave(closed(NO_STATUS, ""), new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER));
      return;
    }
    if (payload.length < Short.BYTES) {
      violation("a close frame with half a code", null);
      return;
    }
    ByteBuffer rest = ByteBuffer.wrap(payload);
    int code = rest.getShort() & 0xFFFF;
    if (!isLegal(code)) {
      violation("close code " + code, null);
      return;
    }
    try {
      String reason = StandardCharsets.UTF_8.newDecoder().decode(rest).toString();
      link.leave(closed(code, reason), new CloseWebSocketFrame(code, ""));
    } catch (CharacterCodingException malformed) {
      violation("a close reason that is no UTF-8", malformed);
    }
  }

  /** RFC 6455, 7.4. */
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
