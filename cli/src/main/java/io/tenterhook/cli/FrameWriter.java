package io.tenterhook.cli;

import io.tenterhook.client.RawJson;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.PollingPayload;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import io.tenterhook.protocol.socketio.Placeholder;
import io.tenterhook.protocol.socketio.ReservedEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes packets down as frames, the other way of {@link FrameReader}. Takes the lines of {@link
 * PacketLines}, in which {@code engine} and {@code attachments} may be missing, and the events of
 * {@link JsonLines}.
 */
final class FrameWriter {
  private final Parser parser;
  private final boolean hex;
  private final Consumer<String> frames;

  FrameWriter(Parser parser, boolean hex, Consumer<String> frames) {
    this.parser = parser;
    this.hex = hex;
    this.frames = frames;
  }

  /**
   * Writes the packet of a line: one frame, and one for each attachment. Lines of the schema that
   * are no events are passed over.
   *
   * @throws CommandFailure if it is no packet
   */
  void write(String where, String line) {
    try {
      Map<String, RawJson> members = RawJson.of(line).members();
      if (members.containsKey("kind")) {
        if (text(members, "kind").equals("event")) {
          event(members, members.get("ack"));
        }
      } else if (members.containsKey("engine") && !text(members, "engine").equals("message")) {
        engine(members);
      } else {
        socket(members);
      }
    } catch (IllegalArgumentException | SocketIoException | ProtocolException wrong) {
      throw CommandFailure.usage(
          where + ": " + wrong.getMessage(), "see what tenter decode '42[\"event\",1]' prints");
    }
  }

  private void engine(Map<String, RawJson> members) {
    String name = text(members, "engine");
    EnginePacketType type;
    try {
      type = EnginePacketType.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "\"engine\" is none of open, close, ping, pong, message, upgrade, noop", unknown);
    }
    RawJson data = members.get("data");
    String behind = "";
    if (data != null) {
      behind = type == EnginePacketType.OPEN ? JsonText.compact(data) : data.asString();
    }
    send(((char) type.code() + behind).getBytes(StandardCharsets.UTF_8), false);
  }

  private void socket(Map<String, RawJson> members) {
    String type = members.containsKey("socket") ? text(members, "socket") : "event";
    byte[] data = bytes(members.get("data"));
    switch (type) {
      case "event" -> event(members, members.get("id"));
      case "ack" -> ack(members);
      case "connect" -> send(parser.connect(namespace(members), data), parser.binary());
      case "connect_error" ->
          send(
              parser.connectError(namespace(members), data == null ? new byte[0] : data),
              parser.binary());
      case "disconnect" -> send(parser.disconnect(namespace(members)), parser.binary());
      default ->
          throw new IllegalArgumentException(
              "\"socket\" is none of connect, connect_error, disconnect, event, ack");
    }
  }

  private void event(Map<String, RawJson> members, @Nullable RawJson id) {
    RawJson name = required(members, "event");
    if (name.type() != RawJson.Type.NUMBER && ReservedEvents.contains(name.asString())) {
      throw new IllegalArgumentException("event name " + name + " is reserved by Socket.IO");
    }
    List<RawJson> elements = new ArrayList<>();
    elements.add(name);
    elements.addAll(args(members));
    Payload payload = new Payload(namespace(members), elements);
    payload.send(
        parser.eventHeader(
            payload.frame,
            payload.start,
            payload.namespace,
            id == null ? -1 : id.asLong(),
            payload.attachments.size()));
  }

  private void ack(Map<String, RawJson> members) {
    Payload payload = new Payload(namespace(members), args(members));
    payload.send(
        parser.ackHeader(
            payload.frame,
            payload.start,
            payload.namespace,
            required(members, "id").asLong(),
            payload.attachments.size()));
  }

  private static Namespace namespace(Map<String, RawJson> members) {
    return members.containsKey("nsp") ? Namespace.of(text(members, "nsp")) : Namespace.ROOT;
  }

  private static List<RawJson> args(Map<String, RawJson> members) {
    return members.containsKey("args") ? required(members, "args").elements() : List.of();
  }

  private static String text(Map<String, RawJson> members, String name) {
    return required(members, name).asString();
  }

  private static RawJson required(Map<String, RawJson> members, String name) {
    RawJson value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no \"" + name + "\"");
    }
    return value;
  }

  private static byte @Nullable [] bytes(@Nullable RawJson data) {
    return data == null ? null : JsonText.compact(data).getBytes(StandardCharsets.UTF_8);
  }

  /** An array with headroom in front. */
  private final class Payload {
    private final Namespace namespace;
    private final int start;
    private final byte[] frame;
    private final List<byte[]> attachments;

    Payload(Namespace namespace, List<RawJson> elements) {
      this.namespace = namespace;
      this.start = parser.headroom(namespace);
      String array =
          elements.stream().map(RawJson::toString).collect(Collectors.joining(",", "[", "]"));
      AttachedArgs written = new AttachedArgs().leaveFree(start).add(array);
      byte[] json = written.bytes();
      List<byte[]> binary = written.attachments();
      if (!binary.isEmpty()) {
        Placeholder.checkOwn(json, start, json.length, binary.size());
      }
      byte[] own = parser.payload(json, start, json.length, binary, start);
      this.frame = own == null ? json : own;
      this.attachments = own == null ? binary : List.of();
    }

    void send(int from) {
      FrameWriter.this.send(Arrays.copyOfRange(frame, from, frame.length), parser.binary());
      attachments.forEach(attachment -> FrameWriter.this.send(attachment, true));
    }
  }

  private void send(byte[] frame, boolean binary) {
    if (hex) {
      frames.accept(HexFormat.of().formatHex(frame));
    } else {
      byte[] written = binary ? PollingPayload.encode(List.of(EnginePacket.binary(frame))) : frame;
      frames.accept(new String(written, StandardCharsets.UTF_8));
    }
  }
}
