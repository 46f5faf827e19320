package io.tenterhook.protocol.json;

import io.tenterhook.protocol.ProtocolException;

/**
 * Writes the little JSON that we must write ourselves: string literals in UTF-8.
 *
 * <p>The same bytes as {@code JSON.stringify}: escapes only where the RFC demands them, and for
 * lone surrogates, which UTF-8 cannot carry. Two passes, so that the caller can make an array of
 * the right size, with room in front.
 */
public final class JsonWriter {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private JsonWriter() {}

  /**
   * How many bytes {@link #writeString} takes.
   *
   * @param text any text
   * @return the length of the literal, its quotes included
   */
  public static int stringLength(CharSequence text) {
    int length = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length += c >= ' ' && c != '"' && c != '\\' ? 1 : shortEscape(c) != 0 ? 2 : 6;
      } else if (c < 0x800) {
        length += 2;
      } else if (!Character.isSurrogate(c)) {
        length += 3;
      } else if (isPair(text, i)) {
        length += 4;
        i++;
      } else {
        length += 6;
      }
    }
    return length;
  }

  /**
   * Writes a string literal.
   *
   * @param text any text
   * @param target gets the bytes; must have room for {@link #stringLength}
   * @param at where the opening quote goes
   * @return the index just after the closing quote
   */
  public static int writeString(CharSequence text, byte[] target, int at) {
    int index = at;
    target[index++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        if (c >= ' ' && c != '"' && c != '\\') {
          target[index++] = (byte) c;
        } else {
          index = writeEscape(c, target, index);
        }
      } else if (Character.isSurrogate(c) && !isPair(text, i)) {
        index = writeUnit(c, target, index);
      } else {
        int codePoint = Character.codePointAt(text, i);
        index = writeUtf8(codePoint, target, index);
        i += Character.charCount(codePoint) - 1;
      }
    }
    target[index++] = '"';
    return index;
  }

  /**
   * How many bytes {@link #writeUtf8} takes.
   *
   * @param text holds the text in UTF-8
   * @param start where it starts
   * @param end where it ends
   * @return the length of the literal, its quotes included
   */
  public static long utf8Length(byte[] text, int start, int end) {
    long length = 2L + end - start;
    int at = PlainText.end(text, start, end);
    while (at < end) {
      if (needsEscape(text[at])) {
        length += shortEscape((char) text[at]) != 0 ? 1 : 5;
      }
      at = PlainText.end(text, at + 1, end);
    }
    return length;
  }

  /**
   * Writes a string literal whose text is in UTF-8 already, and checks that it is.
   *
   * @param text holds the text
   * @param start where it starts
   * @param end where it ends
   * @param target gets the bytes; must have room for {@link #utf8Length}
   * @param at where the opening quote goes
   * @return the index just after the closing quote
   * @throws ProtocolException INVALID_UTF8
   */
  public static int writeUtf8(byte[] text, int start, int end, byte[] target, int at) {
    int index = at;
    target[index++] = '"';
    int from = start;
    while (from < end) {
      int to = PlainText.end(text, from, end);
      while (to < end && text[to] < 0) {
        to = Utf8.skipCharacter(text, to, end);
      }
      System.arraycopy(text, from, target, index, to - from);
      index += to - from;
      if (to < end && needsEscape(text[to])) {
        index = writeEscape((char) text[to], target, index);
        to++;
      }
      from = to;
    }
    target[index++] = '"';
    return index;
  }

  private static boolean needsEscape(byte b) {
    return b >= 0 && (b < ' ' || b == '"' || b == '\\');
  }

  /**
   * Makes a string literal.
   *
   * @param text any text
   * @return a new array with the literal, its quotes included
   */
  public static byte[] string(CharSequence text) {
    byte[] literal = new byte[stringLength(text)];
    writeString(text, literal, 0);
    return literal;
  }

  private static boolean isPair(CharSequence text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static int writeUtf8(int codePoint, byte[] target, int at) {
    int index = at;
    if (codePoint < 0x800) {
      target[index++] = (byte) (0xc0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        target[index++] = (byte) (0xe0 | (codePoint >> 12));
      } else {
        target[index++] = (byte) (0xf0 | (codePoint >> 18));
        target[index++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
      }
      target[index++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    }
    target[index++] = (byte) (0x80 | (codePoint & 0x3f));
    return index;
  }

  private static int writeEscape(char c, byte[] target, int at) {
    byte letter = shortEscape(c);
    if (letter == 0) {
      return writeUnit(c, target, at);
    }
    target[at] = '\\';
    target[at + 1] = letter;
    return at + 2;
  }

  private static int writeUnit(char c, byte[] target, int at) {
    int index = at;
    target[index++] = '\\';
    target[index++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      target[index++] = HEX[(c >> shift) & 0xf];
    }
    return index;
  }

  /** The letter of a two-byte escape, or 0 if the character has none. */
  private static byte shortEscape(char c) {
    return switch (c) {
      case '"', '\\' -> (byte) c;
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> 0;
    };
  }
}
