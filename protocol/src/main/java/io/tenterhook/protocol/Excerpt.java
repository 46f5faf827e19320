package io.tenterhook.protocol;

/** A few bytes of a peer's, made safe to print: short, on one line, ASCII, in quotes. */
final class Excerpt {
  /** Enough to recognise a mistake, too little to spill a token into a log. */
  private static final int MAX_BYTES = 16;

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Excerpt() {}

  static String of(byte[] array, int start, int end) {
    if (start >= end) {
      return "the end";
    }
    int stop = Math.min(end, start + MAX_BYTES);
    StringBuilder text = new StringBuilder(MAX_BYTES + 8).append('\'');
    for (int i = start; i < stop; i++) {
      byte b = array[i];
      if (b >= ' ' && b < 0x7f && b != '\'' && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x").append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
      }
    }
    text.append('\'');
    return stop < end
        ? text.append("… (").append(end - start).append(" bytes)").toString()
        : text.toString();
  }
}
