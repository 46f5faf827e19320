package io.tenterhook.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * One axis of a chart: from values to places from 0 to 1, and the round values that are labelled.
 *
 * @param ticks at least two, in order, within the range
 */
record Axis(double min, double max, boolean logarithmic, List<Tick> ticks) {
  private static final double[] ROUND = {1, 2, 5, 10};
  private static final double[] ROUND_SECONDS = {
    0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800
  };

  /** On a linear axis, latencies that differ by more than this would all lie on the ground. */
  private static final double TOO_WIDE = 20;

  private static final double MOST_DECADES_IN_DETAIL = 2.75;

  /** A value and how it is written. */
  record Tick(double value, String label) {}

  /** From zero, to a round value that is not below the greatest. */
  static Axis linear(double greatest, int about, DoubleFunction<String> label) {
    double top = greatest > 0 ? greatest : 1;
    double raw = top / about;
    double decade = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = decade;
    for (double round : ROUND) {
      step = round * decade;
      if (step >= raw * 0.999) {
        break;
      }
    }
    int count = (int) Math.ceil(top / step - 1e-9);
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      ticks.add(new Tick(i * step, label.apply(i * step)));
    }
    return new Axis(0, count * step, false, ticks);
  }

  /** Whole numbers alone. */
  static Axis counting(double greatest) {
    return greatest < 4 ? linear(4, 4, Units::number) : linear(greatest, 5, Units::number);
  }

  /** Latencies: logarithmic if they differ by much. */
  static Axis latency(double least, double greatest) {
    return least > 0 && greatest / least > TOO_WIDE
        ? logarithmic(least, greatest)
        : linear(greatest, 4, Axis::span);
  }

  /** Latencies by powers of ten. */
  static Axis logarithmic(double least, double greatest) {
    double low = Math.max(1, least);
    double high = Math.max(low * 1.01, greatest);
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.ceil(Math.log10(high));
    List<Tick> ticks = new ArrayList<>();
    for (int decade = first; decade <= last; decade++) {
      for (double round : new double[] {1, 2, 5}) {
        double value = round * Math.pow(10, decade);
        ticks.add(new Tick(value, span(value)));
      }
    }
    // One round value on either side is enough.
    while (ticks.size() > 2 && ticks.get(1).value <= low) {
      ticks.remove(0);
    }
    while (ticks.size() > 2 && ticks.get(ticks.size() - 2).value >= high) {
      ticks.remove(ticks.size() - 1);
    }
    double min = ticks.get(0).value;
    double max = ticks.get(ticks.size() - 1).value;
    if (Math.log10(max / min) > MOST_DECADES_IN_DETAIL) {
      ticks.removeIf(tick -> Math.abs(Math.log10(tick.value) % 1) > 1e-9);
    }
    return new Axis(min, max, true, ticks);
  }

  /** Seconds of a run. */
  static Axis time(double seconds) {
    double step = ROUND_SECONDS[ROUND_SECONDS.length - 1];
    for (double round : ROUND_SECONDS) {
      if (seconds / round <= 8) {
        step = round;
        break;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= seconds * 1.0001 || i < 2; i++) {
      ticks.add(new Tick(i * step, clock(Math.round(i * step * 10) / 10.0, seconds)));
    }
    return new Axis(0, Math.max(seconds, ticks.get(1).value), false, ticks);
  }

  /** Percentiles, each further 9 as wide as the one before. */
  static Axis percentiles(long count) {
    List<Tick> ticks = new ArrayList<>();
    double max = Math.max(1, Math.log10(Math.max(1.0, (double) count)));
    ticks.add(new Tick(0, "0%"));
    for (int nines = 1; nines <= max; nines++) {
      String label = nines == 1 ? "90%" : nines == 2 ? "99%" : "99." + "9".repeat(nines - 2) + "%";
      ticks.add(new Tick(nines, label));
    }
    return new Axis(0, max, false, ticks);
  }

  /** Where a percentile from 0 to 100 stands on that axis. */
  static double placeOf(double percentile, long count) {
    double rest = Math.max(1 - percentile / 100, 1.0 / Math.max(1, count));
    return -Math.log10(rest);
  }

  private static String clock(double at, double all) {
    if (all < 120) {
      return (at == Math.rint(at) ? Long.toString(Math.round(at)) : Double.toString(at)) + " s";
    }
    long seconds = Math.round(at);
    return all < 7200
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }

  private static String span(double nanos) {
    return nanos == 0 ? "0" : Units.span(nanos);
  }

  /** From 0 to 1; what is outside of the range stands at its edge. */
  double place(double value) {
    double clamped = Math.max(min, Math.min(max, value));
    return logarithmic
        ? Math.log(clamped / min) / Math.log(max / min)
        : (clamped - min) / (max - min);
  }
}
