package io.tenterhook.testing;

import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.Placeholder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Writes JSON on one line, with the attachments in it: <code>{"$base64":"AQI="}</code>, as the
 * command-line tool has them. Nothing else changes: numbers and strings keep their spelling.
 */
final class CompactJson {
  private final StringBuilder out = new StringBuilder();
  private final byte[] json;
  private final List<byte[]> attachments;

  private CompactJson(byte[] json, List<byte[]> attachments) {
    this.json = json;
    this.attachments = attachments;
  }

  /** A range that was validated. */
  static String of(byte[] json, int start, int end, List<byte[]> attachments) {
    CompactJson compact = new CompactJson(json, attachments);
    int first = JsonScanner.skipWhitespace(json, start, end);
    compact.value(first, JsonScanner.skipValue(json, first, end, JsonScanner.DEFAULT_MAX_DEPTH));
    return compact.out.toString();
  }

  /** An array that was validated, without its first few elements. */
  static String array(byte[] json, int start, int end, int skipped, List<byte[]> attachments) {
    CompactJson compact = new CompactJson(json, attachments);
    compact.elements(JsonCursor.array(json, start, end), skipped);
    return compact.out.toString();
  }

  private void value(int start, int end) {
    switch (json[start]) {
      case '[' -> elements(JsonCursor.array(json, start, end), 0);
      case '{' -> object(start, end);
      default -> text(start, end);
    }
  }

  private void elements(JsonCursor cursor, int skipped) {
    out.append('[');
    for (int index = 0; cursor.next(); index++) {
      if (index >= skipped) {
        out.append(index == skipped ? "" : ",");
        value(cursor.start(), cursor.end());
      }
    }
    out.append(']');
  }

  private void object(int start, int end) {
    int num = Placeholder.num(json, start, end);
    if (num >= 0 && num < attachments.size()) {
      out.append(base64(attachments.get(num)));
      return;
    }
    out.append('{');
    JsonCursor cursor = JsonCursor.object(json, start, end);
    for (String comma = ""; cursor.next(); comma = ",") {
      out.append(comma).append(Json.string(cursor.key())).append(':');
      value(cursor.start(), cursor.end());
    }
    out.append('}');
  }

  private void text(int start, int end) {
    out.append(new String(json, start, end - start, StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return "{\"$base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
  }
}
