package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tenterhook.client.spi.HttpAnswer;
import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.HttpRequests.HttpListener;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection for HTTP/1.1 requests, one after the other.
 *
 * <pre>
 * OPENING → BUSY ⇄ IDLE      any failure, close() → GONE
 * pipeline:  [TLS]  FirstBytes  HttpClientCodec  HttpConnection
 * </pre>
 *
 * <p>All fields belong to the loop's thread.
 */
final class HttpConnection implements Opening.Claimant {

  private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*(\\d{1,6})\\b");

  /** Node closes idle connections after 5 s; we must not send while it does. */
  private static final long DEFAULT_IDLE_SECONDS = 3;

  private enum State {
    OPENING,
    BUSY,
    IDLE,
    GONE
  }

  private final NettyEventLoop loop;
  private final NettyHttpRequests owner;
  private final LinkRequest server;
  private final Opening opening;
  private State state = State.OPENING;
  private boolean inTls;
  private @Nullable Channel channel;
  private HttpRequest request;
  private @Nullable HttpListener listener;
  private @Nullable AnswerParts answer;
  private long idleUntil;

  HttpConnection(
      NettyEventLoop loop,
      NettyHttpRequests owner,
      LinkRequest server,
      HttpRequest request,
      HttpListener listener) {
    this.loop = loop;
    this.owner = owner;
    this.server = server;
    this.request = request;
    this.listener = listener;
    this.opening = new Opening(loop, this, server);
  }

  void open() {
    opening.start();
  }

  /** Whether the next request can be made on this connection. */
  boolean isFree() {
    return state == State.IDLE && loop.nanoTime() - idleUntil < 0;
  }

  void send(HttpRequest next, HttpListener listening) {
    state = State.BUSY;
    request = next;
    listener = listening;
    write();
  }

  long unwrittenBytes() {
    return NettyLink.queuedBytes(channel);
  }

  // ---- Opening

  @Override
  public void attempt(Channel attempted) {
    channel = attempted;
  }

  @Override
  public void install(ChannelPipeline pipeline, LinkRequest asked, @Nullable SslHandler tls) {
    inTls = tls != null;
    if (tls != null) {
      pipeline.addLast(tls);
    }
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(UpgradeHandler.MAX_STATUS_LINE_BYTES)
            .setMaxHeaderSize(UpgradeHandler.MAX_HEADER_BYTES);
    pipeline.addLast(new FirstBytes(this, target()), new HttpClientCodec(limits, false, false));
    pipeline.addLast(new Handler());
  }

  private String target() {
    return RequestHead.target(server);
  }

  private void write() {
    Channel open = channel;
    if (open == null) {
      return;
    }
    state = State.BUSY;
    try {
      open.writeAndFlush(RequestHead.polling(server, request)).addListener(this::written);
    } catch (IllegalArgumentException e) {
      end(Kind.HANDSHAKE, "A request header has a forbidden character", e);
    }
  }

  private void written(Future<?> write) {
    Throwable failure = write.cause();
    if (failure != null) {
      failed(failure);
    }
  }

  // ---- The answer

  private void read(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      malformed(part.decoderResult().cause());
      return;
    }
    if (part instanceof HttpResponse head
        && head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      answer = new AnswerParts(head);
    }
    AnswerParts parts = answer;
    if (parts != null && part instanceof HttpContent content) {
      if (!parts.append(content.content(), request.maxBodyBytes())) {
        end(
            Kind.MESSAGE_TOO_LARGE,
            "The body of an answer of %s exceeds %s bytes"
                .formatted(target(), Excerpt.bytes(request.maxBodyBytes())),
            null);
      } else if (part instanceof LastHttpContent) {
        answered(parts);
      }
    }
  }

  private void answered(AnswerParts parts) {
    HttpListener told = listener;
    listener = null;
    answer = null;
    if (HttpUtil.isKeepAlive(parts.head())) {
      state = State.IDLE;
      idleUntil = loop.nanoTime() + TimeUnit.SECONDS.toNanos(idleSeconds(parts.head()));
    } else {
      close();
    }
    if (told != null) {
      HttpAnswer whole = parts.whole();
      told.answered(whole);
    }
  }

  /** A second before the server would close it. */
  private static long idleSeconds(HttpResponse head) {
    String told = head.headers().get("keep-alive");
    Matcher timeout = TIMEOUT.matcher(told == null ? "" : told);
    return timeout.find() ? Long.parseLong(timeout.group(1)) - 1 : DEFAULT_IDLE_SECONDS;
  }

  // ---- Ending

  private void malformed(Throwable cause) {
    String defect = UpgradeHandler.defectOf(cause);
    end(Kind.HANDSHAKE, target() + " cannot be understood: " + defect, cause);
  }

  private void failed(Throwable failure) {
    if (inTls) {
      end(TlsFailure.closure(target(), failure));
    } else if (failure instanceof DecoderException
        && failure.getCause() instanceof SSLException e) {
      end(TlsFailure.closure(target(), e));
    } else if (failure instanceof DecoderException) {
      malformed(failure);
    } else if (failure instanceof IOException && !(failure instanceof ClosedChannelException)) {
      String reason = Excerpt.of(String.valueOf(failure.getMessage()));
      end(Kind.IO, "The connection to " + target() + " failed: " + reason, failure);
    } else {
      end(Kind.END_OF_STREAM, target() + " closed the connection without an answer", failure);
    }
  }

  private void end(Kind kind, String message, @Nullable Throwable cause) {
    end(new LinkClosure(kind, 0, message, "", cause));
  }

  @Override
  public void end(LinkClosure why) {
    if (state != State.GONE) {
      HttpListener told = listener;
      close();
      if (told != null) {
        loop.execute(() -> owner.failed(told, why));
      }
    }
  }

  @Override
  public void abort() {
    end(new LinkClosure(Kind.LOCAL, 0, "Closed by this client: aborted", "", null));
  }

  /** Closes TCP and tells nobody. */
  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
  void close() {
    if (state != State.GONE) {
      state = State.GONE;
      listener = null;
      opening.cancel();
      owner.forget(this);
      if (channel == null) {
        loop.forget(this);
      } else {
        channel.closeFuture().addListener(closed -> loop.forget(this));
        channel.close();
      }
    }
  }

  /** What Netty tells; apart from the connection because a pipeline is made for each address. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (!inTls) {
        write();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          inTls = false;
          write();
        } else {
          end(TlsFailure.closure(target(), handshake.cause()));
        }
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (state == State.BUSY && message instanceof HttpObject part) {
          read(part);
        } else if (state == State.IDLE && message instanceof HttpResponse) {
          close();
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      // While TCP is still being tried, that is for Opening to hear.
      if (state == State.BUSY || inTls) {
        failed(new ClosedChannelException());
      } else if (state == State.IDLE) {
        close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      failed(cause);
    }
  }

  /** An answer that is being read. */
  private static final class AnswerParts {
    private final HttpResponse head;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    AnswerParts(HttpResponse head) {
      this.head = head;
    }

    HttpResponse head() {
      return head;
    }

    boolean append(ByteBuf content, int maxBytes) {
      int length = content.readableBytes();
      if (length > maxBytes - body.size()) {
        return false;
      }
      try {
        content.readBytes(body, length);
        return true;
      } catch (IOException e) {
        throw new IllegalStateException("memory cannot fail", e);
      }
    }

    HttpAnswer whole() {
      return new HttpAnswer(
          head.status().code(),
          Excerpt.of(head.status().reasonPhrase()),
          RequestHead.headersOf(head),
          body.toByteArray());
    }
  }
}
