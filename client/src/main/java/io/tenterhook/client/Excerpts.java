package io.tenterhook.client;

/**
 * Makes untrusted text fit for a message: one line, short, nothing that moves a terminal or turns
 * the direction of the text.
 */
final class Excerpts {
  private static final int MAX = 200;

  private Excerpts() {}

  static String of(String text) {
    int end = text.length();
    if (end > MAX) {
      end = Character.isHighSurrogate(text.charAt(MAX - 1)) ? MAX - 1 : MAX;
    }
    StringBuilder safe = new StringBuilder(end + 3).append('"');
    text.substring(0, end).codePoints().map(Excerpts::harmless).forEach(safe::appendCodePoint);
    return safe.append('"').append(end < text.length() ? "…" : "").toString();
  }

  /** The same without quotes and without a limit, for what is short already. */
  static String oneLine(String text) {
    if (isHarmless(text)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(Excerpts::harmless).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** Without a stream: while somebody records it is asked for every event. */
  private static boolean isHarmless(String text) {
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      if (harmless(codePoint) != codePoint) {
        return false;
      }
      at += Character.charCount(codePoint);
    }
    return true;
  }

  private static int harmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '?';
      default -> codePoint;
    };
  }
}
