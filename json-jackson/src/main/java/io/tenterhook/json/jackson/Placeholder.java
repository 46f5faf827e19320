package io.tenterhook.json.jackson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Recognises <code>{"_placeholder":true,"num":N}</code> in UTF-8, in either order and with white
 * space, and nothing else in the object. Looks at bytes ahead of the parser, so that an object
 * which is no placeholder needs not be put back.
 */
final class Placeholder {

  static final String MARK = "_placeholder";
  static final String NUMBER = "num";
  static final int NONE = -1;

  private static final byte[] MARK_NAME = quoted(MARK);
  private static final byte[] NUMBER_NAME = quoted(NUMBER);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  // More digits than any count of attachments has, few enough for an int.
  private static final int MAX_DIGITS = 9;

  private final byte[] array;
  private final int end;
  private int at;

  private Placeholder(byte[] array, int start, int end) {
    this.array = array;
    this.at = start;
    this.end = end;
  }

  private static byte[] quoted(String name) {
    return ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The number of the placeholder whose object has just been opened.
   *
   * @param start index after the opening brace
   * @param end index after the last byte that may be looked at
   * @return the number, or {@link #NONE} if the object is not a placeholder
   */
  static int numberIn(byte[] array, int start, int end) {
    return new Placeholder(array, start, end).number();
  }

  private int number() {
    int number;
    if (name(MARK_NAME)) {
      number = literal(TRUE) && sign(',') && name(NUMBER_NAME) ? digits() : NONE;
    } else {
      number = name(NUMBER_NAME) ? digits() : NONE;
      if (number == NONE || !(sign(',') && name(MARK_NAME) && literal(TRUE))) {
        return NONE;
      }
    }
    return sign('}') ? number : NONE;
  }

  private boolean name(byte[] name) {
    return literal(name) && sign(':');
  }

  private boolean literal(byte[] expected) {
    skipSpace();
    int length = expected.length;
    if (end - at < length || !Arrays.equals(array, at, at + length, expected, 0, length)) {
      return false;
    }
    at += length;
    return true;
  }

  private boolean sign(char expected) {
    skipSpace();
    if (at == end || array[at] != expected) {
      return false;
    }
    at++;
    return true;
  }

  private int digits() {
    skipSpace();
    int first = at;
    int number = 0;
    while (at < end && at - first < MAX_DIGITS && array[at] >= '0' && array[at] <= '9') {
      number = number * 10 + (array[at] - '0');
      at++;
    }
    return at == first ? NONE : number;
  }

  private void skipSpace() {
    while (at < end
        && (array[at] == ' ' || array[at] == '\n' || array[at] == '\r' || array[at] == '\t')) {
      at++;
    }
  }
}
