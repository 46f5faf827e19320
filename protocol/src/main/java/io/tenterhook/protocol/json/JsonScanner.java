package io.tenterhook.protocol.json;

import static io.tenterhook.protocol.ProtocolException.unexpected;
import static io.tenterhook.protocol.ProtocolRule.INVALID_JSON;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strict RFC 8259 scanner over UTF-8 byte ranges.
 *
 * <p>Checks everything it passes, well-formed UTF-8 and escapes included, and keeps nothing. A
 * mistake is a {@link ProtocolException}: INVALID_JSON, INVALID_UTF8 or JSON_TOO_DEEP.
 *
 * <p>As the RFC leaves it open: the same name twice in an object is accepted, and so are numbers of
 * any size ({@code 1e999}) and escapes of lone surrogates. A byte order mark is not.
 */
public final class JsonScanner {
  /** How deep arrays and objects may be nested unless the caller says otherwise. */
  public static final int DEFAULT_MAX_DEPTH = 512;

  // Never recurses, so that no input overflows the stack: whether each open container is an object
  // (1) or an array (0) is one bit, the innermost the lowest. The first 64 cost no allocation.
  private static final int BITS = Long.SIZE;

  private static final long[] NONE = {};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private JsonScanner() {}

  /**
   * Passes over one value, and validates all of it.
   *
   * @param json UTF-8 text
   * @param start where the value, or the white space in front of it, starts
   * @param end where the readable part of {@code json} ends
   * @param maxDepth how deep arrays and objects may be nested
   * @return the index just after the value
   */
  public static int skipValue(byte[] json, int start, int end, int maxDepth) {
    int at = skipWhitespace(json, start, end);
    int depth = 0;
    long objects = 0;
    long[] outer = NONE;
    while (true) {
      byte first = at < end ? json[at] : 0;
      boolean empty = false;
      if (first == '{' || first == '[') {
        if (depth == maxDepth) {
          throw tooDeep(maxDepth, at);
        }
        if (depth > 0 && depth % BITS == 0) {
          outer = keep(outer, depth / BITS - 1, objects);
        }
        objects = objects << 1 | (first == '{' ? 1 : 0);
        depth++;
        at = skipWhitespace(json, at + 1, end);
        empty = at < end && json[at] == (first == '{' ? '}' : ']');
        if (!empty) {
          at = first == '{' ? skipName(json, at, end) : at;
          continue;
        }
      } else {
        at = skipScalar(json, at, end, first);
      }

      while (depth > 0) {
        boolean inObject = (objects & 1) != 0;
        at = skipWhitespace(json, at, end);
        byte next = at < end ? json[at] : 0;
        if (next == ',') {
          at = skipWhitespace(json, at + 1, end);
          at = inObject ? skipName(json, at, end) : at;
          break;
        }
        if (next != (inObject ? '}' : ']')) {
          throw unexpected(INVALID_JSON, inObject ? "',' or '}'" : "',' or ']'", json, at, end);
        }
        at++;
        depth--;
        objects = depth > 0 && depth % BITS == 0 ? outer[depth / BITS - 1] : objects >>> 1;
      }
      if (depth == 0) {
        return at;
      }
    }
  }

  /**
   * Checks that a range is exactly one value, with optional white space around it.
   *
   * @param json UTF-8 text
   * @param start where the range starts
   * @param end where the range ends
   * @param maxDepth how deep arrays and objects may be nested
   */
  public static void checkValue(byte[] json, int start, int end, int maxDepth) {
    int after = skipWhitespace(json, skipValue(json, start, end, maxDepth), end);
    if (after != end) {
      throw unexpected(INVALID_JSON, "nothing after the value", json, after, end);
    }
  }

  /**
   * Passes over white space.
   *
   * @param json UTF-8 text
   * @param start where to start
   * @param end where the readable part of {@code json} ends
   * @return the index of the first byte that is not white space, or {@code end}
   */
  public static int skipWhitespace(byte[] json, int start, int end) {
    int at = start;
    while (at < end && isWhitespace(json[at])) {
      at++;
    }
    return at;
  }

