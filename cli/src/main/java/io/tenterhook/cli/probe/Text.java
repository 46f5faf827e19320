package io.tenterhook.cli.probe;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/** Makes what a server says fit for one line of a terminal. */
final class Text {
  private static final int EXCERPT = 70;

  private Text() {}

  /** Nothing in it moves a terminal or turns the direction of the text. */
  static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(Text::harmless).forEach(safe::appendCodePoint);
    return safe.toString();
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

  /** The start of a text, in quotes. */
  static String excerpt(String text) {
    String flat = text.strip().replaceAll("\\s+", " ");
    return "\"" + line(flat.length() > EXCERPT ? flat.substring(0, EXCERPT) + "…" : flat) + "\"";
  }

  /** The most that may be told of a session's id: whoever knows all of it can speak for it. */
  static String masked(String sid) {
    return line(sid.substring(0, Math.min(4, sid.length() / 2))) + "…";
  }

  static String of(IOException problem) {
    if (problem instanceof SocketTimeoutException) {
      return String.valueOf(problem.getMessage());
    }
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  static String of(Duration span) {
    double millis = span.toNanos() / 1e6;
    return millis < 10
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : String.format(Locale.ROOT, "%.0f ms", millis);
  }
}
