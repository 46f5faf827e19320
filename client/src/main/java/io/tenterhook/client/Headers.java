package io.tenterhook.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers of an answer: a list of entries, as transports give them. */
final class Headers {
  private Headers() {}

  /** The value of the first header of a name; upper and lower case are one. */
  static @Nullable String first(List<Map.Entry<String, String>> headers, String name) {
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return null;
  }
}
