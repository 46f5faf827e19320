package io.tenterhook.testing;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.json.JsonWriter;
import io.tenterhook.protocol.socketio.JsonRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the few JSON texts that are tedious to write by hand. */
public final class Json {
  private Json() {}

  /**
   * A string literal.
   *
   * @param text any text
   * @return the literal, quoted and escaped
   */
  public static String string(String text) {
    return new String(JsonWriter.string(text), StandardCharsets.UTF_8);
  }

  /**
   * A whole number.
   *
   * @param value any value
   * @return its digits
   */
  public static String number(long value) {
    return Long.toString(value);
  }

  /**
   * A number.
   *
   * @param value a finite value
   * @return its digits
   * @throws IllegalArgumentException if JSON has no way to write the value
   */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value + ": give a finite one");
    }
    return Double.toString(value);
  }

  /**
   * The place of a binary attachment among the arguments.
   *
   * @param index which attachment, from 0
   * @return {@code {"_placeholder":true,"num":…}}
   */
  public static String attachment(int index) {
    return "{\"_placeholder\":true,\"num\":" + index + "}";
  }

  /** Refuses what is not one JSON value, on the thread of the test that wrote it. */
  static byte[] check(String json, String what) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try {
      JsonScanner.checkValue(bytes, 0, bytes.length, JsonScanner.DEFAULT_MAX_DEPTH);
    } catch (ProtocolException e) {
      throw new IllegalArgumentException(
          what
              + " must be one JSON value (text goes through Json.string,"
              + " deliberate nonsense through ServerConnection.sendText): "
              + e.getMessage(),
          e);
    }
    return bytes;
  }

  /** The value of an object's member, if it is there. */
  static @Nullable JsonRange member(JsonRange object, String name) {
    JsonCursor cursor = JsonCursor.object(object.array(), object.start(), object.end());
    while (cursor.next()) {
      if (cursor.key().equals(name)) {
        return new JsonRange(object.array(), cursor.start(), cursor.end());
      }
    }
    return null;
  }

  /** The value of an object's member, if it is there and a string. */
  static @Nullable String stringMember(JsonRange object, String name) {
    JsonRange value = member(object, name);
    return value == null || value.array()[value.start()] != '"'
        ? null
        : JsonScanner.readString(value.array(), value.start(), value.end());
  }

  /** The elements of a valid array as texts, without the first few. */
  static List<String> elements(byte[] json, int start, int end, int skipped) {
    List<String> elements = new ArrayList<>();
    JsonCursor cursor = JsonCursor.array(json, start, end);
    for (int index = 0; cursor.next(); index++) {
      if (index >= skipped) {
        int length = cursor.end() - cursor.start();
        elements.add(new String(json, cursor.start(), length, StandardCharsets.UTF_8));
      }
    }
    return List.copyOf(elements);
  }
}
