package io.tenterhook.client;

import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One JSON value as the text it came in, or is to be sent in: nothing is lost, not the digits of a
 * number, not the order of members.
 *
 * <pre>{@code
 * socket.emit("order", RawJson.of("{\"price\":1.10,\"id\":9007199254740993}"));
 * }</pre>
 *
 * <p>Immutable; equal when the texts are equal.
 */
public final class RawJson {
  private final JsonSource source;

  RawJson(JsonSource source) {
    this.source = source;
  }

  /**
   * Checks a text and keeps it.
   *
   * @param json one JSON value
   * @return the value
   * @throws IllegalArgumentException if the text is not strict JSON (RFC 8259); says where
   */
  public static RawJson of(String json) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    try {
      JsonScanner.checkValue(utf8, 0, utf8.length, JsonScanner.DEFAULT_MAX_DEPTH);
    } catch (ProtocolException invalid) {
      throw new IllegalArgumentException("not JSON: " + invalid.getMessage(), invalid);
    }
    return new RawJson(new JsonSource(utf8, 0, utf8.length, List.of()));
  }

  JsonSource source() {
    return source;
  }

  /**
   * The value's size.
   *
   * @return bytes of UTF-8
   */
  public int sizeBytes() {
    return source.length();
  }

  /**
   * The JSON text.
   *
   * @return the text; attachments appear as placeholders
   */
  @Override
  public String toString() {
    return new String(source.array(), source.start(), source.length(), StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawJson that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
