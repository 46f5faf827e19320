package io.tenterhook.benchmarks.whole;

import static io.tenterhook.benchmarks.whole.NettyRawCandidate.bytes;
import static io.tenterhook.benchmarks.whole.NettyRawCandidate.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.tenterhook.benchmarks.server.Script;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells the server's packets apart by single bytes. On the loop. */
final class RawHandler extends ChannelInboundHandlerAdapter {
  private static final byte[] ASK = bytes("[\"ask\"," + Script.ARGUMENT + "]");
  private static final int NAME = 4;

  private final Runnable onTick;
  private final Runnable onSeen;
  private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
  private final Queue<Runnable> asked = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private int nextId;

  RawHandler(Runnable onTick, Runnable onSeen) {
    this.onTick = onTick;
    this.onSeen = onSeen;
  }

  CompletableFuture<Boolean> connected() {
    return connected;
  }

  /** Unflushed: the end of the read flushes once. */
  void ask(Runnable onAnswer) {
    ChannelHandlerContext open = context;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    asked.add(onAnswer);
    byte[] id = bytes("42" + nextId++);
    byte[] text = new byte[id.length + ASK.length];
    System.arraycopy(id, 0, text, 0, id.length);
    System.arraycopy(ASK, 0, text, id.length, ASK.length);
    var unused = open.write(frame(text), open.voidPromise());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    try {
      if (message instanceof WebSocketFrame frame) {
        packet(reading, frame.content());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void packet(ChannelHandlerContext reading, ByteBuf text) {
    int start = text.readerIndex();
    switch (text.getByte(start)) {
      case '0' -> {
        var unused = reading.writeAndFlush(frame(bytes("40")));
      }
      case '2' -> {
        var unused = reading.writeAndFlush(frame(bytes("3")));
      }
      default -> message(text, start);
    }
  }

  private void message(ByteBuf text, int start) {
    switch (text.getByte(start + 1)) {
      case '0' -> connected.complete(true);
      case '3' -> {
        Runnable onAnswer = asked.poll();
        if (onAnswer != null) {
          onAnswer.run();
        }
      }
      default -> {
        if (text.getByte(start + NAME) == 't') {
          onTick.run();
        } else {
          onSeen.run();
        }
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext reading) {
    reading.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
    ClientProcess.fail("netty-raw", cause);
  }
}
