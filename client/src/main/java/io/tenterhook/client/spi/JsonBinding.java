package io.tenterhook.client.spi;

import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java values into JSON and back. Found with {@link java.util.ServiceLoader}, or given to the
 * client's builder. Safe for any thread.
 *
 * <p>Implementations meet {@code byte[]} and {@link java.nio.ByteBuffer} anywhere inside a value:
 * on the way out each becomes an attachment by {@link JsonSink#attach}, on the way in {@link
 * JsonSource#attachment} gives the bytes of a placeholder.
 */
public interface JsonBinding {

  /**
   * Writes one JSON value as UTF-8.
   *
   * @param value any value the library can write; null is {@code null}
   * @param sink takes the bytes and the attachments
   * @throws IOException if the value cannot be written; the message names the value's type
   */
  void write(@Nullable Object value, JsonSink sink) throws IOException;

  /**
   * Reads one JSON value.
   *
   * @param source valid JSON in UTF-8, with its attachments
   * @param type what to make of it: a class or a generic type
   * @return the value; null only for JSON {@code null}
   * @throws IOException if the JSON does not fit the type; the message says where
   */
  @Nullable Object read(JsonSource source, Type type) throws IOException;
}
