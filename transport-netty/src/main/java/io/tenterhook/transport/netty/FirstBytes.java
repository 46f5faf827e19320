package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Looks at the first five bytes of the answer. HTTP/1 begins with {@code HTTP/}; Netty's decoder
 * would wait for the end of a line that never comes, and the user would never hear that the port
 * speaks TLS, SSH or Redis.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

  private static final byte[] EXPECTED = "HTTP/".getBytes(StandardCharsets.US_ASCII);
  // Content types of a TLS record (RFC 8446, 5.1) which a server may begin with.
  private static final int TLS_ALERT = 21;
  private static final int TLS_HANDSHAKE = 22;

  private final Opening.Claimant claimant;
  private final String target;
  private final Kind kind;
  private int matched;

  FirstBytes(Opening.Claimant claimant, String target) {
    this(claimant, target, Kind.HANDSHAKE);
  }

  private FirstBytes(Opening.Claimant claimant, String target, Kind kind) {
    this.claimant = claimant;
    this.target = target;
    this.kind = kind;
  }

  /** For the answer to CONNECT. */
  static FirstBytes ofProxy(Opening.Claimant claimant, String proxy) {
    return new FirstBytes(claimant, proxy, Kind.PROXY);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int index = bytes.readerIndex();
    while (matched < EXPECTED.length && index < bytes.writerIndex()) {
      if (bytes.getByte(index) != EXPECTED[matched]) {
        claimant.end(new LinkClosure(kind, 0, sentence(bytes), "", /* cause= */ null));
        bytes.release();
        return;
      }
      matched++;
      index++;
    }
    if (matched == EXPECTED.length) {
      context.pipeline().remove(this);
    }
    context.fireChannelRead(bytes);
  }

  private String sentence(ByteBuf bytes) {
    int first = bytes.getUnsignedByte(bytes.readerIndex());
    if (matched == 0 && (first == TLS_ALERT || first == TLS_HANDSHAKE)) {
      return target + " speaks TLS where plain HTTP was expected: is its address https?";
    }
    byte[] start = ByteBufUtil.getBytes(bytes);
    return "Expected an HTTP answer from "
        + target
        + ", came \""
        + Excerpt.of(new String(start, StandardCharsets.ISO_8859_1))
        + "\": is another protocol spoken on that port?";
  }
}
