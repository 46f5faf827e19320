package io.tenterhook.protocol.json;

/**
 * Writes the little JSON that we must write ourselves: string literals in UTF-8. Lone surrogates
 * become <code>&#92;uXXXX</code> escapes, as {@code JSON.stringify} has it.
 */
public final class JsonWriter {
  private JsonWriter() {}

  /**
   * How many bytes {@link #writeString} takes.
   *
   * @param text any text
   * @return the length of the literal, its quotes included
   */
  public static int stringLength(CharSequence text) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
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
}
