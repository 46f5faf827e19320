package io.tenterhook.cli.bench;

import io.tenterhook.cli.bench.Plot.Point;
import io.tenterhook.cli.bench.Timeline.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The charts of a report, each a figure of HTML with its heading and legend. */
final class Charts {
  /** Buckets of the histogram: as many as can be told apart. */
  private static final int BARS = 60;

  private static final int MOST_PER_DECADE = 120;
  private static final int STEPS_PER_HALVING = 20;

  private final Outcome outcome;
  private final Timeline timeline;
  private final Axis time;
  private final String done;

  Charts(Outcome outcome) {
    this.outcome = outcome;
    this.timeline = Timeline.of(outcome.seconds());
    this.time = Axis.time(timeline.end());
    this.done =
        switch (outcome.load().kind()) {
          case CONN -> "connections";
          case CALL -> "acks";
          case EMIT, FLOOD -> "events";
        };
  }

  String all() {
    StringBuilder page = new StringBuilder();
    if (outcome.hasLatency()) {
      page.append(latency());
    }
    page.append(throughput());
    if (outcome.hasLatency()) {
      page.append(distribution()).append(percentiles());
    }
    return page.append(errors()).append(connections()).toString();
  }

  private static String figure(String id, String title, String legend, String svg) {
    return """
        <figure id="%s"><figcaption><h2>%s</h2><p class="legend">%s</p></figcaption>%s</figure>
        """
        .formatted(id, title, legend, svg);
  }

  private static String key(String style, String name) {
    return "<span class=\"key " + style + "\">" + name + "</span>";
  }

  /** Whatever is drawn over time says how much time a point is. */
  private String each() {
    return timeline.secondsEach() == 1
        ? "each second"
        : "the worst of each " + timeline.secondsEach() + " seconds";
  }

  private String latency() {
    double least = (double) outcome.latency().getMaxValue();
    for (Moment moment : timeline.moments()) {
      least = moment.latencies() > 0 ? Math.min(least, moment.p50()) : least;
    }
    Axis spans = Axis.latency(least, (double) outcome.latency().getMaxValue());
    Plot plot =
        new Plot(time, spans, "Latency over time: median, 99th percentile and maximum")
            .line(points(Moment::max), "max")
            .line(points(Moment::p99), "p99")
            .line(points(Moment::p50), "p50");
    for (Moment moment : timeline.moments()) {
      if (moment.latencies() > 0) {
        plot.tooltip(
            moment.from(),
            moment.to(),
            "%s\np50 %s\np99 %s\nmax %s"
                .formatted(
                    when(moment),
                    Units.span(moment.p50()),
                    Units.span(moment.p99()),
                    Units.span(moment.max())));
      }
    }
    return figure(
        "latency",
        "Latency over time",
        key("p50", "p50") + key("p99", "p99") + key("max", "max") + " " + each(),
        plot.svg());
  }

  private List<Point> points(ToDoubleFunction<Moment> value) {
    List<Point> points = new ArrayList<>();
    for (Moment moment : timeline.moments()) {
      points.add(
          moment.latencies() > 0
              ? new Point(moment.middle(), value.applyAsDouble(moment))
              : Point.GAP);
    }
    return points;
  }

  private static String when(Moment moment) {
    return String.format(Locale.ROOT, "%.0f s to %.0f s", moment.from(), moment.to());
  }

  private String throughput() {
    boolean target = outcome.load().isOpenLoop();
    double most = target ? outcome.load().rate() : 0;
    List<Point> points = new ArrayList<>();
    for (Moment moment : timeline.moments()) {
      if (moment.hasRate()) {
        points.add(new Point(moment.middle(), moment.rate()));
        most = Math.max(most, moment.rate());
      }
    }
    // The curve is of seconds; it begins and ends with them.
    if (!points.isEmpty()) {
      points.add(0, new Point(0, points.get(0).y()));
      Point last = points.get(points.size() - 1);
      double end =
          Math.max(
              last.x(), Math.min(timeline.end(), 2 * last.x() - points.get(points.size() - 2).x()));
      points.add(new Point(end, last.y()));
    }
    Plot plot =
        new Plot(time, Axis.linear(most * 1.02, 5, Units::number), "Throughput over time")
            .area(points, "rate")
            .path(points, "rate");
    if (target) {
      plot.level(outcome.load().rate(), "target");
    }
    for (Moment moment : timeline.moments()) {
      if (moment.hasRate()) {
        plot.tooltip(
            moment.from(),
            moment.to(),
            when(moment) + "\n" + Units.number(moment.rate()) + " " + done + "/s");
      }
    }
    return figure(
        "throughput",
        "Throughput over time",
        key("rate", done + " a second") + (target ? key("target", "wanted") : ""),
        plot.svg());
  }

