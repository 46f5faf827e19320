package io.tenterhook.testing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of a client, as long as it speaks HTTP: each request opens a session, belongs
 * to one or is refused, with the checks of the reference server in their order ({@code
 * Server.verify} in Engine.IO) and with its error bodies.
 *
 * <p>One difference: the reference server answers the request for an upgrade with the message
 * alone, and a wrong {@code EIO} only after 101. Here the body has the code in every case, so that
 * a test can read it.
 *
 * <p>Requests come one after the other: a client that pipelines is cut off.
 */
final class HttpDoor extends ChannelInboundHandlerAdapter {
  private final SocketIoServer server;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable HttpExchange exchange;

  /** Whose body is being read. */
  private @Nullable EngineSession posting;

  private Timers.@Nullable Timer watch;

  /** A request is on its way, or none is; and so it was when the watch last looked. */
  private boolean owesRequest;

  HttpDoor(SocketIoServer server) {
    this.server = server;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    look(context);
    context.fireChannelActive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (watch != null) {
      watch.cancel();
    }
  }

  /**
   * Ends a connection that has brought no whole request from one look to the next. Each byte of a
   * request does not count: that is what a client would do who wants to hold a connection.
   */
  private void look(ChannelHandlerContext context) {
    if (owesRequest) {
      if (exchange == null || posting != null) {
        report("HTTP: no whole request in " + server.options().requestTimeout(), null);
      }
      var unused = context.close();
      return;
    }
    owesRequest = exchange == null || exchange.isOver() || posting != null;
    watch =
        server
            .timers()
            .after(
                new NettyLoop(context.channel().eventLoop()),
                server.options().requestTimeout(),
                () -> look(context));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof LastHttpContent) {
        owesRequest = false;
      }
      if (message instanceof HttpRequest head) {
        begins(context, head);
      }
      if (message instanceof HttpContent content && posting != null) {
        read(posting, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begins(ChannelHandlerContext context, HttpRequest head) {
    HttpExchange earlier = exchange;
    if (earlier != null && !earlier.isOver()) {
      report("HTTP: a second request before the first was answered", null);
      var unused = context.close();
      return;
    }
    HttpExchange begun = new HttpExchange(server, context.channel(), head);
    exchange = begun;
    posting = null;
    body.reset();
    if (head.decoderResult().isFailure()) {
      begun.answer(HttpAnswer.undecoded(head.decoderResult().cause()));
    } else if (!begun.path().startsWith(server.options().path())) {
      begun.answer(HttpAnswer.NOT_FOUND);
    } else if (begun.isMethod("OPTIONS") && !server.options().headersOfAnswers().isEmpty()) {
      begun.answer(HttpAnswer.NO_CONTENT);
    } else if (begun.query("sid") == null) {
      handshake(context, begun);
    } else {
      ofSession(context, begun);
    }
  }

  // ---- a session begins

  private void handshake(ChannelHandlerContext context, HttpExchange begun) {
    ArmedFaults faults = server.faultsOfNextConnection();
    FaultyLine.shape(server.timers(), context.channel(), faults.line);
    if (faults.silent) {
      begun.swallow();
      return;
    }
    HttpAnswer refusal = faults.httpAnswer != null ? faults.httpAnswer : refusal(begun);
    if (refusal != null) {
      begun.answer(refusal);
    } else {
      open(context, begun, faults);
    }
  }

  private void open(ChannelHandlerContext context, HttpExchange begun, ArmedFaults faults) {
    Loop loop = new NettyLoop(context.channel().eventLoop());
    EngineSession session = new EngineSession(server, loop, begun.toHandshake(), faults);
    begun.opens(session);
    if (!session.handshake(begun)) {
      return;
    }
    if (begun.asksForWebSocket()) {
      WebSocketDoor.open(
          server,
          context,
          begun,
          wire -> {
            wire.carry(session);
            session.open(wire);
          });
    } else {
      PollingWire wire = new PollingWire(session, loop);
      session.open(wire);
      wire.polled(begun);
    }
  }

  private @Nullable HttpAnswer refusal(HttpExchange begun) {
    String transport = begun.query("transport");
    if (!isKnown(transport)) {
      return HttpAnswer.UNKNOWN_TRANSPORT;
    }
    if (!begun.isMethod("GET")) {
      return HttpAnswer.BAD_METHOD;
    }
    if ("websocket".equals(transport) != begun.asksForWebSocket()) {
      return HttpAnswer.BAD_REQUEST;
    }
    String forbidden = server.options().guard().refusal(begun.toHandshake());
    if (forbidden != null) {
      return HttpAnswer.forbidden(forbidden);
    }
    return "4".equals(begun.query("EIO")) ? null : HttpAnswer.UNSUPPORTED_VERSION;
  }

  private boolean isKnown(@Nullable String transport) {
    return transport != null && server.options().transports().contains(transport);
  }

  // ---- a session goes on

  private void ofSession(ChannelHandlerContext context, HttpExchange begun) {
    EngineSession session = server.session(String.valueOf(begun.query("sid")));
    boolean webSocket = begun.asksForWebSocket();
    if (!isKnown(begun.query("transport"))) {
      begun.answer(HttpAnswer.UNKNOWN_TRANSPORT);
    } else if (session == null) {
      begun.answer(HttpAnswer.UNKNOWN_SID);
    } else if (answered(session, begun)) {
      return;
    } else if (webSocket) {
      session.upgradeAsked(context, begun);
    } else if (!"polling".equals(begun.query("transport"))) {
      begun.answer(HttpAnswer.BAD_REQUEST);
    } else if (begun.isMethod("GET")) {
      session.onPolling(begun, wire -> wire.polled(begun));
    } else if (begun.isMethod("POST")) {
      posting = session;
      session.onPolling(begun, wire -> wire.postBegins(begun));
    } else {
      begun.answer(HttpAnswer.NOT_IMPLEMENTED);
    }
  }

  /** By a fault. */
  private static boolean answered(EngineSession session, HttpExchange begun) {
    HttpAnswer fault = session.faultOf(begun);
    if (fault != null) {
      begun.answer(fault);
    }
    return fault != null;
  }

  private void read(EngineSession session, HttpContent content) {
    HttpExchange begun = exchange;
    if (begun == null || begun.isOver()) {
      return;
    }
    if (content.decoderResult().isFailure()) {
      posting = null;
      begun.answer(HttpAnswer.BAD_REQUEST);
      session.onPolling(begun, wire -> wire.postBroken(begun));
      return;
    }
    int length = content.content().readableBytes();
    if (body.size() + (long) length > server.options().maxPayloadBytes()) {
      posting = null;
      begun.answer(HttpAnswer.TOO_LARGE);
      session.onPolling(begun, wire -> wire.postRefused(begun));
      return;
    }
    byte[] part = new byte[length];
    content.content().readBytes(part);
    body.writeBytes(part);
    if (content instanceof LastHttpContent) {
      posting = null;
      byte[] whole = body.toByteArray();
      session.onPolling(begun, wire -> wire.posted(begun, whole));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.abandon();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      report("HTTP: " + cause, cause);
    }
    var unused = context.close();
  }

  private void report(String message, @Nullable Throwable cause) {
    server.report(new ServerError(ServerError.Kind.TRANSPORT, Journal.NO_SESSION, message, cause));
  }
}
