package io.tenterhook.client;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers from the wire with all their digits, at bounded cost. */
final class ExactNumber {
  /** The time to read a number grows with the square of its digits, and they are the server's. */
  private static final int MAX_CHARS = 1_000;

  private ExactNumber() {}

  static BigDecimal of(RawJson value, byte[] json, int start, int end) {
    if (end - start > MAX_CHARS) {
      throw value.unfit("a number of at most " + MAX_CHARS + " characters");
    }
    try {
      return new BigDecimal(new String(json, start, end - start, StandardCharsets.US_ASCII));
    } catch (NumberFormatException beyond) {
      // Valid JSON, with an exponent of more than 32 bits.
      throw value.unfit("a number whose exponent has at most 32 bits");
    }
  }
}
