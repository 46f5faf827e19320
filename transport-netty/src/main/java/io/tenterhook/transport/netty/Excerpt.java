package io.tenterhook.transport.netty;

import java.util.Locale;

/** Makes text from the network fit for a message: short, on one line, printable. */
final class Excerpt {

  private static final int MAX_CHARS = 80;

  private Excerpt() {}

  /** The start of a text; what is not printable ASCII becomes a dot. */
  static String of(CharSequence untrusted) {
    StringBuilder excerpt = new StringBuilder(Math.min(untrusted.length(), MAX_CHARS + 1));
    for (int i = 0; i < untrusted.length(); i++) {
      if (i == MAX_CHARS) {
        return excerpt.append('…').toString();
      }
      char c = untrusted.charAt(i);
      excerpt.append(c >= ' ' && c < 0x7F ? c : '.');
    }
    return excerpt.toString();
  }

  /** A number of bytes with its thousands marked, for example {@code 1,048,576}. */
  static String bytes(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
