package io.tenterhook.client;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Stands in where no JSON library is there: raw JSON, strings and numbers can still be sent. */
final class MissingBinding implements JsonBinding {
  private static final String NEXT =
      "there is no JSON binding; add the dependency io.tenterhook:json-jackson, or use RawJson";

  @Override
  public void write(@Nullable Object value, JsonSink sink) throws IOException {
    throw new IOException(NEXT);
  }

  @Override
  public @Nullable Object read(JsonSource source, Type type) throws IOException {
    throw new IOException(NEXT);
  }
}
