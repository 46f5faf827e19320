package io.tenterhook.cli;

import io.tenterhook.client.RawJson;
import io.tenterhook.client.spi.JsonSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON for people as it travels: <code>{"$base64":"…"}</code> has become a placeholder, its bytes
 * an attachment.
 */
final class AttachedArgs extends JsonSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<byte[]> attachments = new ArrayList<>();

  /**
   * Adds a value behind what is there.
   *
   * @throws IllegalArgumentException if base64 is none
   */
  AttachedArgs add(String json) {
    try {
      JsonText.write(json, this);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory has failed", impossible);
    }
    return this;
  }

  /** So many bytes to be overwritten later. */
  AttachedArgs leaveFree(int count) {
    bytes.write(new byte[count], 0, count);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  List<byte[]> attachments() {
    return attachments;
  }

  /** The elements of an array one by one. */
  static List<String> split(RawJson array, List<byte[]> attachments) {
    List<String> elements = new ArrayList<>();
    AttachedArgs all = new AttachedArgs();
    for (RawJson element : array.elements()) {
      all.bytes.reset();
      elements.add(all.add(element.toString()).bytes.toString(StandardCharsets.UTF_8));
    }
    attachments.addAll(all.attachments);
    return elements;
  }

  @Override
  public void write(int value) {
    bytes.write(value);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    bytes.write(from, offset, length);
  }

  @Override
  public int attach(ByteBuffer data) {
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    attachments.add(copy);
    return attachments.size() - 1;
  }
}
