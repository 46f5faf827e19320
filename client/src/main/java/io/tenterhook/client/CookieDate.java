package io.tenterhook.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The date of a cookie's {@code Expires} (RFC 6265, 5.1.1). Servers write it in many ways, so its
 * parts are told by their looks and not by their places:
 *
 * <pre>
 * Wed, 09 Jun 2038 10:18:14 GMT
 * Wednesday, 09-Jun-38 10:18:14 GMT
 * Wed Jun  9 10:18:14 2038
 * </pre>
 */
final class CookieDate {
  private static final Pattern DELIMITERS = Pattern.compile("[\\t -/;-@\\[-`{-~]+");
  private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\D.*)?");
  private static final Pattern DAY = Pattern.compile("(\\d{1,2})(?:\\D.*)?");
  private static final Pattern YEAR = Pattern.compile("(\\d{2,4})(?:\\D.*)?");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final int FIRST_YEAR = 1601;

  private @Nullable Matcher time;
  private int day;
  private int month;
  private int year = -1;

  private CookieDate() {}

  /** Null if this is no date. */
  static @Nullable Instant parse(String text) {
    CookieDate date = new CookieDate();
    for (String token : DELIMITERS.split(text, -1)) {
      date.take(token);
    }
    return date.instant();
  }

  private void take(String token) {
    Matcher asTime = TIME.matcher(token);
    Matcher asDay = DAY.matcher(token);
    Matcher asYear = YEAR.matcher(token);
    if (time == null && asTime.matches()) {
      time = asTime;
    } else if (day == 0 && asDay.matches()) {
      day = Integer.parseInt(asDay.group(1));
    } else if (month == 0 && monthOf(token) > 0) {
      month = monthOf(token);
    } else if (year < 0 && asYear.matches()) {
      int written = Integer.parseInt(asYear.group(1));
      year = written >= 100 ? written : written + (written >= 70 ? 1900 : 2000);
    }
  }

  private static int monthOf(String token) {
    return token.length() < 3
        ? 0
        : MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
  }

  private @Nullable Instant instant() {
    if (time == null || year < FIRST_YEAR) {
      return null;
    }
    int hour = Integer.parseInt(time.group(1));
    int minute = Integer.parseInt(time.group(2));
    int second = Integer.parseInt(time.group(3));
    try {
      return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }
}
