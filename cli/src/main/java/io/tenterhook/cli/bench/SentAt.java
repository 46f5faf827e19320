package io.tenterhook.cli.bench;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.ConversionException;
import io.tenterhook.client.RawJson;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where an event's arguments say when it was sent, as a JSON pointer (RFC 6901) into their array:
 * {@code /0/at} is member {@code at} of the first. There are milliseconds since 1970, with or
 * without decimals.
 */
public record SentAt(List<String> steps) {
  private static final Pattern POINTER = Pattern.compile("/\\d{1,3}(/([^/~]|~[01])*)*");

  /**
   * Parses a pointer.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SentAt parse(String pointer) {
    if (!POINTER.matcher(pointer).matches()) {
      throw new IllegalArgumentException(
          "--sent-at is \"" + pointer + "\" but must be a pointer into the arguments, as /0/at");
    }
    return new SentAt(
        Stream.of(pointer.substring(1).split("/", -1))
            .map(step -> step.replace("~1", "/").replace("~0", "~"))
            .toList());
  }

  /** The time there; not a number if there is none. */
  double millis(Arguments arguments) {
    try {
      RawJson value = arguments.raw(Integer.parseInt(steps.get(0)));
      for (String step : steps.subList(1, steps.size())) {
        value =
            value.type() == RawJson.Type.ARRAY && step.matches("\\d{1,9}")
                ? value.element(Integer.parseInt(step))
                : value.member(step);
      }
      return value.asDouble();
    } catch (ConversionException missing) {
      return Double.NaN;
    }
  }
}
