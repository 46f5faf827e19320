package io.tenterhook.json.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds JSON with a Jackson 2 {@link ObjectMapper}. Safe for any thread.
 *
 * <p>Binary data may stand anywhere: as a property, a list's item, a map's value, or behind {@code
 * Object}. Outbound, whatever Jackson would write as base64 ({@code byte[]}, {@link
 * java.nio.ByteBuffer}, a {@code BinaryNode}) becomes an attachment. Inbound, each placeholder of a
 * packet with attachments is read as {@code byte[]} or {@link java.nio.ByteBuffer}, and as {@code
 * byte[]} where the type is {@code Object} or missing; the array is the packet's own, not a copy.
 * In packets without attachments a placeholder is an object like any other, and binary properties
 * are read from base64 text.
 *
 * <pre>
 * Map.of("name", "cat", "image", bytes)   ⇄   {"name":"cat","image":{"_placeholder":true,"num":0}}
 * </pre>
 */
public final class JacksonBinding implements JsonBinding {

  // A program has a fixed number of types; the limit is for one that makes them up as it goes.
  private static final int MAX_CACHED_READERS = 1_000;

  private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

  /**
   * Null until something is bound: the default one loads 300 classes, a quarter of the CPU time
   * that a new process took to its first event, and many a client binds nothing.
   */
  private volatile @Nullable Mapping mapping;

  private record Mapping(ObjectMapper mapper, ObjectWriter writer) {}

  /**
   * Uses a mapper that keeps numbers exact behind {@code Object} ({@link java.math.BigDecimal},
   * {@link java.math.BigInteger}), ignores unknown properties and writes dates as ISO 8601 text. It
   * finds no modules by itself; for {@code java.time} give a mapper that has them.
   */
  public JacksonBinding() {}

  /**
   * Uses a copy of the given mapper; later changes of the original have no effect.
   *
   * @param mapper configured as the application likes
   * @throws IllegalArgumentException if the mapper is for another format than JSON
   * @throws IllegalStateException if the mapper's class does not support {@link
   *     ObjectMapper#copy()}
   */
  public JacksonBinding(ObjectMapper mapper) {
    String format = mapper.getFactory().getFormatName();
    if (!JsonFactory.FORMAT_NAME_JSON.equals(format)) {
      throw new IllegalArgumentException("The mapper writes " + format + ", needed: JSON");
    }
    this.mapping = mapping(mapper.copy());
  }

  private static Mapping mapping(ObjectMapper own) {
    // Errors must not carry what the server has sent.
    own.getFactory().configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false);
    return new Mapping(own, own.writer());
  }

  private Mapping mapping() {
    Mapping made = mapping;
    if (made == null) {
      // Two threads may each make one; either will do.
      made = mapping(defaultMapper());
      mapping = made;
    }
    return made;
  }

  private static ObjectMapper defaultMapper() {
    JsonFactory factory =
        JsonFactory.builder()
            // Names come from the network: they do not belong into the JVM's table of strings.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    return JsonMapper.builder(factory)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }

  @Override
  public void write(@Nullable Object value, JsonSink sink) throws IOException {
    ObjectWriter writer = mapping().writer();
    try (JsonGenerator generator =
        new AttachmentGenerator(writer.createGenerator(sink), sink)
            // After an error: half a value must not look like a whole one.
            .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)) {
      writer.writeValue(generator, value);
    } catch (IOException | RuntimeException e) {
      String type = value == null ? "null" : value.getClass().getTypeName();
      throw new IOException("Cannot write " + type + " as JSON" + Complaint.of(e), e);
    }
  }

  @Override
  public @Nullable Object read(JsonSource source, Type type) throws IOException {
    try {
      ObjectReader reader = readerFor(type);
      try (JsonParser parser = parser(reader, source)) {
        return reader.readValue(parser);
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException("JSON does not fit " + type.getTypeName() + Complaint.of(e), e);
    }
  }

  private static JsonParser parser(ObjectReader reader, JsonSource source) throws IOException {
    JsonParser parser = reader.createParser(source.array(), source.start(), source.length());
    return source.attachments().isEmpty() ? parser : new AttachmentParser(parser, source);
  }

  private ObjectReader readerFor(Type type) {
    ObjectReader known = readers.get(type);
    if (known != null) {
      return known;
    }
    ObjectMapper mapper = mapping().mapper();
    ObjectReader reader = mapper.readerFor(mapper.constructType(type));
    if (readers.size() < MAX_CACHED_READERS) {
      readers.put(type, reader);
    }
    return reader;
  }
}
