package io.tenterhook.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection over one WebSocket: frames become messages, each message is one Engine.IO packet.
 *
 * <p>Used by its loop alone. Netty's codec has checked frames and UTF-8 before they come here.
 */
final class WebSocketWire extends ChannelInboundHandlerAdapter implements Wire {
  /** How long the client may take to answer our close frame before TCP is ended regardless. */
  private static final long CLOSE_GRACE_MILLIS = 2_000;

  private final Channel channel;
  private final Timers timers;
  private final long maxMessageBytes;
  private @Nullable Receiver receiver;
  private @Nullable Flood flood;

  /** The message whose first fragments have come. */
  private @Nullable ByteArrayOutputStream fragments;

  private boolean fragmentsAreText;
  private boolean closeSent;
  private boolean halfClosed;
  private boolean silent;

  /** Null as long as the network is a good one. */
  private @Nullable FaultyLine line;

  WebSocketWire(Channel channel, Timers timers, long maxMessageBytes) {
    this.channel = channel;
    this.timers = timers;
    this.maxMessageBytes = maxMessageBytes;
    this.line = FaultyLine.of(channel);
  }

  /** From now on {@code receiver} gets what comes. */
  void carry(Receiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public String transport() {
    return "websocket";
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!silent && message instanceof WebSocketFrame frame) {
        read(frame);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame close) {
      readClose(close);
    } else if (frame instanceof PingWebSocketFrame ping) {
      var unused = channel.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
    } else if (!(frame instanceof PongWebSocketFrame)) {
      readData(frame);
    }
  }

  private void readData(WebSocketFrame frame) {
    if (!(frame instanceof ContinuationWebSocketFrame)) {
      fragmentsAreText = frame instanceof TextWebSocketFrame;
      if (frame.isFinalFragment()) {
        deliver(ByteBufUtil.getBytes(frame.content()));
        return;
      }
      fragments = new ByteArrayOutputStream();
    }
    ByteArrayOutputStream joined = fragments;
    if (joined == null) {
      return;
    }
    ByteBuf part = frame.content();
    if (joined.size() + (long) part.readableBytes() > maxMessageBytes) {
      throw new TooLongFrameException("a message of more than " + maxMessageBytes + " bytes");
    }
    joined.writeBytes(ByteBufUtil.getBytes(part));
    if (frame.isFinalFragment()) {
      fragments = null;
      deliver(joined.toByteArray());
    }
  }

  private void deliver(byte[] message) {
    if (receiver == null) {
      return;
    }
    if (fragmentsAreText) {
      receiver.text(message);
    } else {
      receiver.binary(message);
    }
  }

  /** Answers with the same code, as RFC 6455 wants, unless this is the answer to ours. */
  private void readClose(CloseWebSocketFrame close) {
    if (receiver != null) {
      receiver.ended(DisconnectReason.TRANSPORT_CLOSE);
    }
    if (closeSent) {
      endTcp();
    } else {
      closeSent = true;
      channel.writeAndFlush(close.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (flood != null && channel.isWritable()) {
      flood.run();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (receiver != null) {
      receiver.ended(DisconnectReason.TRANSPORT_CLOSE);
    }
    stopFlood();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (receiver != null) {
      receiver.failed(cause);
    }
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      close(corrupted.closeStatus().code(), String.valueOf(corrupted.getMessage()));
    } else if (cause instanceof TooLongFrameException) {
      close(WebSocketCloseStatus.MESSAGE_TOO_BIG.code(), String.valueOf(cause.getMessage()));
    } else if (cause instanceof IOException) {
      endTcp();
    } else {
      close(WebSocketCloseStatus.INTERNAL_SERVER_ERROR.code(), "");
    }
  }

  @Override
  public Loop loop() {
    return new NettyLoop(channel.eventLoop());
  }

  @Override
  public void write(byte[] array, int start, boolean binary) {
    ByteBuf content = Unpooled.wrappedBuffer(array, start, array.length - start);
    write(binary ? new BinaryWebSocketFrame(content) : new TextWebSocketFrame(content));
  }

  @Override
  public void writeHalf(byte[] array, int start, boolean binary) {
    int length = array.length - start;
    byte[] header = Flood.header(binary ? Flood.BINARY : Flood.TEXT, length);
    write(Unpooled.wrappedBuffer(header, Arrays.copyOfRange(array, start, start + length / 2)));
  }

  @Override
  public void writeBytes(byte[] bytes) {
    write(Unpooled.wrappedBuffer(bytes));
  }

  private void write(Object message) {
    if (silent || closeSent || halfClosed) {
      ReferenceCountUtil.release(message);
    } else {
      var unused = channel.write(message, channel.voidPromise());
    }
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public void whenLeft(Runnable then) {
    channel.flush();
    if (line == null) {
      then.run();
    } else {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> then.run());
    }
  }

  @Override
  public long queuedBytes() {
    // Netty tells how much may still be written before or after the mark, not how much waits.
    var outbound = channel.unsafe().outboundBuffer();
    long held = line == null ? 0 : line.queuedBytes();
    return held + (outbound == null ? 0 : outbound.totalPendingWriteBytes());
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void closeForClient() {
    close(NO_CODE, "");
  }

  @Override
  public void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    if (flood != null && !flood.isOver()) {
      done.completeExceptionally(
          new IllegalStateException("a flood is under way: wait for its end"));
      return;
    }
    flood = new Flood(channel, packet, times, done);
    flood.run();
  }

  private void stopFlood() {
    if (flood != null) {
      flood.stop();
    }
  }

  @Override
  public void close(int code, String reason) {
    stopFlood();
    if (closeSent || silent) {
      return;
    }
    CloseWebSocketFrame frame =
        code == NO_CODE
            ? new CloseWebSocketFrame()
            : new CloseWebSocketFrame(new WebSocketCloseStatus(code, reason, false));
    write(frame);
    channel.flush();
    closeSent = true;
    var unused =
        channel.eventLoop().schedule(this::endTcp, CLOSE_GRACE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void finish() {
    stopFlood();
    channel.flush();
    endTcp();
  }

  @Override
  public void reset() {
    stopFlood();
    // A linger of zero turns the close into a reset.
    ((SocketChannel) channel).config().setSoLinger(0);
    endTcp();
  }

  private void endTcp() {
    var unused = channel.close();
  }

  @Override
  public void halfClose() {
    stopFlood();
    channel.flush();
    halfClosed = true;
    if (line != null) {
      line.discardOutgoing();
    }
    var unused = ((SocketChannel) channel).shutdownOutput();
  }

  @Override
  public void stall(Duration time) {
    line = FaultyLine.stall(timers, channel, time);
  }

  @Override
  public void goSilent() {
    silent = true;
    stopFlood();
    channel.config().setAutoRead(false);
  }
}
