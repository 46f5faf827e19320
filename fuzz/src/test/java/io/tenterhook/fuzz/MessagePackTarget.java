package io.tenterhook.fuzz;

import io.tenterhook.msgpack.MessagePackParser;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.util.Arrays;

/**
 * One MessagePack message. What comes out is valid JSON, can be written, and is read as the same.
 */
public final class MessagePackTarget {
  private MessagePackTarget() {}

  /**
   * Takes a message.
   *
   * @param data of a binary message
   */
  public static void fuzzerTestOneInput(byte[] data) {
    Parser parser = MessagePackParser.create();
    Packet packet;
    try {
      packet = parser.decoder(DecoderLimits.DEFAULT).binary(data);
    } catch (ProtocolException refused) {
      return;
    }
    if (packet == null) {
      throw new AssertionError("a message is a packet");
    }
    Check.valid(packet);
    if (packet instanceof Packet.Event event) {
      byte[] again = written(parser, event);
      Packet.Event second = (Packet.Event) parser.decoder(DecoderLimits.DEFAULT).binary(again);
      byte[] third = written(parser, second);
      if (!Arrays.equals(again, third)) {
        throw new AssertionError("written differently the second time: " + event);
      }
    }
  }

  private static byte[] written(Parser parser, Packet.Event event) {
    int headroom = parser.headroom(event.namespace());
    byte[] frame =
        parser.payload(
            event.array(), event.argsStart(), event.argsEnd(), event.attachments(), headroom);
    int start = parser.eventHeader(frame, headroom, event.namespace(), event.ackId(), 0);
    return Arrays.copyOfRange(frame, start, frame.length);
  }
}
