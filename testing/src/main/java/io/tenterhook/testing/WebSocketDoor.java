package io.tenterhook.testing;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.function.Consumer;

/** Answers the request for a WebSocket. RFC 6455, section 4.2. */
final class WebSocketDoor {
  /** Of those that a client offers the first is taken, as by the reference server. */
  private static final String FIRST_SUBPROTOCOL = WebSocketServerHandshaker.SUB_PROTOCOL_WILDCARD;

  private WebSocketDoor() {}

  /**
   * Turns a connection from HTTP to WebSocket, or refuses it.
   *
   * @param opened gets the wire when the answer has been written, before anything is read
   */
  static void open(
      SocketIoServer server,
      ChannelHandlerContext context,
      HttpExchange exchange,
      Consumer<WebSocketWire> opened) {
    int maxBytes = server.options().maxPayloadBytes();
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxBytes)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();
    WebSocketServerHandshaker13 handshaker =
        new WebSocketServerHandshaker13(exchange.head().uri(), FIRST_SUBPROTOCOL, config);
    WebSocketWire wire = new WebSocketWire(context.channel(), server.timers(), maxBytes);
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            exchange.head().protocolVersion(),
            exchange.head().method(),
            exchange.head().uri(),
            Unpooled.EMPTY_BUFFER,
            exchange.head().headers(),
            EmptyHttpHeaders.INSTANCE);
    try {
      handshaker
          .handshake(context.channel(), request, exchange.headers(), context.newPromise())
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  exchange.becomes("101");
                  opened.accept(wire);
                }
              });
    } catch (WebSocketHandshakeException e) {
      exchange.answer(HttpAnswer.BAD_REQUEST);
      return;
    }
    ChannelPipeline pipeline = context.pipeline();
    pipeline.addLast(new Utf8FrameValidator(false)).addLast(wire).remove(HttpDoor.class);
  }
}
