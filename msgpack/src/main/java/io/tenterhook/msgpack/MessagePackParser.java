package io.tenterhook.msgpack;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets as {@code socket.io-msgpack-parser} 3 has them: each is one binary message, attachments
 * inside. The server must use that parser too.
 *
 * <pre>{@code
 * SocketIoClient client = SocketIoClient.builder("https://fabric.example")
 *     .parser(MessagePackParser.create())
 *     .build();
 * }</pre>
 *
 * <p>Arguments stay what they are with JSON: a {@code byte[]} anywhere in them is binary, a number
 * a number. Integers that 64 bits hold are sent exactly, with or without sign. Any other number is
 * sent as a double; one with more digits than a double keeps is refused, and so is text with half a
 * surrogate pair. What the reference encoder writes for JavaScript's own types is read as JSON has
 * them: {@code undefined} as null or as no member at all, a {@code Date} as ISO 8601 text, an
 * {@code ArrayBuffer} as binary.
 *
 * <p>Has no state; safe for threads.
 */
public final class MessagePackParser implements Parser {
  // {"type": t, "nsp": "/", ["id": n,] ["data": …]}: the order of the members is free, and data
  // comes last, so that the header is complete in front of a payload that was made earlier.

  private static final MessagePackParser INSTANCE = new MessagePackParser();

  private MessagePackParser() {}

  /**
   * The parser.
   *
   * @return always the same
   */
  public static MessagePackParser create() {
    return INSTANCE;
  }

  @Override
  public Decoder decoder(DecoderLimits limits) {
    return new MessagePackDecoder(limits);
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public int headroom(Namespace namespace) {
    return new PacketHeader(PacketHeader.EVENT, namespace, Long.MAX_VALUE, true).bytes().length;
  }

  @Override
  public int headerBytes(Namespace namespace) {
    return new PacketHeader(PacketHeader.EVENT, namespace, PacketHeader.NO_ID, true).bytes().length;
  }

  @Override
  public byte[] payload(byte[] json, int start, int end, List<byte[]> attachments, int headroom) {
    return new PayloadWriter(json, start, end, attachments, headroom).write();
  }

  @Override
  public int eventHeader(
      byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments) {
    return new PacketHeader(PacketHeader.EVENT, namespace, ackId, true)
        .writeBefore(frame, payloadStart);
  }

  @Override
  public int ackHeader(
      byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments) {
    return new PacketHeader(PacketHeader.ACK, namespace, ackId, true)
        .writeBefore(frame, payloadStart);
  }

  @Override
  public byte[] connect(Namespace namespace, byte @Nullable [] json) {
    if (json == null) {
      return new PacketHeader(PacketHeader.CONNECT, namespace, PacketHeader.NO_ID, false).bytes();
    }
    return packet(PacketHeader.CONNECT, namespace, json);
  }

  @Override
  public byte[] connectError(Namespace namespace, byte[] json) {
    return packet(PacketHeader.CONNECT_ERROR, namespace, json);
  }

  private static byte[] packet(int type, Namespace namespace, byte[] json) {
    PacketHeader header = new PacketHeader(type, namespace, PacketHeader.NO_ID, true);
    int headroom = header.bytes().length;
    byte[] packet = new PayloadWriter(json, 0, json.length, List.of(), headroom).write();
    header.writeBefore(packet, headroom);
    return packet;
  }

  @Override
  public byte[] disconnect(Namespace namespace) {
    return new PacketHeader(PacketHeader.DISCONNECT, namespace, PacketHeader.NO_ID, false).bytes();
  }

  @Override
  public String toString() {
    return "MessagePack";
  }
}
