package io.tenterhook.protocol.json;

/**
 * Strict RFC 8259 scanner over UTF-8 byte ranges.
 *
 * <p>Checks everything it passes, well-formed UTF-8 and escapes included, and keeps nothing. Never
 * recurses. A mistake is a {@link io.tenterhook.protocol.ProtocolException}.
 */
public final class JsonScanner {
  /** How deep arrays and objects may be nested unless the caller says otherwise. */
  public static final int DEFAULT_MAX_DEPTH = 512;

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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }
}
