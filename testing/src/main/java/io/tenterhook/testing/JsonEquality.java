package io.tenterhook.testing;

import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON texts into values that are equal if the texts mean the same. */
final class JsonEquality {
  /** Longer ones, which only a hostile client sends, are compared as texts. */
  private static final int MAX_DIGITS = 1_000;

  private JsonEquality() {}

  /**
   * A Map, List, String, BigDecimal, Boolean or null.
   *
   * @param json one valid JSON value
   */
  static @Nullable Object value(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int start = JsonScanner.skipWhitespace(bytes, 0, bytes.length);
    int end = JsonScanner.skipValue(bytes, start, bytes.length, JsonScanner.DEFAULT_MAX_DEPTH);
    return value(bytes, start, end);
  }

  private static @Nullable Object value(byte[] json, int start, int end) {
    return switch (json[start]) {
      case '{' -> object(json, start, end);
      case '[' -> array(json, start, end);
      case '"' -> JsonScanner.readString(json, start, end);
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> null;
      default -> number(new String(json, start, end - start, StandardCharsets.ISO_8859_1));
    };
  }

  private static Map<String, @Nullable Object> object(byte[] json, int start, int end) {
    Map<String, @Nullable Object> members = new HashMap<>();
    JsonCursor cursor = JsonCursor.object(json, start, end);
    while (cursor.next()) {
      members.put(cursor.key(), value(json, cursor.start(), cursor.end()));
    }
    return members;
  }

  private static List<@Nullable Object> array(byte[] json, int start, int end) {
    List<@Nullable Object> elements = new ArrayList<>();
    JsonCursor cursor = JsonCursor.array(json, start, end);
    while (cursor.next()) {
      elements.add(value(json, cursor.start(), cursor.end()));
    }
    return elements;
  }

  /** {@code 1}, {@code 1.0} and {@code 10e-1} are equal. */
  private static Object number(String digits) {
    if (digits.length() > MAX_DIGITS) {
      return digits;
    }
    try {
      return new BigDecimal(digits).stripTrailingZeros();
    } catch (ArithmeticException | NumberFormatException exponentTooLarge) {
      return digits;
    }
  }
}
