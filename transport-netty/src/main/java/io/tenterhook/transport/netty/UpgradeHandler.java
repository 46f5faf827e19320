package io.tenterhook.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The time between TCP and WebSocket: waits for TLS, sends the upgrade, judges the answer, and then
 * puts the WebSocket codec in its own place.
 *
 * <pre>
 * before:  [TLS]  FirstBytes  HttpClientCodec  UpgradeHandler
 * after:   [TLS]  FrameCodec  FrameHandler
 *     or   [TLS]  WebSocket13FrameDecoder  WebSocket13FrameEncoder  Deflation  FrameHandler
 * </pre>
 */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {

  static final int MAX_HEADER_BYTES = 65_536;
  static final int MAX_STATUS_LINE_BYTES = 4_096;

  /** An endless or slow body of a refusal must not hold the refusal itself back. */
  private static final long MAX_BODY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final NettyEventLoop loop;
  private final NettyLink link;
  private final LinkRequest request;
  private final UpgradeRequest upgrade;
  private boolean inTls;
  private boolean accepted;
  private @Nullable Refusal refusal;
  private EventLoop.@Nullable Timer bodyTimer;

  private UpgradeHandler(NettyEventLoop loop, NettyLink link, LinkRequest request, boolean inTls) {
    this.loop = loop;
    this.link = link;
    this.request = request;
    this.upgrade = new UpgradeRequest(request, loop.random().nonce());
    this.inTls = inTls;
  }

  /**
   * Prepares a pipeline that does everything as soon as TCP is connected.
   *
   * @param tls null for plain text
   */
  static void install(
      ChannelPipeline pipeline,
      NettyEventLoop loop,
      NettyLink link,
      LinkRequest request,
      @Nullable SslHandler tls) {
    if (tls != null) {
      pipeline.addLast(tls);
    }
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    pipeline.addLast(
        new FirstBytes(link, link.target()),
        new HttpClientCodec(limits, false, false),
        new UpgradeHandler(loop, link, request, tls != null));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!inTls) {
      send(context);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        inTls = false;
        send(context);
      } else {
        link.end(TlsFailure.closure(link.target(), handshake.cause()));
      }
    } else if (event instanceof SslCloseCompletionEvent) {
      channelInactive(context);
    }
  }

  private void send(ChannelHandlerContext context) {
    FullHttpRequest http;
    try {
      http = upgrade.http();
    } catch (IllegalArgumentException e) {
      link.end(Kind.HANDSHAKE, "A request header has a forbidden character", e);
      return;
    }
    context.writeAndFlush(http).addListener(link::written);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (link.opening() && message instanceof HttpObject part) {
        read(context, part);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext context, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      malformed(part.decoderResult().cause());
      return;
    }
    if (part instanceof HttpResponse answer) {
      readHead(answer);
    }
    if (refusal != null && part instanceof HttpContent content) {
      refusal.append(content.content());
      if (refusal.full() || part instanceof LastHttpContent) {
        link.end(refusal.closure());
      }
    } else if (accepted && part instanceof LastHttpContent) {
      switchToWebSocket(context);
    }
  }

  private void readHead(HttpResponse answer) {
    HttpResponseStatus status = answer.status();
    boolean switches = status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    if (switches || status.codeClass() != HttpStatusClass.INFORMATIONAL) {
      link.answered(RequestHead.headersOf(answer));
    }
    if (switches) {
      String defect = upgrade.defectOf(answer);
      accepted = defect == null;
      if (defect != null) {
        link.end(Kind.HANDSHAKE, link.target() + " sent a malformed 101 answer: " + defect, null);
      }
    } else if (status.codeClass() != HttpStatusClass.INFORMATIONAL) {
      Refusal refused = new Refusal(link.target(), answer);
      refusal = refused;
      bodyTimer = loop.schedule(MAX_BODY_NANOS, () -> link.end(refused.closure()));
    }
  }

  private void malformed(Throwable cause) {
    if (refusal != null) {
      // The status is what counts, and we have it.
      link.end(refusal.closure());
      return;
    }
    link.end(Kind.HANDSHAKE, link.target() + " cannot be understood: " + defectOf(cause), cause);
  }

  /** What Netty found wrong with an HTTP answer. */
  static String defectOf(Throwable cause) {
    if (cause instanceof TooLongHttpHeaderException) {
      return "the headers of its answer exceed " + Excerpt.bytes(MAX_HEADER_BYTES) + " bytes";
    }
    return cause instanceof TooLongHttpLineException
        ? "its status line exceeds " + Excerpt.bytes(MAX_STATUS_LINE_BYTES) + " bytes"
        : "its HTTP answer is malformed: " + Excerpt.of(String.valueOf(cause.getMessage()));
  }

  private void switchToWebSocket(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    Channel channel = context.channel();
    HttpClientCodec http = pipeline.get(HttpClientCodec.class);
    http.removeOutboundHandler();
    Deflation deflation = upgrade.deflation();
    FrameHandler frames = new FrameHandler(link, request.maxMessageBytes());
    if (deflation == null) {
      pipeline.addLast(
          new FrameCodec(loop.readBuffer(), request.maxMessageBytes(), frames, loop.random()));
    } else {
      pipeline.addLast(
          nettyDecoder(deflation.maxFrameBytes()), new WebSocket13FrameEncoder(loop.random()));
      deflation.install(pipeline, link, frames);
    }
    pipeline.addLast(frames);
    pipeline.remove(this);
    link.opened(
        channel,
        deflation == null
            ? new FrameBatch(link, channel, loop.random())
            : new NettyFrames(link, channel));
    // Hands on the frames that came in one piece with the answer; therefore after opened().
    pipeline.remove(http);
  }

  private static WebSocket13FrameDecoder nettyDecoder(int maxFrameBytes) {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxFrameBytes)
            .expectMaskedFrames(false)
            .allowMaskMismatch(false)
            .allowExtensions(true)
            // The link answers violations itself; the session checks UTF-8 in its one pass.
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (refusal != null) {
      link.end(refusal.closure());
    } else if (inTls) {
      link.end(TlsFailure.closure(link.target(), new ClosedChannelException()));
    } else {
      link.end(
          Kind.END_OF_STREAM,
          link.target() + " closed the connection without answering the WebSocket upgrade",
          null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (refusal != null) {
      link.end(refusal.closure());
    } else if (inTls) {
      link.end(TlsFailure.closure(link.target(), cause));
    } else if (cause instanceof DecoderException && cause.getCause() instanceof SSLException tls) {
      // Also the refusal of our certificate: in TLS 1.3 it comes after the handshake.
      link.failed(tls);
    } else if (cause instanceof DecoderException) {
      malformed(cause);
    } else {
      link.failed(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (bodyTimer != null) {
      bodyTimer.cancel();
    }
  }
}
