package io.tenterhook.benchmarks.whole;

import static io.tenterhook.benchmarks.whole.RawLink.bytes;
import static io.tenterhook.benchmarks.whole.RawLink.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.tenterhook.benchmarks.server.Script;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells the server's packets apart by single bytes. On the loop. */
final class RawHandler extends ChannelInboundHandlerAdapter {
  private static final byte[] ASK = bytes("[\"ask\"," + Script.ARGUMENT + "]");
  private static final int NAME = 4;

  private final Ears ears;
  private final CompletableFuture<Link> connected = new CompletableFuture<>();
  private final Queue<Runnable> asked = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private int nextId;

  RawHandler(Ears ears) {
    this.ears = ears;
  }

  CompletableFuture<Link> connected() {
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
      if (message instanceof BinaryWebSocketFrame) {
        ears.onEvent().run();
      } else if (message instanceof WebSocketFrame frame) {
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
      default -> message(reading, text, start);
    }
  }

  private void message(ChannelHandlerContext reading, ByteBuf text, int start) {
    switch (text.getByte(start + 1)) {
      case '0' -> connected.complete(new RawLink(reading.channel(), this));
      case '3' -> {
        Runnable onAnswer = asked.poll();
        if (onAnswer != null) {
          onAnswer.run();
        }
      }
      case '5' -> {
        // Its attachment comes in the next frame.
      }
      default -> {
        if (text.getByte(start + NAME) == 's') {
          ears.onSeen().run();
        } else {
          ears.onEvent().run();
        }
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext reading) {
    reading.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    connected.completeExceptionally(new ClosedChannelException());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
    connected.completeExceptionally(cause);
    ClientProcess.fail("netty-raw", cause);
  }
}
