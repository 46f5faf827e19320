package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.utf8;

import io.tenterhook.protocol.Wire;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decodes for tests, and shows a packet as one line. */
final class Packets {
  private Packets() {}

  /** Decodes one packet with a decoder of its own; null if attachments are due. */
  static @Nullable Packet decode(String wire) {
    byte[] bytes = utf8(wire);
    return new PacketDecoder(DecoderLimits.DEFAULT).text(bytes, 0, bytes.length);
  }

  static @Nullable Packet text(PacketDecoder decoder, String wire) {
    byte[] bytes = utf8(wire);
    return decoder.text(bytes, 0, bytes.length);
  }

  /** {@code TYPE namespace id payload +attachment…}, left out what is not there. */
  static String show(@Nullable Packet packet) {
    if (packet instanceof Packet.Event event) {
      return "EVENT "
          + event.namespace()
          + (event.ackId() < 0 ? "" : " " + event.ackId())
          + " "
          + Wire.text(event.array(), event.argsStart(), event.argsEnd())
          + show(event.attachments());
    }
    if (packet instanceof Packet.Ack ack) {
      return "ACK "
          + ack.namespace()
          + " "
          + ack.id()
          + " "
          + Wire.text(ack.array(), ack.start(), ack.end())
          + show(ack.attachments());
    }
    if (packet instanceof Packet.Connect connect) {
      return "CONNECT " + connect.namespace() + show(connect.payload());
    }
    if (packet instanceof Packet.ConnectError error) {
      return "CONNECT_ERROR " + error.namespace() + show(error.payload());
    }
    if (packet instanceof Packet.Disconnect disconnect) {
      return "DISCONNECT " + disconnect.namespace();
    }
    return "incomplete";
  }

  private static String show(@Nullable JsonRange payload) {
    return payload == null ? "" : " " + payload;
  }

  private static String show(List<byte[]> attachments) {
    return attachments.stream()
        .map(attachment -> " +" + HexFormat.of().formatHex(attachment))
        .collect(Collectors.joining());
  }
}
