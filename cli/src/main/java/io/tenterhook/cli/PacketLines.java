package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Packet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Packets as JSON lines with named parts, as {@code decode} prints and {@code encode} takes them:
 *
 * <pre>
 * {"engine":"open","data":{"sid":"…",…}}
 * {"engine":"ping"}                             {"engine":"ping","data":"probe"}
 * {"engine":"message","socket":"connect","nsp":"/","data":{…}}
 * {"engine":"message","socket":"connect_error","nsp":"/","data":{"message":"…"}}
 * {"engine":"message","socket":"disconnect","nsp":"/"}
 * {"engine":"message","socket":"event","nsp":"/admin","id":7,"event":"a","args":[…],"attachments":0}
 * {"engine":"message","socket":"ack","nsp":"/","id":7,"args":[…],"attachments":0}
 * </pre>
 *
 * <p>{@code data} and {@code id} are left out when there are none. Binary is <code>
 * {"$base64":"…"}</code> where it belongs; {@code attachments} says how many there were.
 */
final class PacketLines {
  private PacketLines() {}

  /** An Engine.IO packet that carries no Socket.IO packet. */
  static String of(EnginePacket packet) {
    String data =
        new String(packet.array(), packet.start(), packet.length(), StandardCharsets.UTF_8);
    boolean open = packet.type() == EnginePacketType.OPEN;
    if (open) {
      // To say what is wrong with it.
      Handshake.parse(packet.array(), packet.start(), packet.end());
    }
    return JsonText.of(
        out -> {
          out.writeStartObject();
          out.writeStringField("engine", packet.type().name().toLowerCase(Locale.ROOT));
          if (open) {
            out.writeFieldName("data");
            out.writeRawValue(JsonText.compact(data, List.of()));
          } else if (!data.isEmpty()) {
            out.writeStringField("data", data);
          }
          out.writeEndObject();
        });
  }

  static String of(Packet packet) {
    return JsonText.of(
        out -> {
          out.writeStartObject();
          out.writeStringField("engine", "message");
          write(packet, out);
          out.writeEndObject();
        });
  }

  private static void write(Packet packet, JsonGenerator out) throws IOException {
    if (packet instanceof Packet.Event event) {
      head(out, "event", packet);
      if (event.ackId() >= 0) {
        out.writeNumberField("id", event.ackId());
      }
      out.writeFieldName("event");
      if (event.array()[event.nameStart()] == '"') {
        out.writeString(event.name());
      } else {
        out.writeNumber(event.name());
      }
      args(out, PacketArgs.of(event), event.attachments().size());
    } else if (packet instanceof Packet.Ack ack) {
      head(out, "ack", packet);
      out.writeNumberField("id", ack.id());
      args(out, PacketArgs.of(ack), ack.attachments().size());
    } else if (packet instanceof Packet.Connect connect) {
      head(out, "connect", packet);
      data(out, connect.payload());
    } else if (packet instanceof Packet.ConnectError refusal) {
      head(out, "connect_error", packet);
      data(out, refusal.payload());
    } else {
      head(out, "disconnect", packet);
    }
  }

  private static void head(JsonGenerator out, String type, Packet packet) throws IOException {
    out.writeStringField("socket", type);
    out.writeStringField("nsp", packet.namespace().name());
  }

  private static void args(JsonGenerator out, String args, int attachments) throws IOException {
    out.writeFieldName("args");
    out.writeRawValue(args);
    out.writeNumberField("attachments", attachments);
  }

  private static void data(JsonGenerator out, @Nullable JsonRange payload) throws IOException {
    if (payload != null) {
      out.writeFieldName("data");
      out.writeRawValue(JsonText.compact(payload.toString(), List.of()));
    }
  }
}
