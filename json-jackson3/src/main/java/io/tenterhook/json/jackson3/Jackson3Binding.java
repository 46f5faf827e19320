package io.tenterhook.json.jackson3;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds JSON with a Jackson 3 {@link JsonMapper}. Safe for any thread.
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
public final class Jackson3Binding implements JsonBinding {

  // A program has a fixed number of types; the limit is for one that makes them up as it goes.
  private static final int MAX_CACHED_READERS = 1_000;

  private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

  /**
   * Null until something is bound: the default one loads hundreds of classes, and many a client
   * binds nothing.
   */
  private volatile @Nullable Mapping mapping;

  private record Mapping(JsonMapper mapper, ObjectWriter writer) {}

  /**
   * Uses a mapper that keeps numbers exact behind {@code Object} ({@link java.math.BigDecimal},
   * {@link java.math.BigInteger}), ignores unknown properties, takes what is missing for a
   * primitive for 0, refuses to write objects without properties, and writes dates as ISO 8601
   * text: as the binding to Jackson 2 does.
   */
  public Jackson3Binding() {}

  /**
   * Uses the given mapper, which is immutable, but for two settings: errors never quote what the
   * server has sent, and half a value is not completed after an error.
   *
   * @param mapper configured as the application likes
   */
  public Jackson3Binding(JsonMapper mapper) {
    this.mapping = mapping(mapper);
  }

  private static Mapping mapping(JsonMapper mapper) {
    JsonMapper own =
        mapper
            .rebuild()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();
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

  private static JsonMapper defaultMapper() {
    JsonFactory factory =
        JsonFactory.builder()
            // Names come from the network: they do not belong into the JVM's table of strings.
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();
    return JsonMapper.builder(factory)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        // An object without properties is mostly the wrong object: {} would hide it.
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .build();
  }

  @Override
  public void write(@Nullable Object value, JsonSink sink) throws IOException {
    ObjectWriter writer = mapping().writer();
    try (JsonGenerator generator = new AttachmentGenerator(writer.createGenerator(sink), sink)) {
      writer.writeValue(generator, value);
    } catch (RuntimeException e) {
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
    } catch (RuntimeException e) {
      throw new IOException("JSON does not fit " + type.getTypeName() + Complaint.of(e), e);
    }
  }

  private static JsonParser parser(ObjectReader reader, JsonSource source) {
    JsonParser parser = reader.createParser(source.array(), source.start(), source.length());
    return source.attachments().isEmpty() ? parser : new AttachmentParser(parser, source);
  }

  private ObjectReader readerFor(Type type) {
    ObjectReader known = readers.get(type);
    if (known != null) {
      return known;
    }
    JsonMapper mapper = mapping().mapper();
    ObjectReader reader = mapper.readerFor(mapper.constructType(type));
    if (readers.size() < MAX_CACHED_READERS) {
      readers.put(type, reader);
    }
    return reader;
  }
}
