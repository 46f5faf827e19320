package io.tenterhook.cli;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An argument in which <code>{"$base64":"…"}</code> stands for bytes to be attached. */
record Base64Json(String json) {

  /** The only objects of ours that are not JSON already. */
  static final class Binding implements JsonBinding {
    @Override
    public void write(@Nullable Object value, JsonSink sink) throws IOException {
      if (!(value instanceof Base64Json argument)) {
        throw new IOException("tenter sends JSON text alone");
      }
      JsonText.write(argument.json(), sink);
    }

    @Override
    public Object read(JsonSource source, Type type) throws IOException {
      throw new IOException("tenter prints JSON as it came");
    }
  }
}
