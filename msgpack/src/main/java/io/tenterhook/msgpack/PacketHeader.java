package io.tenterhook.msgpack;

import io.tenterhook.protocol.socketio.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * All of a packet that stands in front of its payload.
 *
 * <pre>
 *   84                        a map of 4
 *   a4 type  02
 *   a3 nsp   a1 /
 *   a2 id    07               if there is an ack id
 *   a4 data  92 a2 hi 01      if there is a payload, which this is not
 * </pre>
 *
 * @param type the packet's type, 0 to 4
 * @param namespace its namespace
 * @param ackId its ack id, or {@link #NO_ID}
 * @param hasData whether a payload follows
 */
record PacketHeader(int type, Namespace namespace, long ackId, boolean hasData) {
  static final int CONNECT = 0;
  static final int DISCONNECT = 1;
  static final int EVENT = 2;
  static final int ACK = 3;
  static final int CONNECT_ERROR = 4;
  static final int NO_ID = -1;

  static final String TYPE = "type";
  static final String NSP = "nsp";
  static final String ID = "id";
  static final String DATA = "data";
  static final String OPTIONS = "options";

  /** Enough for nearly all headers. */
  private static final MessagePack.PackerConfig CONFIG =
      new MessagePack.PackerConfig().withBufferSize(64);

  byte[] bytes() {
    try (MessageBufferPacker out = CONFIG.newBufferPacker()) {
      out.packMapHeader(2 + (ackId >= 0 ? 1 : 0) + (hasData ? 1 : 0));
      out.packString(TYPE).packInt(type);
      out.packString(NSP).packString(namespace.name());
      if (ackId >= 0) {
        out.packString(ID).packLong(ackId);
      }
      if (hasData) {
        out.packString(DATA);
      }
      return out.toByteArray();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  /** Writes it so that it ends before {@code end}. @return where it starts */
  int writeBefore(byte[] frame, int end) {
    byte[] header = bytes();
    int start = end - header.length;
    System.arraycopy(header, 0, frame, start, header.length);
    return start;
  }
}
