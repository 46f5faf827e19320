package io.tenterhook.benchmarks.whole;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.tenterhook.benchmarks.server.Script;
import java.nio.charset.StandardCharsets;

/** Says what the workloads ask for in bytes made beforehand. */
final class RawLink implements Link {
  /** Divides a chunk, so that the last tick of a chunk is flushed. */
  private static final int TICKS_PER_FLUSH = 64;

  private static final byte[] TICK = bytes("42[\"tick\"," + Script.ARGUMENT + "]");
  private static final byte[] BLOB_PACKET = bytes(Script.BLOB);
  private static final byte[] BLOB = new byte[Script.BLOB_BYTES];

  private final Channel channel;
  private final RawHandler handler;
  private int ticks;

  RawLink(Channel channel, RawHandler handler) {
    this.channel = channel;
    this.handler = handler;
  }

  static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  static TextWebSocketFrame frame(byte[] text) {
    return new TextWebSocketFrame(Unpooled.wrappedBuffer(text));
  }

  @Override
  public void requestFlood(String event, long events, long perSecond) {
    String request = "42[\"flood\",\"" + event + "\"," + events + "," + perSecond + "]";
    var unused = channel.writeAndFlush(frame(bytes(request)));
  }

  @Override
  public void emitTick() {
    // A copy, as a real emit would bring bytes of its own.
    var unused = channel.write(frame(TICK.clone()), channel.voidPromise());
    if (++ticks % TICKS_PER_FLUSH == 0) {
      channel.flush();
    }
  }

  @Override
  public void emitOrder() {
    throw new UnsupportedOperationException("netty-raw binds nothing");
  }

  /** The codec masks into a buffer of its own. */
  @Override
  public void emitBlob() {
    var unused = channel.write(frame(BLOB_PACKET), channel.voidPromise());
    var unusedToo =
        channel.writeAndFlush(
            new BinaryWebSocketFrame(Unpooled.wrappedBuffer(BLOB)), channel.voidPromise());
  }

  @Override
  public void ask(Runnable onAnswer) {
    if (channel.eventLoop().inEventLoop()) {
      handler.ask(onAnswer);
    } else {
      channel
          .eventLoop()
          .execute(
              () -> {
                handler.ask(onAnswer);
                channel.flush();
              });
    }
  }

  @Override
  public void close() {
    var unused = channel.close();
  }
}
