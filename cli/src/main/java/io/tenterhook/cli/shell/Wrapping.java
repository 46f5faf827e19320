package io.tenterhook.cli.shell;

/** Breaks lines for people between words: a terminal alone would break them anywhere. */
final class Wrapping {
  private static final int MIN_WIDTH = 20;
  private static final String INDENT = "  ";

  private Wrapping() {}

  /**
   * The same text with line ends where blanks were.
   *
   * @param line with or without colours, which take no room
   * @param width of the terminal; too small a one, or 0 for an unknown one, breaks nothing
   */
  static String wrapped(String line, int width) {
    if (width < MIN_WIDTH) {
      return line;
    }
    StringBuilder result = new StringBuilder(line);
    int column = 0;
    int blank = -1;
    for (int i = 0; i < result.length(); i++) {
      char c = result.charAt(i);
      if (c == '\033') {
        i = Math.max(i, result.indexOf("m", i));
        continue;
      }
      column++;
      if (c == ' ' && column > INDENT.length() + 1) {
        blank = i;
      }
      if (column > width && blank >= 0) {
        result.replace(blank, blank + 1, "\n" + INDENT);
        i = blank + INDENT.length();
        column = INDENT.length();
        blank = -1;
      }
    }
    return result.toString();
  }
}
