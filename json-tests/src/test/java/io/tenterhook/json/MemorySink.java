package io.tenterhook.json;

import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects what a binding writes, and turns it round into a source. */
final class MemorySink extends JsonSink {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  final List<byte[]> attachments = new ArrayList<>();

  @Override
  public void write(int value) {
    bytes.write(value);
  }

  @Override
  public void write(byte[] array, int offset, int length) {
    bytes.write(array, offset, length);
  }

  @Override
  public int attach(ByteBuffer data) {
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    attachments.add(copy);
    return attachments.size() - 1;
  }

  String json() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  JsonSource source() {
    return source(json(), attachments.toArray(new byte[0][]));
  }

  /** A source in the middle of a larger array, as it is in a packet. */
  static JsonSource source(String json, byte[]... attachments) {
    byte[] packet = ("51-[\"x\"," + json + ",{}]").getBytes(StandardCharsets.UTF_8);
    return new JsonSource(packet, 8, packet.length - 4, List.of(attachments));
  }
}
