package io.tenterhook.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.tenterhook.testing.JournalEntry.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP request into a connection or refuses it, with the checks of the reference server in
 * their order ({@code Server.verify} in Engine.IO) and with its error bodies.
 *
 * <p>One difference: the reference server answers the request for an upgrade with the message
 * alone, and a wrong {@code EIO} only after 101. Here the body has the code in every case, so that
 * a test can read it.
 */
final class HttpDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final SocketIoServer server;

  HttpDoor(SocketIoServer server) {
    this.server = server;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    QueryStringDecoder target = new QueryStringDecoder(request.uri());
    HttpAnswer refusal;
    if (request.decoderResult().isFailure()) {
      refusal = HttpAnswer.BAD_REQUEST;
    } else if (!target.path().startsWith(server.options().path())) {
      refusal = HttpAnswer.NOT_FOUND;
    } else {
      ArmedFaults faults = server.faultsOfNextConnection();
      if (faults.silent) {
        note(request, "silence");
        return;
      }
      refusal = faults.httpAnswer != null ? faults.httpAnswer : refusal(request, target);
      if (refusal == null) {
        upgrade(context, request, target, faults);
        return;
      }
    }
    answer(context, request, refusal);
  }

  private @Nullable HttpAnswer refusal(FullHttpRequest request, QueryStringDecoder target) {
    String sid = parameter(target, "sid");
    if (!"websocket".equals(parameter(target, "transport"))) {
      return HttpAnswer.UNKNOWN_TRANSPORT;
    }
    if (sid != null) {
      return server.knows(sid) ? HttpAnswer.BAD_REQUEST : HttpAnswer.UNKNOWN_SID;
    }
    if (!HttpMethod.GET.equals(request.method())) {
      return HttpAnswer.BAD_METHOD;
    }
    if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      return HttpAnswer.BAD_REQUEST;
    }
    return "4".equals(parameter(target, "EIO")) ? null : HttpAnswer.UNSUPPORTED_VERSION;
  }

  private static @Nullable String parameter(QueryStringDecoder target, String name) {
    List<String> values = target.parameters().get(name);
    return values == null ? null : values.get(0);
  }

  private void upgrade(
      ChannelHandlerContext context,
      FullHttpRequest request,
      QueryStringDecoder target,
      ArmedFaults faults) {
    int maxBytes = server.options().maxPayloadBytes();
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxBytes)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();
    WebSocketServerHandshaker13 handshaker =
        new WebSocketServerHandshaker13(request.uri(), null, config);
    WebSocketWire wire = new WebSocketWire(context.channel(), maxBytes);
    HandshakeRequest handshake =
        new HandshakeRequest(request.uri(), target.parameters(), headers(request.headers()));
    EngineSession session = new EngineSession(server, wire, handshake, faults);
    try {
      handshaker
          .handshake(context.channel(), request)
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  note(request, "101");
                  wire.carry(session);
                  session.open();
                }
              });
    } catch (WebSocketHandshakeException e) {
      answer(context, request, HttpAnswer.BAD_REQUEST);
      return;
    }
    context.pipeline().addLast(new Utf8FrameValidator(false)).addLast(wire).remove(this);
  }

  private static Map<String, List<String>> headers(HttpHeaders headers) {
    Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.names().forEach(name -> byName.put(name, headers.getAll(name)));
    return byName;
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request, HttpAnswer answer) {
    note(request, String.valueOf(answer.status()));
    ByteBuf body = Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
    answer.headers().forEach(response.headers()::set);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private void note(FullHttpRequest request, String outcome) {
    server
        .journal()
        .note(
            Journal.NO_SESSION,
            Kind.REQUEST,
            request.method() + " " + request.uri() + " " + outcome);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      server.report(
          new ServerError(ServerError.Kind.TRANSPORT, Journal.NO_SESSION, "HTTP: " + cause, cause));
    }
    var unused = context.close();
  }
}
