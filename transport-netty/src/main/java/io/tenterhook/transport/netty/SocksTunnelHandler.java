package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a SOCKS5 proxy (RFC 1928; user and password: RFC 1929).
 *
 * <pre>
 * 05 count methods…                                05 method       00 none, 02 password, FF neither
 * 01 length user… length password…                 01 status       00 good; after method 02 only
 * 05 01 00 type host… port:2                       05 reply 00 type host… port:2
 *
 * host of type 01: 4 bytes;  03: length, name…;  04: 16 bytes
 * </pre>
 */
final class SocksTunnelHandler extends ByteToMessageDecoder {

  private static final int VERSION = 5;
  private static final int PASSWORD_VERSION = 1;
  private static final int NO_CREDENTIALS = 0;
  private static final int PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int MAX_NAME_BYTES = 255;

  /** What stands before the host's bytes, and behind them. */
  private static final int BEFORE_HOST = 4;

  private static final int PORT_BYTES = 2;

  /** As {@code LinkClosure.code()} has it. */
  private static final int CREDENTIALS_WANTED = 407;

  /** By the code of the reply (RFC 1928, 6). */
  private static final List<String> REPLIES =
      List.of(
          "done",
          "general failure",
          "not allowed by its rules",
          "network unreachable",
          "host unreachable",
          "connection refused",
          "time to live expired",
          "command not supported",
          "address type not supported");

  private enum Awaited {
    METHOD,
    STATUS,
    REPLY
  }

  private final Tunnel tunnel;
  private Awaited awaited = Awaited.METHOD;
  private boolean over;

  SocksTunnelHandler(Tunnel tunnel) {
    this.tunnel = tunnel;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (tunnel.proxy().credentials() == null) {
      send(
          context,
          context.alloc().buffer().writeByte(VERSION).writeByte(1).writeByte(NO_CREDENTIALS));
    } else {
      ByteBuf both = context.alloc().buffer().writeByte(VERSION).writeByte(2);
      send(context, both.writeByte(NO_CREDENTIALS).writeByte(PASSWORD));
    }
  }

  private void send(ChannelHandlerContext context, ByteBuf request) {
    context.writeAndFlush(request).addListener(this::written);
  }

  private void written(Future<?> write) {
    Throwable failure = write.cause();
    if (failure != null) {
      broken(failure);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (over) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int version = awaited == Awaited.STATUS ? PASSWORD_VERSION : VERSION;
    if (in.getUnsignedByte(in.readerIndex()) != version) {
      misunderstood(in);
    } else if (in.readableBytes() >= 2) {
      int said = in.getUnsignedByte(in.readerIndex() + 1);
      switch (awaited) {
        case METHOD -> {
          in.skipBytes(2);
          method(context, said);
        }
        case STATUS -> {
          in.skipBytes(2);
          status(context, said);
        }
        case REPLY -> reply(context, in, said);
      }
    }
  }

  private void method(ChannelHandlerContext context, int method) {
    Credentials shown = tunnel.proxy().credentials();
    if (method == NO_CREDENTIALS) {
      connect(context);
    } else if (method == PASSWORD && shown != null) {
      awaited = Awaited.STATUS;
      ByteBuf request = context.alloc().buffer().writeByte(PASSWORD_VERSION);
      writeShort(request, shown.user());
      writeShort(request, shown.password());
      send(context, request);
    } else if (shown == null) {
      refused(CREDENTIALS_WANTED, "wants credentials");
    } else {
      refused(CREDENTIALS_WANTED, "takes neither user and password nor going without them");
    }
  }

  /** One byte of length, then the text. */
  private static void writeShort(ByteBuf request, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    request.writeByte(bytes.length).writeBytes(bytes);
  }

  private void status(ChannelHandlerContext context, int status) {
    if (status == 0) {
      connect(context);
    } else {
      refused(CREDENTIALS_WANTED, "does not accept these credentials");
    }
  }

  private void connect(ChannelHandlerContext context) {
    awaited = Awaited.REPLY;
    String host = tunnel.request().host();
    byte @Nullable [] address = NetUtil.createByteArrayFromIpAddressString(host);
    ByteBuf request = context.alloc().buffer();
    request.writeByte(VERSION).writeByte(CONNECT).writeByte(0);
    if (address != null) {
      request.writeByte(address.length == 4 ? IPV4 : IPV6).writeBytes(address);
    } else if (host.length() > MAX_NAME_BYTES) {
      request.release();
      refused(0, "cannot be told a host name of " + host.length() + " bytes");
      return;
    } else {
      writeShort(request.writeByte(NAME), host);
    }
    send(context, request.writeShort(tunnel.request().port()));
  }

  private void reply(ChannelHandlerContext context, ByteBuf in, int reply) {
    if (reply != 0) {
      String words = reply < REPLIES.size() ? REPLIES.get(reply) : "not a reply of RFC 1928";
      refused(reply, "answered SOCKS5 " + reply + " (" + words + ")");
      return;
    }
    if (in.readableBytes() <= BEFORE_HOST) {
      return;
    }
    int start = in.readerIndex();
    int type = in.getUnsignedByte(start + BEFORE_HOST - 1);
    int hostBytes =
        switch (type) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> 1 + in.getUnsignedByte(start + BEFORE_HOST);
          default -> -1;
        };
    if (hostBytes < 0) {
      misunderstood(in);
    } else if (in.readableBytes() >= BEFORE_HOST + hostBytes + PORT_BYTES) {
      in.skipBytes(BEFORE_HOST + hostBytes + PORT_BYTES);
      over = true;
      tunnel.opened(context);
      if (!context.isRemoved()) {
        // Hands on what was read already.
        context.pipeline().remove(this);
      }
    }
  }

  // ---- No tunnel

  private void refused(int code, String how) {
    over = true;
    tunnel.refused(code, how + " for the tunnel to " + tunnel.target(), "");
  }

  private void misunderstood(ByteBuf in) {
    over = true;
    String start = Excerpt.of(in.toString(StandardCharsets.ISO_8859_1));
    int shown = Math.min(in.readableBytes(), 8);
    String bytes = ByteBufUtil.hexDump(in, in.readerIndex(), shown);
    tunnel.end(
        tunnel.misunderstood(
            "expected SOCKS5, came \"" + start + "\" (" + bytes + "): is it another kind of proxy?",
            null));
  }

  private void broken(Throwable failure) {
    if (!over) {
      over = true;
      tunnel.broken(failure);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    broken(new ClosedChannelException());
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broken(cause);
  }
}
