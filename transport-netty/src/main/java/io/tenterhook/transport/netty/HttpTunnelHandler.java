package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP proxy by CONNECT (RFC 9110, 9.3.6).
 *
 * <pre>
 * CONNECT host:port HTTP/1.1                     HTTP/1.1 200 Connection established
 * Host: host:port                                (then the server's bytes)
 * Proxy-Authorization: Basic base64(user:password)
 *
 * before:  FirstBytes  HttpClientCodec  HttpTunnelHandler
 * after:   what goes through the tunnel
 * </pre>
 */
final class HttpTunnelHandler extends ChannelInboundHandlerAdapter {

  /** By RFC 9110 it is 407; tinyproxy says 401 when the credentials are wrong. */
  private static final Set<Integer> CREDENTIALS_WANTED = Set.of(401, 407);

  /** An endless or slow body of a refusal must not hold the refusal itself back. */
  private static final long MAX_BODY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Tunnel tunnel;
  private final NettyEventLoop loop;
  private boolean accepted;
  private boolean opened;
  private @Nullable HttpResponse head;
  private @Nullable Refusal refusal;
  private EventLoop.@Nullable Timer bodyTimer;

  private HttpTunnelHandler(Tunnel tunnel, NettyEventLoop loop) {
    this.tunnel = tunnel;
    this.loop = loop;
  }

  static void install(ChannelPipeline pipeline, Tunnel tunnel, NettyEventLoop loop) {
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(UpgradeHandler.MAX_STATUS_LINE_BYTES)
            .setMaxHeaderSize(UpgradeHandler.MAX_HEADER_BYTES);
    pipeline.addLast(
        tunnel.firstBytes(),
        new HttpClientCodec(limits, false, false),
        new HttpTunnelHandler(tunnel, loop));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    String server = tunnel.target();
    FullHttpRequest connect =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.CONNECT, server, Unpooled.EMPTY_BUFFER);
    connect.headers().set(HttpHeaderNames.HOST, server);
    Credentials shown = tunnel.proxy().credentials();
    if (shown != null) {
      byte[] pair = (shown.user() + ':' + shown.password()).getBytes(StandardCharsets.UTF_8);
      connect
          .headers()
          .set(
              HttpHeaderNames.PROXY_AUTHORIZATION,
              "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    context.writeAndFlush(connect).addListener(this::written);
  }

  private void written(Future<?> write) {
    Throwable failure = write.cause();
    if (failure != null) {
      tunnel.broken(failure);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (opened && message instanceof ByteBuf bytes) {
      context.fireChannelRead(bytes);
      return;
    }
    try {
      if (message instanceof HttpObject part) {
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
    if (part instanceof HttpResponse answer
        && answer.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      accepted = answer.status().equals(HttpResponseStatus.OK);
      if (!accepted) {
        head = answer;
        refusal = new Refusal(tunnel.target(), answer);
        bodyTimer = loop.schedule(MAX_BODY_NANOS, this::refuse);
      }
    }
    if (refusal != null && part instanceof HttpContent content) {
      refusal.append(content.content());
      if (refusal.full() || part instanceof LastHttpContent) {
        refuse();
      }
    } else if (accepted && part instanceof LastHttpContent) {
      open(context);
    }
  }

  private void open(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    HttpClientCodec http = pipeline.get(HttpClientCodec.class);
    // TLS begins to write as soon as it is installed.
    http.removeOutboundHandler();
    opened = true;
    tunnel.opened(context);
    if (!context.isRemoved()) {
      // Hands on what was read already.
      pipeline.remove(http);
      pipeline.remove(this);
    }
  }

  // ---- No tunnel

  private void refuse() {
    HttpResponse answer = head;
    if (answer == null || refusal == null) {
      return;
    }
    int status = answer.status().code();
    String words = status + " " + Excerpt.of(answer.status().reasonPhrase());
    String how =
        CREDENTIALS_WANTED.contains(status)
            ? wantsCredentials(answer) + " for the tunnel to " + tunnel.target() + ": HTTP " + words
            : "answered CONNECT " + tunnel.target() + " with HTTP " + words;
    tunnel.refused(status, how, refusal.bodyStart());
  }

  private String wantsCredentials(HttpResponse answer) {
    List<String> schemes =
        answer.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE).stream()
            .map(challenge -> challenge.strip().split("[ ,]", 2)[0])
            .toList();
    if (!schemes.isEmpty() && schemes.stream().noneMatch("Basic"::equalsIgnoreCase)) {
      return "wants credentials by " + Excerpt.of(String.join(", ", schemes)) + ", not by Basic,";
    }
    return tunnel.proxy().credentials() == null
        ? "wants credentials"
        : "does not accept these credentials";
  }

  private void malformed(Throwable cause) {
    if (refusal != null) {
      refuse();
      return;
    }
    String defect = Excerpt.of(String.valueOf(cause.getMessage()));
    tunnel.end(tunnel.misunderstood("its HTTP answer is malformed: " + defect, cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (refusal != null) {
      refuse();
    } else {
      tunnel.broken(new ClosedChannelException());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (refusal != null) {
      refuse();
    } else {
      tunnel.broken(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (bodyTimer != null) {
      bodyTimer.cancel();
    }
  }
}
