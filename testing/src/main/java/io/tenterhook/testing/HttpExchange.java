package io.tenterhook.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.tenterhook.testing.JournalEntry.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and the answer that is owed to it. Answering is safe from any thread, and only
 * the first answer is sent.
 */
final class HttpExchange {
  private final SocketIoServer server;
  private final Channel channel;
  private final HttpRequest head;
  private final QueryStringDecoder target;
  private final HttpHeaders headers = new DefaultHttpHeaders();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();

  HttpExchange(SocketIoServer server, Channel channel, HttpRequest head) {
    this.server = server;
    this.channel = channel;
    this.head = head;
    this.target = new QueryStringDecoder(head.uri());
    server.options().headersOfAnswers().forEach(headers::set);
  }

  /** The answer will set a cookie with the session's id. */
  void opens(EngineSession session) {
    String cookie = server.options().cookie();
    if (cookie != null) {
      headers.set(
          HttpHeaderNames.SET_COOKIE,
          cookie + "=" + session.sid() + "; Path=/; HttpOnly; SameSite=Lax");
    }
  }

  /** What the answer has beside its own headers. */
  HttpHeaders headers() {
    return headers;
  }

  Channel channel() {
    return channel;
  }

  HttpRequest head() {
    return head;
  }

  String path() {
    return target.path();
  }

  boolean isMethod(String name) {
    return name.equals(head.method().name());
  }

  @Nullable String query(String name) {
    List<String> values = target.parameters().get(name);
    return values == null ? null : values.get(0);
  }

  boolean asksForWebSocket() {
    return head.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /** What a test may look at. */
  HandshakeRequest toHandshake() {
    Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    head.headers().names().forEach(name -> byName.put(name, head.headers().getAll(name)));
    return new HandshakeRequest(head.uri(), target.parameters(), byName);
  }

  boolean isOver() {
    return over.get();
  }

  /** Runs {@code task}, on any thread, if the client goes away before it is answered. */
  void whenAbandoned(Runnable task) {
    var unused = abandoned.thenRun(task);
  }

  /** TCP has ended. */
  void abandon() {
    if (over.compareAndSet(false, true)) {
      note("abandoned");
      abandoned.complete(null);
    }
  }

  void answer(HttpAnswer answer) {
    answer(answer, answer.bytes());
  }

  /** Answers with the status and headers of {@code answer}, and another body. */
  void answer(HttpAnswer answer, byte[] body) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    note(String.valueOf(answer.status()));
    ByteBuf content = Unpooled.wrappedBuffer(body);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), content);
    setHeaders(response, answer, body.length);
    boolean keepAlive = HttpUtil.isKeepAlive(head) && answer.keepsAlive();
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    ChannelFuture written = channel.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void setHeaders(HttpResponse response, HttpAnswer answer, int length) {
    response.headers().set(headers);
    answer.headers().forEach(response.headers()::set);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
  }

  /** Writes an answer up to a byte of its body, and still owes the rest. */
  void answerPart(HttpAnswer answer, byte[] body, int end) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    setHeaders(response, answer, body.length);
    // Else it might be compressed, and the length be wrong.
    response.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY);
    var unusedHead = channel.write(response, channel.voidPromise());
    var unused =
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(body, 0, end)));
  }

  /** Writes bytes in front of the answer, past HTTP's codec. */
  void writeBytes(byte[] bytes) {
    ChannelHandlerContext codec = channel.pipeline().context(HttpServerCodec.class);
    if (codec != null) {
      var unused = codec.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }
  }

  /** Ends our side of TCP in place of an answer. */
  void halfClose() {
    if (over.compareAndSet(false, true)) {
      note("half-closed");
      FaultyLine line = FaultyLine.of(channel);
      if (line != null) {
        line.discardOutgoing();
      }
      var unused = ((SocketChannel) channel).shutdownOutput();
    }
  }

  /** Nothing is answered through HTTP any more: the connection speaks another protocol. */
  void becomes(String protocol) {
    if (over.compareAndSet(false, true)) {
      note(protocol);
    }
  }

  /** Never answers, and leaves TCP open. */
  void swallow() {
    note("silence");
  }

  /** Ends TCP in place of an answer. */
  void destroy(boolean reset) {
    if (over.compareAndSet(false, true)) {
      note("cut");
      if (reset) {
        // A linger of zero turns the close into a reset.
        ((SocketChannel) channel).config().setSoLinger(0);
      }
      var unused = channel.close();
    }
  }

  private void note(String outcome) {
    server
        .journal()
        .note(Journal.NO_SESSION, Kind.REQUEST, head.method() + " " + head.uri() + " " + outcome);
  }
}
