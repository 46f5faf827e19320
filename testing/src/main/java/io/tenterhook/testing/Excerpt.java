package io.tenterhook.testing;

import java.util.List;
import java.util.stream.Collectors;

/** What fits into a failure's text. */
final class Excerpt {
  private static final int CHARS = 400;
  private static final int LINES = 20;

  private Excerpt() {}

  static String of(String text) {
    return text.length() <= CHARS
        ? text
        : text.substring(0, CHARS) + "… (" + text.length() + " characters)";
  }

  /** One indented line for each; the latest if there are many. */
  static String lines(List<?> things) {
    int left = Math.max(0, things.size() - LINES);
    String earlier = left == 0 ? "" : "\n  … " + left + " earlier";
    return earlier
        + things.stream()
            .skip(left)
            .map(thing -> "\n  " + of(String.valueOf(thing)))
            .collect(Collectors.joining());
  }
}
