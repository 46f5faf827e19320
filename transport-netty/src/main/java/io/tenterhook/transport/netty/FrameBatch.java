package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tenterhook.client.spi.Link.WriteListener;
import org.jspecify.annotations.Nullable;

/**
 * Messages as masked frames (RFC 6455, 5.2), one behind the other in one pooled buffer, so that a
 * burst costs the channel a write for each {@link #MAX_BYTES} and not one for each message.
 *
 * <pre>
 *   FIN opcode | 1 length | mask key, 4 bytes | masked payload | FIN opcode | …
 * </pre>
 */
final class FrameBatch implements MessageWriter {

  /** Then another buffer is begun. A single longer message has one of its own. */
  static final int MAX_BYTES = 16 << 10;

  /**
   * Few bytes, and doubled when they do not suffice: else each small message that a slow server
   * leaves waiting would hold a large buffer.
   */
  private static final int FIRST_BYTES = 256;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES_MORE = 126;
  private static final int EIGHT_BYTES_MORE = 127;
  private static final int MAX_HEAD_BYTES = 14;

  private final NettyLink link;
  private final Channel channel;
  private final LoopRandom masks;
  private @Nullable ByteBuf collected;

  /** Of what was collected, if anybody wants to know. */
  private @Nullable ChannelPromise fate;

  FrameBatch(NettyLink link, Channel channel, LoopRandom masks) {
    this.link = link;
    this.channel = channel;
    this.masks = masks;
  }

  @Override
  public void write(
      byte[] array, int start, int end, boolean binary, @Nullable WriteListener written) {
    ByteBuf batch = roomFor(MAX_HEAD_BYTES + end - start);
    int opcode = binary ? FrameDecoder.BINARY : FrameDecoder.TEXT;
    writeFrame(batch, opcode, masks.nextMask(), array, start, end);
    if (written != null) {
      ChannelPromise known = fate == null ? channel.newPromise() : fate;
      fate = known.addListener(link.teller(written));
    }
  }

  /** A control frame, in a buffer of its own. */
  static ByteBuf controlFrame(ByteBufAllocator buffers, WebSocketFrame frame, int key) {
    byte[] payload = ByteBufUtil.getBytes(frame.content());
    ByteBuf encoded = buffers.directBuffer(MAX_HEAD_BYTES + payload.length);
    writeFrame(encoded, FrameHandler.opcodeOf(frame), key, payload, 0, payload.length);
    return encoded;
  }

  /** Masks the payload where it is. */
  private static void writeFrame(
      ByteBuf target, int opcode, int key, byte[] array, int start, int end) {
    writeHead(target, opcode, end - start);
    target.writeInt(key);
    Mask.apply(key, array, start, end);
    target.writeBytes(array, start, end - start);
  }

  private ByteBuf roomFor(int bytes) {
    ByteBuf batch = collected;
    if (batch != null && batch.readableBytes() + bytes > MAX_BYTES) {
      handOver();
      batch = null;
    }
    if (batch == null) {
      batch = channel.alloc().directBuffer(Math.max(FIRST_BYTES, bytes));
      collected = batch;
    }
    return batch;
  }

  private static void writeHead(ByteBuf batch, int opcode, int length) {
    batch.writeByte(FIN | opcode);
    if (length < TWO_BYTES_MORE) {
      batch.writeByte(MASKED | length);
    } else if (length < 1 << 16) {
      batch.writeByte(MASKED | TWO_BYTES_MORE).writeShort(length);
    } else {
      batch.writeByte(MASKED | EIGHT_BYTES_MORE).writeLong(length);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise that is given tells
  public void handOver() {
    ByteBuf batch = collected;
    if (batch != null) {
      ChannelPromise promise = fate == null ? link.promise(channel, null) : fate;
      // First: a write that fails at once ends the link from inside, which hands over what is left.
      collected = null;
      fate = null;
      channel.write(batch, promise);
    }
  }

  @Override
  public long collectedBytes() {
    return collected == null ? 0 : collected.readableBytes();
  }
}
