package io.tenterhook.msgpack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.msgpack.core.MessagePacker;

/**
 * Writes a JSON number as the MessagePack number of the same value, or refuses it. A whole number
 * is an integer however it is written, as in JavaScript: {@code 2.0} and {@code 2e0} are 2.
 */
final class JsonNumber {
  /** So many digits always fit a long, and are nearly all that are ever sent. */
  private static final int MAX_LONG_DIGITS = 18;

  /** Any double fits with all its digits; what is longer is not worth being looked at. */
  private static final int MAX_LENGTH = 1100;

  private JsonNumber() {}

  static void write(byte[] json, int start, int end, MessagePacker out) throws IOException {
    if (isShortInteger(json, start, end)) {
      out.packLong(shortInteger(json, start, end));
    } else {
      writeOther(json, start, end, out);
    }
  }

  private static void writeOther(byte[] json, int start, int end, MessagePacker out)
      throws IOException {
    String text = new String(json, start, Math.min(end - start, MAX_LENGTH + 1), US_ASCII);
    BigDecimal value = decimal(text);
    if (value.signum() == 0) {
      // JavaScript tells -0 from 0, and no integer can.
      if (json[start] == '-') {
        out.packDouble(-0.0);
      } else {
        out.packLong(0);
      }
      return;
    }
    if (value.scale() <= 0 && (long) value.precision() - value.scale() <= MAX_LONG_DIGITS + 2) {
      BigInteger whole = value.toBigIntegerExact();
      if (whole.bitLength() < (whole.signum() > 0 ? Long.SIZE + 1 : Long.SIZE)) {
        out.packBigInteger(whole);
        return;
      }
    }
    double nearest = Double.parseDouble(text);
    if (!keeps(nearest, value)) {
      throw refused(text);
    }
    out.packDouble(nearest);
  }

  private static boolean isShortInteger(byte[] json, int start, int end) {
    int first = json[start] == '-' ? start + 1 : start;
    if (end - first > MAX_LONG_DIGITS || (first > start && json[first] == '0')) {
      return false;
    }
    for (int i = first; i < end; i++) {
      if (json[i] < '0' || json[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static long shortInteger(byte[] json, int start, int end) {
    boolean negative = json[start] == '-';
    long value = 0;
    for (int i = negative ? start + 1 : start; i < end; i++) {
      value = value * 10 + json[i] - '0';
    }
    return negative ? -value : value;
  }

  private static BigDecimal decimal(String text) {
    if (text.length() > MAX_LENGTH) {
      throw refused(text);
    }
    try {
      return new BigDecimal(text).stripTrailingZeros();
    } catch (NumberFormatException exponentBeyondAnInt) {
      throw refused(text);
    }
  }

  /**
   * Whether a double, written with as many digits, is the same number again. The last digit may be
   * off by one: the shortest text of a double is not always the nearest of its length.
   */
  private static boolean keeps(double nearest, BigDecimal value) {
    return nearest != 0
        && !Double.isInfinite(nearest)
        && new BigDecimal(nearest).subtract(value).abs().compareTo(value.ulp()) < 0;
  }

  private static IllegalArgumentException refused(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return new IllegalArgumentException(
        "the number "
            + shown
            + " is neither a 64-bit integer nor a double; send it as a string, or round it");
  }
}
