package io.tenterhook.protocol.session;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.PacketEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** An outgoing packet that tests recognise by its payload. */
final class LabelledPacket extends OutboundPacket {
  private final String label;

  private LabelledPacket(
      Namespace namespace, byte[] array, int start, List<byte[]> attachments, Delivery delivery) {
    super(namespace, array, start, array.length, attachments, delivery);
    this.label = new String(array, start, array.length - start, StandardCharsets.UTF_8);
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

  @Override
  public String toString() {
    return label;
  }
}
