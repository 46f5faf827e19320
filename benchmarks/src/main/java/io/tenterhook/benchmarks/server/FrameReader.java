package io.tenterhook.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads the client's frames, which must be whole and masked, and unmasks only the
 * first bytes, which say what it is.
 *
 * <pre>
 *   8x | 80+length           | 4 bytes of mask | payload       RFC 6455, 5.2
 *   8x | FE | length, 2 bytes | 4 bytes of mask | payload
 * </pre>
 */
final class FrameReader extends ByteToMessageDecoder {
  private static final int PING_SECONDS = 25;
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int SHORT_HEADER = 6;
  private static final int LONG_HEADER = 8;

  /** Enough for type, ack id, name and a number. */
  private static final int LOOK_AT = 40;

  private final byte[] head = new byte[LOOK_AT];
  private long ticks;
  private @Nullable Flood flood;
  private @Nullable Future<?> heartbeat;

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    write(
        context,
        "0{\"sid\":\"flood\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
            + "\"maxPayload\":1000000}");
    context.flush();
    heartbeat =
        context
            .executor()
            .scheduleAtFixedRate(
                () -> {
                  write(context, "2");
                  context.flush();
                },
                PING_SECONDS,
                PING_SECONDS,
                TimeUnit.SECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (heartbeat != null) {
      heartbeat.cancel(false);
    }
    if (flood != null) {
      flood.stop();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    while (in.readableBytes() >= SHORT_HEADER) {
      int start = in.readerIndex();
      int length = in.getByte(start + 1) & 0x7f;
      int header = length < 126 ? SHORT_HEADER : LONG_HEADER;
      if (in.readableBytes() < header) {
        return;
      }
      length = length < 126 ? length : in.getUnsignedShort(start + 2);
      if (in.readableBytes() < header + length) {
        return;
      }
      in.skipBytes(header + length);
      int type = in.getUnsignedByte(start);
      if (type == CLOSE) {
        var unused = context.close();
        return;
      }
      if (type != TEXT) {
        throw new IllegalStateException("frame of type " + Integer.toHexString(type));
      }
      int looked = Math.min(length, LOOK_AT);
      unmask(in, start + header, looked);
      message(context, looked);
    }
  }

  private void unmask(ByteBuf in, int start, int length) {
    int mask = in.getInt(start - 4);
    for (int i = 0; i < length; i++) {
      head[i] = (byte) (in.getByte(start + i) ^ (mask >>> (24 - 8 * (i & 3))));
    }
  }

  private void message(ChannelHandlerContext context, int length) {
    if (head[0] == '3') {
      return;
    }
    if (head[1] == '0') {
      write(context, "40{\"sid\":\"flood-1\"}");
    } else if (head[2] != '[') {
      answer(context);
    } else if (head[4] == 't') {
      if (++ticks % Script.CHUNK == 0) {
        write(context, "42[\"seen\"]");
      }
    } else {
      flood(context, new String(head, 0, length, StandardCharsets.US_ASCII));
    }
  }

  /** {@code 42id["ask",…]}: the id is given back. */
  private void answer(ChannelHandlerContext context) {
    int digits = 0;
    while (head[2 + digits] != '[') {
      digits++;
    }
    byte[] rest = {'[', '"', 'o', 'k', '"', ']'};
    ByteBuf frame = context.alloc().buffer(4 + digits + rest.length);
    frame.writeByte(TEXT).writeByte(2 + digits + rest.length).writeByte('4').writeByte('3');
    frame.writeBytes(head, 2, digits).writeBytes(rest);
    var unused = context.write(frame, context.voidPromise());
  }

  private void flood(ChannelHandlerContext context, String request) {
    long events = Long.parseLong(request.substring(request.indexOf(',') + 1, request.length() - 1));
    flood = new Flood(context.channel(), events);
    flood.run();
  }

  private static void write(ChannelHandlerContext context, String text) {
    var unused = context.write(frame(context, text), context.voidPromise());
  }

  private static ByteBuf frame(ChannelHandlerContext context, String text) {
    ByteBuf payload = ByteBufUtil.writeAscii(context.alloc(), text);
    ByteBuf header = context.alloc().buffer(4).writeByte(TEXT);
    if (text.length() < 126) {
      header.writeByte(text.length());
    } else {
      header.writeByte(126).writeShort(text.length());
    }
    return context.alloc().compositeBuffer(2).addComponents(true, header, payload);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    super.channelReadComplete(context);
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (flood != null && context.channel().isWritable()) {
      flood.run();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A client that is done just goes.
    if (!(cause instanceof IOException)) {
      System.err.println("flood server: " + cause);
    }
    var unused = context.close();
  }
}