  private String distribution() {
    Histogram latency = outcome.latency();
    double decades =
        Math.log10((double) latency.getMaxValue() / Math.max(1, latency.getMinValue()));
    int perDecade = (int) Math.max(5, Math.min(MOST_PER_DECADE, BARS / Math.max(0.1, decades)));
    List<Buckets.Bucket> buckets = Buckets.of(latency, perDecade);
    long all = latency.getTotalCount();
    double most = (double) buckets.stream().mapToLong(Buckets.Bucket::count).max().orElse(1);
    Axis spans =
        Axis.logarithmic(buckets.get(0).fromNanos(), buckets.get(buckets.size() - 1).toNanos());
    Axis shares = Axis.linear(most * 100 / all, 4, share -> Units.number(share) + "%");
    Plot plot = new Plot(spans, shares, "How latencies are distributed");
    for (Buckets.Bucket bucket : buckets) {
      double share = bucket.count() * 100.0 / all;
      if (bucket.count() > 0) {
        plot.bar(bucket.fromNanos(), bucket.toNanos(), share, "p50");
        plot.tooltip(
            bucket.fromNanos(),
            bucket.toNanos(),
            "%s to %s\n%s (%s%%)"
                .formatted(
                    Units.span(bucket.fromNanos()),
                    Units.span(bucket.toNanos()),
                    Units.number(bucket.count()),
                    Units.number(share)));
      }
    }
    mark(plot, 50, "p50");
    mark(plot, 99, "p99");
    return figure(
        "histogram",
        "Distribution of latency",
        key("p50", "share of " + done) + " the axis is logarithmic",
        plot.svg());
  }

  private void mark(Plot plot, double percentile, String name) {
    plot.mark((double) outcome.latency().getValueAtPercentile(percentile), name, name + "-mark");
  }

  private String percentiles() {
    Histogram latency = outcome.latency();
    long count = latency.getTotalCount();
    List<Point> points = new ArrayList<>();
    Plot plot =
        new Plot(
            Axis.percentiles(count),
            Axis.latency((double) latency.getMinValue(), (double) latency.getMaxValue()),
            "Latency by percentile");
    double before = 0;
    for (HistogramIterationValue step : latency.percentiles(STEPS_PER_HALVING)) {
      double percentile = step.getPercentileLevelIteratedTo();
      double at = Axis.placeOf(percentile, count);
      points.add(new Point(at, (double) step.getValueIteratedTo()));
      if (at - before > 0.02) {
        plot.tooltip(
            before,
            at,
            "%.4g%% within %s".formatted(percentile, Units.span(step.getValueIteratedTo())));
        before = at;
      }
    }
    return figure(
        "percentiles",
        "Latency by percentile",
        key("p99", "so many were at least as fast"),
        plot.area(points, "p99").path(points, "p99").svg());
  }

  private String errors() {
    double most = (double) timeline.moments().stream().mapToLong(Moment::errors).max().orElse(0);
    Plot plot = new Plot(time, Axis.counting(most), "Errors over time");
    for (Moment moment : timeline.moments()) {
      if (moment.errors() > 0) {
        plot.bar(moment.from(), moment.to(), (double) moment.errors(), "errors");
        plot.tooltip(
            moment.from(),
            moment.to(),
            when(moment) + "\n" + Units.number(moment.errors()) + " errors");
      }
    }
    String legend = most == 0 ? key("good", "there were none") : key("errors", "errors");
    return figure("errors", "Errors over time", legend, plot.svg());
  }

  private String connections() {
    List<Point> points = new ArrayList<>();
    Plot plot =
        new Plot(time, Axis.counting(outcome.load().clients()), "Open connections over time");
    for (Moment moment : timeline.moments()) {
      points.add(new Point(moment.to(), moment.connections()));
      plot.tooltip(
          moment.from(), moment.to(), when(moment) + "\n" + moment.connections() + " open");
    }
    if (!points.isEmpty()) {
      boolean opening = outcome.load().kind() == Load.Kind.CONN;
      points.add(0, new Point(0, opening ? 0 : outcome.connected()));
    }
    return figure(
        "connections",
        "Connections over time",
        key("open", "open at the end of each second"),
        plot.area(points, "open").path(points, "open").svg());
  }
}
