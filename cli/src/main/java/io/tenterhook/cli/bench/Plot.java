package io.tenterhook.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * A chart as SVG: two axes with grid and labels, and what is drawn between them. Colours come from
 * the page's style sheet, by class.
 */
final class Plot {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 250;
  private static final int LEFT = 62;
  private static final int RIGHT = 16;
  private static final int TOP = 18;
  private static final int BOTTOM = 30;

  /** More would be a blur. */
  private static final int MOST_DOTS = 40;

  private static final double LABEL_ROOM = 46;

  private final Axis x;
  private final Axis y;
  private final String describes;
  private final StringBuilder drawn = new StringBuilder();
  private final StringBuilder above = new StringBuilder();

  Plot(Axis x, Axis y, String describes) {
    this.x = x;
    this.y = y;
    this.describes = describes;
  }

  /** A point in values of the axes. */
  record Point(double x, double y) {
    /** A line is interrupted where this stands. */
    static final Point GAP = new Point(Double.NaN, Double.NaN);

    boolean isGap() {
      return Double.isNaN(x);
    }
  }

  private double px(double value) {
    return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  Plot line(List<Point> points, String style) {
    path(points, style);
    if (points.size() <= MOST_DOTS) {
      for (Point point : points) {
        if (!point.isGap()) {
          drawn.append(
              format(
                  "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.4\"/>",
                  style, px(point.x), py(point.y)));
        }
      }
    }
    return this;
  }

  /** A line without dots. */
  Plot path(List<Point> points, String style) {
    StringBuilder d = new StringBuilder();
    boolean pen = false;
    for (Point point : points) {
      if (!point.isGap()) {
        d.append(format("%s%.1f %.1f", pen ? "L" : "M", px(point.x), py(point.y)));
      }
      pen = !point.isGap();
    }
    drawn.append(format("<path class=\"line %s\" d=\"%s\"/>", style, d));
    return this;
  }

  /** What lies below a line. */
  Plot area(List<Point> points, String style) {
    if (points.isEmpty()) {
      return this;
    }
    StringBuilder d = new StringBuilder(format("M%.1f %.1f", px(points.get(0).x), py(y.min())));
    points.forEach(point -> d.append(format("L%.1f %.1f", px(point.x), py(point.y))));
    d.append(format("L%.1f %.1fZ", px(points.get(points.size() - 1).x), py(y.min())));
    drawn.append(format("<path class=\"area %s\" d=\"%s\"/>", style, d));
    return this;
  }

  Plot bar(double from, double to, double value, String style) {
    double height = py(y.min()) - py(value);
    double width = px(to) - px(from);
    double gap = width > 4 ? 1 : 0;
    drawn.append(
        format(
            "<rect class=\"bar %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
            style,
            px(from) + gap / 2,
            py(value),
            Math.max(0.8, width - gap),
            value > 0 ? Math.max(1, height) : 0));
    return this;
  }

  /** A value to compare with. */
  Plot level(double value, String style) {
    drawn.append(
        format(
            "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
            style, LEFT, WIDTH - RIGHT, py(value), py(value)));
    return this;
  }

  /** A value of the x axis, with its name on top. */
  Plot mark(double value, String name, String style) {
    double at = px(value);
    boolean last = at > WIDTH - RIGHT - LABEL_ROOM / 2;
    drawn.append(
        format(
            "<line class=\"mark %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                + "<text class=\"name %s\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
            style,
            at,
            at,
            TOP,
            HEIGHT - BOTTOM,
            style,
            last ? WIDTH - RIGHT : at,
            TOP - 5,
            last ? "end" : "middle",
            Markup.escape(name)));
    return this;
  }

  /** What the pointer is told between two values of the x axis. */
  Plot tooltip(double from, double to, String text) {
    above.append(
        format(
            "<rect class=\"hit\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>",
            px(from),
            TOP,
            Math.max(1, px(to) - px(from)),
            HEIGHT - TOP - BOTTOM,
            Markup.lines(text)));
    return this;
  }

  String svg() {
    StringBuilder svg =
        new StringBuilder(
            format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, HEIGHT, Markup.escape(describes)));
    for (Axis.Tick tick : y.ticks()) {
      double at = py(tick.value());
      svg.append(
          format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT, WIDTH - RIGHT, at, at, LEFT - 8, at + 4, Markup.escape(tick.label())));
    }
    double free = 0;
    for (Axis.Tick tick : x.ticks()) {
      double at = px(tick.value());
      svg.append(
          format(
              "<line class=\"tick\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
              at, at, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 4));
      if (at >= free) {
        svg.append(
            format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                Math.min(at, WIDTH - 2),
                HEIGHT - BOTTOM + 18,
                at > WIDTH - RIGHT - 8 ? "end" : "middle",
                Markup.escape(tick.label())));
        free = at + LABEL_ROOM;
      }
    }
    svg.append(
        format(
            "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
            LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - BOTTOM));
    return svg.append(drawn).append(above).append("</svg>").toString();
  }
}
