package io.tenterhook.protocol.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The default format, as {@link PacketDecoder} reads and {@link PacketEncoder} writes it. */
final class JsonParser implements Parser {
  static final Parser INSTANCE = new JsonParser();

  private JsonParser() {}

  @Override
  public Decoder decoder(DecoderLimits limits) {
    return new PacketDecoder(limits);
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public int headroom(Namespace namespace) {
    return PacketEncoder.headroom(namespace);
  }

  @Override
  public int headroomWithoutAck(Namespace namespace) {
    return PacketEncoder.headroomWithoutAck(namespace);
  }

  @Override
  public int headerBytes(Namespace namespace) {
    return 2 + namespace.wireLength();
  }

  @Override
  public byte @Nullable [] payload(
      byte[] json, int start, int end, List<byte[]> attachments, int headroom) {
    return null;
  }

  @Override
  public int eventHeader(
      byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments) {
    return PacketEncoder.eventHeader(frame, payloadStart, namespace, ackId, attachments);
  }

  @Override
  public int ackHeader(
      byte[] frame, int payloadStart, Namespace namespace, long ackId, int attachments) {
    return PacketEncoder.ackHeader(frame, payloadStart, namespace, ackId, attachments);
  }

  @Override
  public byte[] connect(Namespace namespace, byte @Nullable [] json) {
    return PacketEncoder.connect(namespace, json);
  }

  @Override
  public byte[] connectError(Namespace namespace, byte[] json) {
    return PacketEncoder.connectError(namespace, json);
  }

  @Override
  public byte[] disconnect(Namespace namespace) {
    return PacketEncoder.disconnect(namespace);
  }

  @Override
  public String toString() {
    return "JSON";
  }
}