  /**
   * Reads a string literal that was checked before. Escaped surrogate pairs are joined; a lone
   * escaped surrogate stays a lone Java {@code char}, as in JavaScript.
   *
   * @param json UTF-8 text
   * @param start the index of the opening quote
   * @param end the index just after the closing quote
   * @return the text
   */
  public static String readString(byte[] json, int start, int end) {
    int contentEnd = end - 1;
    int at = start + 1;
    if (!hasEscapes(json, start, end)) {
      return new String(json, at, contentEnd - at, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder(end - start);
    while (at < contentEnd) {
      int escape = at;
      while (escape < contentEnd && json[escape] != '\\') {
        escape++;
      }
      text.append(new String(json, at, escape - at, StandardCharsets.UTF_8));
      at = escape;
      if (at < contentEnd) {
        text.append(Escapes.read(json, at));
        at = Escapes.skip(json, at, contentEnd);
      }
    }
    return text.toString();
  }

  /**
   * Says whether a string literal has escapes; without, its bytes are its text.
   *
   * @param json UTF-8 text
   * @param start the index of the opening quote
   * @param end the index just after the closing quote
   * @return whether there is a backslash in it
   */
  public static boolean hasEscapes(byte[] json, int start, int end) {
    int at = start + 1;
    while (at < end - 1) {
      at = PlainText.end(json, at, end - 1);
      if (at < end - 1 && json[at] == '\\') {
        return true;
      }
      at++;
    }
    return false;
  }

  /**
   * Compares the text of a string literal that was checked before, however it is escaped.
   *
   * @param json UTF-8 text
   * @param start the index of the opening quote
   * @param end the index just after the closing quote
   * @param ascii a text in ASCII
   * @return whether they are the same text
   */
  public static boolean stringEquals(byte[] json, int start, int end, byte[] ascii) {
    return Arrays.equals(json, start + 1, end - 1, ascii, 0, ascii.length)
        || (hasEscapes(json, start, end)
            && readString(json, start, end).equals(new String(ascii, StandardCharsets.US_ASCII)));
  }

  static boolean isWhitespace(byte b) {
    // One comparison for nearly every byte that is asked about: it is above the space.
    return b <= ' ' && (b == ' ' || b == '\n' || b == '\r' || b == '\t');
  }

  /** Passes over a member's name, its colon and the white space up to its value. */
  private static int skipName(byte[] json, int start, int end) {
    if (start >= end || json[start] != '"') {
      throw unexpected(INVALID_JSON, "a member's name in quotes", json, start, end);
    }
    int colon = skipWhitespace(json, skipString(json, start, end), end);
    if (colon >= end || json[colon] != ':') {
      throw unexpected(INVALID_JSON, "':'", json, colon, end);
    }
    return skipWhitespace(json, colon + 1, end);
  }

  private static int skipScalar(byte[] json, int start, int end, byte first) {
    return switch (first) {
      case '"' -> skipString(json, start, end);
      case 't' -> skipLiteral(json, start, end, TRUE);
      case 'f' -> skipLiteral(json, start, end, FALSE);
      case 'n' -> skipLiteral(json, start, end, NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> skipNumber(json, start, end);
      default -> throw unexpected(INVALID_JSON, "a JSON value", json, start, end);
    };
  }

  private static int skipString(byte[] json, int quote, int end) {
    int at = PlainText.end(json, quote + 1, end);
    while (at < end) {
      byte b = json[at];
      if (b == '"') {
        return at + 1;
      }
      if (b < 0) {
        at = Utf8.skipCharacter(json, at, end);
        // Text beyond ASCII seldom comes alone, and eight bytes at a time are no use within it.
        if (at < end && json[at] < 0) {
          continue;
        }
      } else if (b == '\\') {
        at = Escapes.skip(json, at, end);
      } else {
        throw unexpected(INVALID_JSON, "no bare control character in a string", json, at, end);
      }
      at = PlainText.end(json, at, end);
    }
    throw unexpected(INVALID_JSON, "the closing quote of a string", json, at, end);
  }

  private static int skipLiteral(byte[] json, int start, int end, byte[] literal) {
    int after = start + literal.length;
    if (after > end || !Arrays.equals(json, start, after, literal, 0, literal.length)) {
      throw unexpected(INVALID_JSON, "true, false or null", json, start, end);
    }
    return after;
  }

  private static int skipNumber(byte[] json, int start, int end) {
    int at = json[start] == '-' ? start + 1 : start;
    // A zero stands alone; what follows it is the caller's to refuse.
    at = at < end && json[at] == '0' ? at + 1 : skipDigits(json, at, end);
    if (at < end && json[at] == '.') {
      at = skipDigits(json, at + 1, end);
    }
    if (at < end && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      boolean signed = at < end && (json[at] == '+' || json[at] == '-');
      at = skipDigits(json, signed ? at + 1 : at, end);
    }
    return at;
  }

  private static int skipDigits(byte[] json, int start, int end) {
    int at = start;
    while (at < end && isDigit(json[at])) {
      at++;
    }
    if (at == start) {
      throw unexpected(INVALID_JSON, "a digit", json, at, end);
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static long[] keep(long[] outer, int index, long objects) {
    long[] kept = index < outer.length ? outer : Arrays.copyOf(outer, 2 * index + 1);
    kept[index] = objects;
    return kept;
  }

  private static ProtocolException tooDeep(int maxDepth, int at) {
    return new ProtocolException(
        ProtocolRule.JSON_TOO_DEEP,
        "expected at most " + maxDepth + " nested arrays and objects, found more at index " + at);
  }
}
