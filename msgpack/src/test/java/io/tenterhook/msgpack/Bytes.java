package io.tenterhook.msgpack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Messages as readable literals, and packets as readable text. */
final class Bytes {
  private static final Parser PARSER = MessagePackParser.create();

  private Bytes() {}

  /** Hexadecimal, with text between quotes: {@code "92 a2'hi' 01"}. */
  static byte[] of(String literal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String[] parts = literal.split("'", -1);
    for (int i = 0; i < parts.length; i++) {
      bytes.writeBytes(
          i % 2 == 1
              ? parts[i].getBytes(UTF_8)
              : HexFormat.of().parseHex(parts[i].replace(" ", "")));
    }
    return bytes.toByteArray();
  }

  /** The one message in which an event is sent. */
  static byte[] event(String namespace, long ackId, String json, byte[]... attachments) {
    Namespace name = Namespace.of(namespace);
    byte[] utf8 = json.getBytes(UTF_8);
    int headroom = PARSER.headroom(name);
    byte[] frame = PARSER.payload(utf8, 0, utf8.length, List.of(attachments), headroom);
    int start = PARSER.eventHeader(frame, headroom, name, ackId, 0);
    return Arrays.copyOfRange(frame, start, frame.length);
  }

  /** What one value of JSON becomes. */
  static byte[] payload(String json, byte[]... attachments) {
    byte[] utf8 = json.getBytes(UTF_8);
    return PARSER.payload(utf8, 0, utf8.length, List.of(attachments), 0);
  }

  static Packet decode(byte[] message) {
    return PARSER.decoder(DecoderLimits.DEFAULT).binary(message);
  }

  /** Decodes an event whose arguments behind the name are these bytes. */
  static Packet.Event decodeArgument(byte[] argument) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(of("83 a4'type' 02 a3'nsp' a1'/' a4'data' 92 a1'e'"));
    message.writeBytes(argument);
    return (Packet.Event) decode(message.toByteArray());
  }

  /** The JSON of the arguments behind the name. */
  static String argument(String literal) {
    String json = json(decodeArgument(of(literal)));
    return json.substring("[\"e\",".length(), json.length() - 1);
  }

  static String json(Packet.Event event) {
    return new String(event.array(), event.argsStart(), event.argsEnd() - event.argsStart(), UTF_8);
  }
}
