package io.tenterhook.cli.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition under which a run has failed:
 *
 * <pre>
 * p99&gt;50ms  p99.9&gt;=1s  mean&gt;800us  min&gt;1ms  max&gt;2s    latencies
 * errors&gt;0  errors&gt;1%                                errors, or their share of all
 * rate&lt;1000                                         events a second
 * </pre>
 *
 * @param text as it was written
 * @param bound nanoseconds, errors, a share from 0 to 1, or events a second
 */
public record Expectation(
    String text, Metric metric, double percentile, Comparison comparison, double bound) {
  private static final Pattern CONDITION =
      Pattern.compile("\\s*([A-Za-z][A-Za-z0-9.]*)\\s*(>=|<=|>|<)\\s*(\\S+)\\s*");
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,4})?|100)");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(\\D*)");
  private static final int SHOWN = 40;

  /** What is looked at. */
  public enum Metric {
    PERCENTILE,
    MIN,
    MEAN,
    MAX,
    ERRORS,
    ERROR_SHARE,
    RATE;

    boolean isLatency() {
      return this == PERCENTILE || this == MIN || this == MEAN || this == MAX;
    }
  }

  /** How it is compared. */
  public enum Comparison {
    MORE(">"),
    AT_LEAST(">="),
    LESS("<"),
    AT_MOST("<=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    private static Comparison of(String sign) {
      for (Comparison comparison : values()) {
        if (comparison.sign.equals(sign)) {
          return comparison;
        }
      }
      throw new AssertionError(sign);
    }

    boolean holds(double actual, double bound) {
      return switch (this) {
        case MORE -> actual > bound;
        case AT_LEAST -> actual >= bound;
        case LESS -> actual < bound;
        case AT_MOST -> actual <= bound;
      };
    }
  }

  /**
   * Parses a condition.
   *
   * @throws IllegalArgumentException if it is none: says which part, and what could stand there
   */
  public static Expectation parse(String text) {
    Matcher condition = CONDITION.matcher(text);
    if (!condition.matches()) {
      throw wrong(text, "it has the form METRIC>VALUE, with >, >=, < or <=");
    }
    String name = condition.group(1).toLowerCase(Locale.ROOT);
    Comparison comparison = Comparison.of(condition.group(2));
    Matcher value = NUMBER.matcher(condition.group(3));
    if (!value.matches()) {
      throw wrong(text, "\"" + shown(condition.group(3)) + "\" is no number");
    }
    double number = Double.parseDouble(value.group(1));
    String unit = value.group(2);
    if (name.equals("errors")) {
      return errors(text, comparison, number, unit);
    }
    if (name.equals("rate")) {
      requireUnit(text, unit.isEmpty() || unit.equals("/s"), "a rate is written as 1000 or 1000/s");
      return new Expectation(text, Metric.RATE, 0, comparison, number);
    }
    return latency(text, name, comparison, number * nanos(text, name, unit));
  }

  private static Expectation errors(
      String text, Comparison comparison, double number, String unit) {
    requireUnit(text, unit.isEmpty() || unit.equals("%"), "errors are written as 5 or 1%");
    return unit.isEmpty()
        ? new Expectation(text, Metric.ERRORS, 0, comparison, number)
        : new Expectation(text, Metric.ERROR_SHARE, 0, comparison, number / 100);
  }

  private static Expectation latency(
      String text, String name, Comparison comparison, double nanos) {
    Matcher percentile = PERCENTILE.matcher(name);
    if (percentile.matches()) {
      double which = Double.parseDouble(percentile.group(1));
      return new Expectation(text, Metric.PERCENTILE, which, comparison, nanos);
    }
    return new Expectation(text, named(text, name), 0, comparison, nanos);
  }

  private static Metric named(String text, String name) {
    return switch (name) {
      case "min" -> Metric.MIN;
      case "mean" -> Metric.MEAN;
      case "max" -> Metric.MAX;
      default ->
          throw wrong(
              text,
              "there is no \""
                  + shown(name)
                  + "\"; there are p50 … p99.99, min, mean, max, errors, rate");
    };
  }

  private static double nanos(String text, String name, String unit) {
    return switch (unit) {
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      default -> {
        if (!PERCENTILE.matcher(name).matches()) {
          named(text, name);
        }
        throw wrong(text, "a latency needs a unit: us, ms or s");
      }
    };
  }

  private static void requireUnit(String text, boolean fits, String rule) {
    if (!fits) {
      throw wrong(text, rule);
    }
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("--fail-if \"" + shown(text) + "\": " + why);
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** Whether it is about latencies, which not every run has. */
  public boolean wantsLatency() {
    return metric.isLatency();
  }

  /**
   * Judges a run. Latencies of a run that has none are no success.
   *
   * @return what the actual value is, if the condition is met
   */
  public Optional<String> metBy(Outcome outcome) {
    if (metric.isLatency() && !outcome.hasLatency()) {
      return Optional.of("nothing was measured");
    }
    double actual = actual(outcome);
    return comparison.holds(actual, bound) ? Optional.of(shown(actual)) : Optional.empty();
  }

  private double actual(Outcome outcome) {
    return switch (metric) {
      case PERCENTILE -> outcome.latency().getValueAtPercentile(percentile);
      case MIN -> outcome.latency().getMinValue();
      case MEAN -> outcome.latency().getMean();
      case MAX -> outcome.latency().getMaxValue();
      case ERRORS -> outcome.errorCount();
      case ERROR_SHARE -> outcome.errorShare();
      case RATE -> outcome.rate();
    };
  }

  private String shown(double actual) {
    return switch (metric) {
      case PERCENTILE -> "p" + Units.percentile(percentile) + " is " + Units.span(actual);
      case MIN, MEAN, MAX -> metric.name().toLowerCase(Locale.ROOT) + " is " + Units.span(actual);
      case ERRORS -> Units.number(actual) + " errors";
      case ERROR_SHARE -> "errors are " + Units.number(actual * 100) + "%";
      case RATE -> "rate is " + Units.number(actual) + "/s";
    };
  }
}
