package io.tenterhook.cli.bench;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.ConversionException;
import io.tenterhook.client.RawJson;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where an event's arguments say when it was sent: in milliseconds since 1970, with or without
 * decimals.
 *
 * @param place finds it in the array of the arguments
 */
public record SentAt(Function<RawJson, Optional<RawJson>> place) {

  /** The time there; not a number if there is none. */
  double millis(Arguments arguments) {
    try {
      return place.apply(arguments.json()).map(RawJson::asDouble).orElse(Double.NaN);
    } catch (ConversionException noNumber) {
      return Double.NaN;
    }
  }
}
