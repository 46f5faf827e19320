package io.tenterhook.testing;

import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.JsonRange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where two JSON values differ, as values: white space, the order of members and the spelling of
 * strings and numbers do not count ({@code 1} is {@code 1.0}). Of members with one name the last
 * counts, as in JavaScript.
 *
 * <pre>
 *   /1/price: expected 2, was 3        paths are JSON pointers, RFC 6901
 * </pre>
 */
final class JsonDifference {
  /** More tell nobody more. */
  private static final int MAX_FOUND = 20;

  private static final int SHOWN = 100;
  private static final char NUMBER = '0';

  private final List<String> found = new ArrayList<>();

  private JsonDifference() {}

  /** Both have been checked to be JSON. Returns nothing if they are equal. */
  static List<String> between(String expected, String actual) {
    JsonDifference difference = new JsonDifference();
    difference.compare("", range(expected), range(actual));
    return difference.found;
  }

  private static JsonRange range(String json) {
    byte[] array = json.getBytes(StandardCharsets.UTF_8);
    int start = JsonScanner.skipWhitespace(array, 0, array.length);
    int end = JsonScanner.skipValue(array, start, array.length, JsonScanner.DEFAULT_MAX_DEPTH);
    return new JsonRange(array, start, end);
  }

  private void compare(String at, JsonRange expected, JsonRange actual) {
    char type = type(expected);
    if (found.size() >= MAX_FOUND) {
      return;
    }
    if (type != type(actual)) {
      differ(at, shown(expected), shown(actual));
      return;
    }
    switch (type) {
      case '{' -> members(at, expected, actual);
      case '[' -> elements(at, expected, actual);
      case '"' -> check(at, text(expected).equals(text(actual)), expected, actual);
      case NUMBER -> check(at, sameNumber(expected, actual), expected, actual);
      default -> {
        // true, false, null: the type says it all.
      }
    }
  }

  /** The first byte of a value, with one byte for all numbers. */
  private static char type(JsonRange value) {
    char first = (char) value.array()[value.start()];
    return first == '-' || (first >= '0' && first <= '9') ? NUMBER : first;
  }

  private static String text(JsonRange string) {
    return JsonScanner.readString(string.array(), string.start(), string.end());
  }

  private static boolean sameNumber(JsonRange one, JsonRange other) {
    if (one.toString().equals(other.toString())) {
      return true;
    }
    try {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    } catch (NumberFormatException exponentBeyondBigDecimal) {
      return false;
    }
  }

  private void members(String at, JsonRange expected, JsonRange actual) {
    Map<String, JsonRange> wanted = members(expected);
    Map<String, JsonRange> left = members(actual);
    wanted.forEach((name, value) -> each(at + "/" + pointer(name), value, left.remove(name)));
    left.forEach((name, value) -> each(at + "/" + pointer(name), null, value));
  }

  private static Map<String, JsonRange> members(JsonRange object) {
    Map<String, JsonRange> members = new LinkedHashMap<>();
    JsonCursor cursor = JsonCursor.object(object.array(), object.start(), object.end());
    while (cursor.next()) {
      members.put(cursor.key(), new JsonRange(object.array(), cursor.start(), cursor.end()));
    }
    return members;
  }

  private void elements(String at, JsonRange expected, JsonRange actual) {
    JsonCursor wanted = JsonCursor.array(expected.array(), expected.start(), expected.end());
    JsonCursor left = JsonCursor.array(actual.array(), actual.start(), actual.end());
    JsonRange one = next(wanted, expected);
    JsonRange other = next(left, actual);
    for (int index = 0; one != null || other != null; index++) {
      each(at + "/" + index, one, other);
      one = next(wanted, expected);
      other = next(left, actual);
    }
  }

  private static @Nullable JsonRange next(JsonCursor cursor, JsonRange array) {
    return cursor.next() ? new JsonRange(array.array(), cursor.start(), cursor.end()) : null;
  }

  private void each(String at, @Nullable JsonRange expected, @Nullable JsonRange actual) {
    if (expected != null && actual != null) {
      compare(at, expected, actual);
    } else {
      differ(
          at,
          expected == null ? "nothing" : shown(expected),
          actual == null ? "missing" : shown(actual));
    }
  }

  private void check(String at, boolean same, JsonRange expected, JsonRange actual) {
    if (!same) {
      differ(at, shown(expected), shown(actual));
    }
  }

  private void differ(String at, String expected, String actual) {
    if (found.size() < MAX_FOUND) {
      found.add((at.isEmpty() ? "all" : at) + ": expected " + expected + ", was " + actual);
    }
  }

  private static String shown(JsonRange value) {
    String text = value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String pointer(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
