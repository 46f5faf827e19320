package io.tenterhook.client;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stands in where no JSON library is there: all but objects can still be sent and read. */
final class MissingBinding implements JsonBinding {
  private static final String NEXT =
      "there is no JSON binding; add the dependency io.tenterhook:json-jackson, or use RawJson";

  /**
   * The one that stands beside this library, for all clients: a binding may hold 8 KiB of caches.
   * One that only a thread's own class loader sees is not kept, so that the loader can go.
   */
  private static volatile @Nullable JsonBinding beside;

  /** Not static: the class is loaded to look for a binding, too. */
  private final Map<Type, Function<RawJson, Object>> simple =
      Map.ofEntries(
          Map.entry(String.class, RawJson::asString),
          Map.entry(Long.class, RawJson::asLong),
          Map.entry(long.class, RawJson::asLong),
          Map.entry(Integer.class, RawJson::asInt),
          Map.entry(int.class, RawJson::asInt),
          Map.entry(Double.class, RawJson::asDouble),
          Map.entry(double.class, RawJson::asDouble),
          Map.entry(BigDecimal.class, RawJson::asBigDecimal),
          Map.entry(Boolean.class, RawJson::asBoolean),
          Map.entry(boolean.class, RawJson::asBoolean),
          Map.entry(byte[].class, RawJson::asBytes),
          Map.entry(ByteBuffer.class, value -> ByteBuffer.wrap(value.asBytes())));

  /** The first binding on the class path or module path. */
  static JsonBinding unlessFound() {
    JsonBinding found = beside;
    if (found == null) {
      // Two threads may each find one; either will do.
      found = first(ServiceLoader.load(JsonBinding.class, JsonBinding.class.getClassLoader()));
      beside = found;
    }
    if (found == null) {
      found = first(ServiceLoader.load(JsonBinding.class));
    }
    return found == null ? new MissingBinding() : found;
  }

  private static @Nullable JsonBinding first(ServiceLoader<JsonBinding> bindings) {
    return bindings.findFirst().orElse(null);
  }

  @Override
  public void write(@Nullable Object value, JsonSink sink) throws IOException {
    throw new IOException(NEXT);
  }

  @Override
  public @Nullable Object read(JsonSource source, Type type) throws IOException {
    Function<RawJson, Object> found = simple.get(type);
    if (found == null) {
      throw new IOException(NEXT);
    }
    RawJson value = new RawJson(source, "the value");
    boolean absent = value.isNull() && !(type instanceof Class<?> c && c.isPrimitive());
    return absent ? null : found.apply(value);
  }
}
