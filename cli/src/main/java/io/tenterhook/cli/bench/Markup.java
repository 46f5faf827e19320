package io.tenterhook.cli.bench;

import java.util.stream.Collectors;

/** Text of others in HTML, where it must stay text. */
final class Markup {
  private static final int LONGEST = 500;

  private Markup() {}

  /** For content, and for attributes in double quotes. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isText(c) ? c : '\uFFFD');
              }
            });
    return safe.toString();
  }

  /** Like {@link #escape}, with line ends. */
  static String lines(String text) {
    return text.lines().map(Markup::escape).collect(Collectors.joining("\n"));
  }

  /** Neither controls, nor halves of characters, nor marks that change the direction of text. */
  private static boolean isText(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        && type != Character.FORMAT
        && type != Character.UNASSIGNED;
  }
}
