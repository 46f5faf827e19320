package io.tenterhook.msgpack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenterhook.protocol.socketio.Namespace;

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

  static final byte[] TYPE = "type".getBytes(US_ASCII);
  static final byte[] NSP = "nsp".getBytes(US_ASCII);
  static final byte[] ID = "id".getBytes(US_ASCII);
  static final byte[] DATA = "data".getBytes(US_ASCII);
  static final byte[] OPTIONS = "options".getBytes(US_ASCII);

  int length() {
    int name = nameLength();
    int length = 1 + 1 + TYPE.length + 1 + 1 + NSP.length + Wire.stringHeaderLength(name) + name;
    if (ackId >= 0) {
      length += 1 + ID.length + Wire.integerLength(ackId);
    }
    return hasData ? length + 1 + DATA.length : length;
  }

  /** Writes it so that it ends before {@code end}. @return where it starts */
  int writeBefore(byte[] frame, int end) {
    int start = end - length();
    int at = start;
    frame[at++] = (byte) (Wire.FIXMAP | (2 + (ackId >= 0 ? 1 : 0) + (hasData ? 1 : 0)));
    at = Wire.writeString(TYPE, frame, at);
    at = Wire.writeInteger(type, frame, at);
    at = Wire.writeString(NSP, frame, at);
    at = Wire.writeString(namespace.name().getBytes(UTF_8), frame, at);
    if (ackId >= 0) {
      at = Wire.writeString(ID, frame, at);
      at = Wire.writeInteger(ackId, frame, at);
    }
    if (hasData) {
      Wire.writeString(DATA, frame, at);
    }
    return start;
  }

  private int nameLength() {
    // On the wire of the default parser a comma follows the name, and the root has none.
    return Math.max(1, namespace.wireLength() - 1);
  }
}
