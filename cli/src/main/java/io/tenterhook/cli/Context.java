package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server by a name: its URL and the flags to reach it.
 *
 * <pre>
 * {"url":["https://fabric.example"],"namespace":["/realtime"],"auth":["env:TOKEN"],"header":["A: b","C: d"]}
 * </pre>
 *
 * @param values of the URL and of flags by their long names without dashes, each as it was written
 *     on the command line
 */
record Context(String name, Map<String, List<String>> values) {
  /** The member that is no flag. */
  static final String URL = "url";

  /**
   * @throws IllegalArgumentException if there is no URL
   */
  Context {
    values = Map.copyOf(values);
    if (!values.containsKey(URL)) {
      throw new IllegalArgumentException("a context without a URL");
    }
  }

  String url() {
    return values.getOrDefault(URL, List.of()).get(0);
  }

  String json() {
    return JsonText.of(
        out -> {
          out.writeStartObject();
          for (String flag : values.keySet().stream().sorted().toList()) {
            out.writeArrayFieldStart(flag);
            for (String value : values.getOrDefault(flag, List.of())) {
              out.writeString(value);
            }
            out.writeEndArray();
          }
          out.writeEndObject();
        });
  }

  /**
   * @param json as {@link #json} writes it
   * @throws IOException if it is not that
   */
  static Context parse(String name, String json) throws IOException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try (JsonParser in = JsonText.parser(json)) {
      expect(in, JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String flag = in.currentName();
        expect(in, JsonToken.START_ARRAY);
        List<String> all = new ArrayList<>();
        while (in.nextToken() == JsonToken.VALUE_STRING) {
          all.add(in.getText());
        }
        if (in.currentToken() != JsonToken.END_ARRAY || all.isEmpty()) {
          throw new IOException("\"" + flag + "\" is not a list of strings");
        }
        values.put(flag, List.copyOf(all));
      }
    }
    if (!values.containsKey(URL)) {
      throw new IOException("it has no \"" + URL + "\"");
    }
    return new Context(name, values);
  }

  private static void expect(JsonParser in, JsonToken wanted) throws IOException {
    JsonToken found = in.nextToken();
    if (found != wanted) {
      throw new IOException("expected " + wanted + " but found " + found);
    }
  }
}
