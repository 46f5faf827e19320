package io.tenterhook.cli.bench;

import java.util.Locale;

/** Figures as people read them: three digits, and a unit. */
public final class Units {
  private Units() {}

  /** Nanoseconds as {@code 999 ns}, {@code 12.3 µs}, {@code 1.23 ms}, {@code 45.6 s}. */
  public static String span(double nanos) {
    if (nanos < 1e3) {
      return Math.round(nanos) + " ns";
    }
    if (nanos < 999.5e3) {
      return digits(nanos / 1e3) + " µs";
    }
    return nanos < 999.5e6 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
  }

  /** {@link #span(double)}. */
  public static String span(long nanos) {
    return span((double) nanos);
  }

  /** {@link #number(double)}. */
  public static String number(long value) {
    return number((double) value);
  }

  /** {@link #bytes(double)}. */
  public static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  /** {@code 1.23}, {@code 12.3}, {@code 123}, {@code 12,345}. */
  public static String number(double value) {
    return Math.abs(value) >= 999.5 ? String.format(Locale.ROOT, "%,.0f", value) : digits(value);
  }

  /** {@code 12 B}, {@code 3.4 kB}, {@code 5.67 MB}. */
  public static String bytes(double bytes) {
    if (bytes < 1e3) {
      return Math.round(bytes) + " B";
    }
    if (bytes < 999.5e3) {
      return digits(bytes / 1e3) + " kB";
    }
    return bytes < 999.5e6 ? digits(bytes / 1e6) + " MB" : digits(bytes / 1e9) + " GB";
  }

  /** {@code 50}, {@code 99.9}: no digit too many. */
  public static String percentile(double percentile) {
    return percentile == Math.rint(percentile)
        ? Long.toString((long) percentile)
        : Double.toString(percentile);
  }

  private static String digits(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1000) {
      return Long.toString((long) value);
    }
    return String.format(
        Locale.ROOT, size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f", value);
  }
}
