package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tenterhook.client.RawJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Puts {@code "[redacted]"} in the place of values that must not be written down. */
final class Redaction {
  private static final String INSTEAD = "[redacted]";

  private final List<Pointer> patterns;

  private Redaction(List<Pointer> patterns) {
    this.patterns = patterns;
  }

  /** What {@code --redact} says. */
  static Redaction of(List<String> paths) {
    return new Redaction(paths.stream().map(path -> Pointer.parse(path, "--redact")).toList());
  }

  static Redaction none() {
    return new Redaction(List.of());
  }

  /**
   * Takes out what is secret.
   *
   * @param args a JSON array
   * @return the array, otherwise as it was
   */
  String apply(String args) {
    return patterns.isEmpty()
        ? args
        : JsonText.of(out -> write(RawJson.of(args), patterns, 0, out));
  }

  private static void write(RawJson value, List<Pointer> open, int depth, JsonGenerator out)
      throws IOException {
    if (open.stream().anyMatch(pattern -> pattern.endsAt(depth))) {
      out.writeString(INSTEAD);
    } else if (!open.isEmpty() && value.type() == RawJson.Type.OBJECT) {
      out.writeStartObject();
      for (Map.Entry<String, RawJson> member : value.members().entrySet()) {
        out.writeFieldName(member.getKey());
        write(member.getValue(), below(open, depth, member.getKey()), depth + 1, out);
      }
      out.writeEndObject();
    } else if (!open.isEmpty() && value.type() == RawJson.Type.ARRAY) {
      out.writeStartArray();
      int index = 0;
      for (RawJson element : value.elements()) {
        write(element, below(open, depth, Integer.toString(index++)), depth + 1, out);
      }
      out.writeEndArray();
    } else {
      out.writeRawValue(JsonText.compact(value));
    }
  }

  private static List<Pointer> below(List<Pointer> open, int depth, String step) {
    return open.stream().filter(pattern -> pattern.takes(depth, step)).toList();
  }
}
