package io.tenterhook.protocol.engineio;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * The body of an HTTP long-polling request or response. Engine.IO v4, "HTTP long-polling".
 *
 * <pre>
 *   &lt;type&gt;[&lt;data&gt;] 0x1E b&lt;base64&gt; 0x1E …       4hello 1E 2 1E bAQIDBA==
 * </pre>
 *
 * <p>Base64 is padded, of the standard alphabet and without line breaks.
 */
public final class PollingPayload {
  /** Between two packets. No text packet contains it: JSON has it escaped. */
  private static final byte SEPARATOR = 0x1e;

  private static final byte BINARY = 'b';

  /** Digits of the length in front of an Engine.IO 3 packet that we still recognise. */
  private static final int MAX_LENGTH_DIGITS = 10;

  private PollingPayload() {}

  /**
   * Reads the packets of a body, in order. The packets before a mistake have been handed over when
   * the mistake is reported.
   *
   * @param body the body; text packets refer to it, binary ones have an array of their own
   * @param start where the payload starts
   * @param end where the payload ends
   * @param maxPackets how many packets are accepted
   * @param sink gets each packet
   * @throws ProtocolException EMPTY_PACKET, UNKNOWN_ENGINE_PACKET, INVALID_BASE64,
   *     TOO_MANY_PACKETS_IN_PAYLOAD or ENGINE_IO_3
   */
  public static void decode(
      byte[] body, int start, int end, int maxPackets, Consumer<EnginePacket> sink) {
    refuseEngineIo3(body, start, end);
    int packetStart = start;
    for (int packets = 0; packets < maxPackets; packets++) {
      int packetEnd = packetStart;
      while (packetEnd < end && body[packetEnd] != SEPARATOR) {
        packetEnd++;
      }
      sink.accept(packet(body, packetStart, packetEnd));
      if (packetEnd == end) {
        return;
      }
      packetStart = packetEnd + 1;
    }
    throw new ProtocolException(
        ProtocolRule.TOO_MANY_PACKETS_IN_PAYLOAD,
        "expected at most "
            + maxPackets
            + " packets, found more from index "
            + packetStart
            + " on");
  }

  /**
   * Writes packets to a body.
   *
   * @param packets at least one; only a message can be binary
   * @return a new array
   * @throws IllegalArgumentException if there is no packet, if a text contains the separator, or if
   *     the body would not fit into an array
   */
  public static byte[] encode(List<EnginePacket> packets) {
    long length = packets.size() - 1L;
    for (EnginePacket packet : packets) {
      length += encodedLength(packet);
    }
    if (packets.isEmpty() || length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "expected 1 packet or more that fit into an array, found "
              + packets.size()
              + " packets; send them in several payloads");
    }
    byte[] body = new byte[(int) length];
    int at = 0;
    for (EnginePacket packet : packets) {
      if (at > 0) {
        body[at++] = SEPARATOR;
      }
      at = packet.binary() ? writeBinary(packet, body, at) : writeText(packet, body, at);
    }
    return body;
  }

  /**
   * How many bytes a packet takes in a body: base64 growth counted, the separator not. A body of n
   * packets has n-1 separators of one byte.
   *
   * @param packet the packet
   * @return bytes
   */
  public static long encodedLength(EnginePacket packet) {
    return packet.binary() ? binaryLength(packet.length()) : 1L + packet.length();
  }

  /**
   * How many bytes an attachment takes in a body.
   *
   * @param bytes its length
   * @return {@code b} and padded base64
   */
  public static long binaryLength(int bytes) {
    return 1 + (bytes + 2L) / 3 * 4;
  }

  private static EnginePacket packet(byte[] body, int start, int end) {
    if (start == end || body[start] != BINARY) {
      return EnginePacket.text(body, start, end);
    }
    int length = end - start - 1;
    if (length % 4 == 0) { // the JDK's decoder would let missing padding pass
      try {
        ByteBuffer data = Base64.getDecoder().decode(ByteBuffer.wrap(body, start + 1, length));
        return EnginePacket.binary(data.array());
      } catch (IllegalArgumentException e) {
        // Its message is the JDK's; ours below tells the rule and the place.
        throw invalidBase64(body, start, end);
      }
    }
    throw invalidBase64(body, start, end);
  }

  private static ProtocolException invalidBase64(byte[] body, int start, int end) {
    return ProtocolException.unexpected(
        ProtocolRule.INVALID_BASE64, "'b' and padded base64", body, start, end);
  }

  private static int writeText(EnginePacket packet, byte[] body, int at) {
    for (int i = packet.start(); i < packet.end(); i++) {
      if (packet.array()[i] == SEPARATOR) {
        throw new IllegalArgumentException(
            "expected text without the separator 0x1E, found one at index "
                + (i - packet.start())
                + "; escape it, as JSON does");
      }
    }
    body[at] = packet.type().code();
    System.arraycopy(packet.array(), packet.start(), body, at + 1, packet.length());
    return at + 1 + packet.length();
  }

  private static int writeBinary(EnginePacket packet, byte[] body, int at) {
    body[at] = BINARY;
    ByteBuffer base64 =
        Base64.getEncoder()
            .encode(ByteBuffer.wrap(packet.array(), packet.start(), packet.length()));
    int length = base64.remaining();
    base64.get(body, at + 1, length);
    return at + 1 + length;
  }

  /**
   * Engine.IO 3 answers with packets that have their length in front: {@code 96:0{"sid":…} } as
   * text, or as binary a 0 or 1, the length with a digit in each byte, and 0xFF.
   */
  private static void refuseEngineIo3(byte[] body, int start, int end) {
    int at = start;
    boolean binary = at < end && (body[at] == 0 || body[at] == 1);
    if (binary) {
      at++;
    }
    int zero = binary ? 0 : '0';
    int digits = 0;
    while (at < end && digits < MAX_LENGTH_DIGITS && body[at] >= zero && body[at] <= zero + 9) {
      at++;
      digits++;
    }
    byte mark = binary ? (byte) 0xff : (byte) ':';
    if (digits > 0 && end - at >= 2 && body[at] == mark && body[at + 1] == '0') {
      throw new ProtocolException(
          ProtocolRule.ENGINE_IO_3,
          "expected an Engine.IO 4 payload, found packets with their length in front:"
              + " server speaks Engine.IO 3 (Socket.IO 2.x)?");
    }
  }
}
