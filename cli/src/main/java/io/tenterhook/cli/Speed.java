package io.tenterhook.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** How fast a recording is played: {@code 2x}, {@code 0.5x}, or {@code max} without any gaps. */
record Speed(double factor) {
  static final Speed RECORDED = new Speed(1);
  private static final Pattern FACTOR = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)x?");

  /** How long a recorded gap takes. */
  long nanos(long recordedNanos) {
    return Double.isInfinite(factor) ? 0 : Math.round(recordedNanos / factor);
  }

  /** For {@code --speed}. */
  static final class Converter implements ITypeConverter<Speed> {
    @Override
    public Speed convert(String text) {
      if (text.equals("max")) {
        return new Speed(Double.POSITIVE_INFINITY);
      }
      Matcher factor = FACTOR.matcher(text);
      if (!factor.matches() || Double.parseDouble(factor.group(1)) == 0) {
        throw CommandFailure.usage(
            "\"" + text + "\" is no speed", "write 2x, 0.5x or max; more than zero");
      }
      return new Speed(Double.parseDouble(factor.group(1)));
    }
  }
}
