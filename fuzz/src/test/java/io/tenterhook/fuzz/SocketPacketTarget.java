package io.tenterhook.fuzz;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.util.Arrays;

/**
 * Messages of one connection, separated by NUL: the first byte of each says whether it is binary.
 * Every packet that comes out holds valid JSON.
 */
public final class SocketPacketTarget {
  private SocketPacketTarget() {}

  /**
   * Takes messages.
   *
   * @param data {@code t2["text"]}, NUL, {@code bbinary}, NUL, and so on
   */
  public static void fuzzerTestOneInput(byte[] data) {
    Parser.Decoder decoder = Parser.json().decoder(DecoderLimits.DEFAULT);
    try {
      int start = 0;
      for (int at = 0; at <= data.length; at++) {
        if (at == data.length || data[at] == 0) {
          take(decoder, data, start, at);
          start = at + 1;
        }
      }
    } catch (ProtocolException refused) {
      return;
    }
  }

  private static void take(Parser.Decoder decoder, byte[] data, int start, int end) {
    byte[] message = Arrays.copyOfRange(data, Math.min(start + 1, end), end);
    Packet packet =
        start < end && data[start] == 'b'
            ? decoder.binary(message)
            : decoder.text(message, 0, message.length);
    if (packet != null) {
      Check.valid(packet);
    }
  }
}
