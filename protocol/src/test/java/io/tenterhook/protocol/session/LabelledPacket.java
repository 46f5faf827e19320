package io.tenterhook.protocol.session;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** An outgoing packet that tests recognise by its payload. */
final class LabelledPacket extends OutboundPacket {
  private final String label;
  private final String content;

  private LabelledPacket(
      Namespace namespace, byte[] array, int start, List<byte[]> attachments, Delivery delivery) {
    super(namespace, array, start, array.length, attachments, delivery);
    this.label = new String(array, start, array.length - start, StandardCharsets.UTF_8);
    this.content = describe(label, attachments);
  }

  static LabelledPacket of(String namespace, String json, byte[]... attachments) {
    return with(namespace, json, Delivery.PLAIN, attachments);
  }

  static LabelledPacket withAck(
      String namespace, String json, Duration ackTimeout, byte[]... attachments) {
    Delivery delivery = Delivery.acknowledged(ackTimeout.toNanos());
    return with(namespace, json, delivery, attachments);
  }

  static LabelledPacket with(
      String namespace, String json, Delivery delivery, byte[]... attachments) {
    Namespace name = Namespace.of(namespace);
    byte[] payload = json.getBytes(StandardCharsets.UTF_8);
    int headroom = PacketEncoder.headroom(name);
    byte[] array = new byte[headroom + payload.length];
    System.arraycopy(payload, 0, array, headroom, payload.length);
    return new LabelledPacket(name, array, headroom, List.of(attachments), delivery);
  }

  /** Payload and attachments, as they must be on the wire. */
  String content() {
    return content;
  }

  /** Payload and attachments of an event or ack, as they are on the wire. */
  static String describe(Packet packet) {
    if (packet instanceof Packet.Event event) {
      int length = event.argsEnd() - event.argsStart();
      String args = new String(event.array(), event.argsStart(), length, StandardCharsets.UTF_8);
      return describe(args, event.attachments());
    } else if (packet instanceof Packet.Ack ack) {
      int length = ack.end() - ack.start();
      String args = new String(ack.array(), ack.start(), length, StandardCharsets.UTF_8);
      return describe(args, ack.attachments());
    }
    throw new IllegalArgumentException("neither event nor ack: " + packet);
  }

  private static String describe(String args, List<byte[]> attachments) {
    StringBuilder text = new StringBuilder(args);
    attachments.forEach(each -> text.append(" +").append(HexFormat.of().formatHex(each)));
    return text.toString();
  }

  @Override
  public String toString() {
    return label;
  }
}
