package io.tenterhook.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
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
 * first bytes, which say what it is. Attachments are passed over as they come.
 *
 * <pre>
 *   8x | 80+length            | 4 bytes of mask | payload       RFC 6455, 5.2
 *   8x | FE | length, 2 bytes | 4 bytes of mask | payload
 *   8x | FF | length, 8 bytes | 4 bytes of mask | payload
 * </pre>
 */
final class FrameReader extends ByteToMessageDecoder {
  private static final int PING_SECONDS = 25;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int SHORT_HEADER = 6;
  private static final int LONG_HEADER = 8;
  private static final int HUGE_HEADER = 14;

  /** Enough for type, ack id, names and two numbers. */
  private static final int LOOK_AT = 64;

  private final byte[] head = new byte[LOOK_AT];
  private long ticks;
  private long blobs;
  private long toSkip;
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
    while (skip(context, in) && in.readableBytes() >= SHORT_HEADER) {
      int start = in.readerIndex();
      int shortLength = in.getByte(start + 1) & 0x7f;
      int header =
          shortLength < 126 ? SHORT_HEADER : shortLength == 126 ? LONG_HEADER : HUGE_HEADER;
      if (in.readableBytes() < header) {
        return;
      }
      long length =
          switch (header) {
            case SHORT_HEADER -> shortLength;
            case LONG_HEADER -> in.getUnsignedShort(start + 2);
            default -> in.getLong(start + 2);
          };
      int type = in.getUnsignedByte(start);
      if (type == BINARY) {
        in.skipBytes(header);
        toSkip = length;
        continue;
      }
      if (in.readableBytes() < header + length) {
        return;
      }
      in.skipBytes((int) (header + length));
      if (type == CLOSE) {
        var unused = context.close();
        return;
      }
      if (type != TEXT) {
        throw new IllegalStateException("frame of type " + Integer.toHexString(type));
      }
      int looked = (int) Math.min(length, LOOK_AT);
      unmask(in, start + header, looked);
      message(context, looked);
    }
  }

  /** Passes over what is there of an attachment; false while more of it is to come. */
  private boolean skip(ChannelHandlerContext context, ByteBuf in) {
    if (toSkip == 0) {
      return true;
    }
    int now = (int) Math.min(toSkip, in.readableBytes());
    in.skipBytes(now);
    toSkip -= now;
    if (toSkip == 0 && ++blobs % Script.BLOB_CHUNK == 0) {
      write(context, "42[\"seen\"]");
    }
    return toSkip == 0;
  }

  private void unmask(ByteBuf in, int start, int length) {
    int mask = in.getInt(start - 4);
    for (int i = 0; i < length; i++) {
      head[i] = (byte) (in.getByte(start + i) ^ (mask >>> (24 - 8 * (i & 3))));
    }
  }

  /**
   * {@code 3} pong; {@code 40} CONNECT; {@code 42} event; {@code 45} is known by its attachment.
   */
  private void message(ChannelHandlerContext context, int length) {
    if (head[0] != '4') {
      return;
    }
    switch (head[1]) {
      case '0' -> write(context, "40{\"sid\":\"flood-1\"}");
      case '2' -> event(context, length);
      default -> {
        // DISCONNECT: the client closes the connection itself.
      }
    }
  }

  private void event(ChannelHandlerContext context, int length) {
    if (head[2] != '[') {
      answer(context);
    } else if (head[4] == 't') {
      if (++ticks % Script.CHUNK == 0) {
        write(context, "42[\"seen\"]");
      }
    } else {
      flood(context.channel(), new String(head, 0, length, StandardCharsets.US_ASCII));
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

  private void flood(Channel channel, String request) {
    String[] parts = request.substring(0, request.length() - 1).split(",", -1);
    Batch batch = Batch.of(parts[1].replace("\"", ""));
    long events = Long.parseLong(parts[2]);
    long perSecond = Long.parseLong(parts[3]);
    if (perSecond > 0) {
      new Pace(channel, batch, events, perSecond).start();
      return;
    }
    flood = new Flood(channel, batch, events);
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
