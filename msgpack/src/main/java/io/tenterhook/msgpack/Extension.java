package io.tenterhook.msgpack;

import static io.tenterhook.protocol.ProtocolException.unexpected;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;

/**
 * The extensions with which notepack.io writes JavaScript's own types. All have type 0, and only
 * their form tells them apart.
 *
 * <pre>
 *   d4 00 00         undefined
 *   d7 00 ms(8)      Date: signed milliseconds since 1970
 *   c7 n 00 …        ArrayBuffer, or the buffer of a typed array; c8 and c9 when it is longer
 * </pre>
 */
final class Extension {
  private static final int JAVASCRIPT = 0;

  /** What a JavaScript Date holds at most, to both sides. ECMAScript, "Time Values". */
  private static final long MAX_DATE_MILLIS = 8_640_000_000_000_000L;

  private Extension() {}

  /** The text that a Date is in JSON: {@code Date.prototype.toISOString}. */
  static String date(long millis) {
    if (millis < -MAX_DATE_MILLIS || millis > MAX_DATE_MILLIS) {
      throw new ProtocolException(
          ProtocolRule.UNKNOWN_EXTENSION,
          "expected a Date up to " + MAX_DATE_MILLIS + " ms, found " + millis);
    }
    LocalDateTime date = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    int year = date.getYear();
    return String.format(
        Locale.ROOT,
        year >= 0 && year <= 9999
            ? "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ"
            : "%+07d-%02d-%02dT%02d:%02d:%02d.%03dZ",
        year,
        date.getMonthValue(),
        date.getDayOfMonth(),
        date.getHour(),
        date.getMinute(),
        date.getSecond(),
        Math.floorMod(millis, 1000L));
  }

  /** Passes over {@code undefined}, if that is next. */
  static boolean skipUndefined(StrictUnpacker in) throws IOException {
    // Nothing else has this form and the type of JavaScript.
    boolean undefined = in.getNextFormat() == MessageFormat.FIXEXT1;
    if (undefined) {
      in.skip(header(in));
    }
    return undefined;
  }

  /** Reads the header of one of JavaScript's types. @return how many bytes follow */
  static int header(StrictUnpacker in) throws IOException {
    int start = in.at();
    ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
    if (header.getType() != JAVASCRIPT) {
      throw unknown(in, start);
    }
    return header.getLength();
  }

  static ProtocolException unknown(StrictUnpacker in, int start) {
    return unexpected(
        ProtocolRule.UNKNOWN_EXTENSION,
        "undefined, a Date, an ArrayBuffer or no extension",
        in.array(),
        start,
        in.array().length);
  }
}
