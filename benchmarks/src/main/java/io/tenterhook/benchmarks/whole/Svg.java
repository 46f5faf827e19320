package io.tenterhook.benchmarks.whole;

import java.util.Locale;

/** Text of an SVG that is readable on light and on dark paper. */
final class Svg {
  static final int WIDTH = 760;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328 }
        .title { font-weight: 600 } .big { font-size: 16px; font-weight: 600 } .dim { fill: #656d76 }
        .met { fill: #1a7f37 } .missed { fill: #cf222e }
        .tenterhook { fill: #0969da } .other { fill: #afb8c1 } .axis { stroke: #afb8c1 }
        .paper { fill: #ffffff }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 } .dim { fill: #8d96a0 } .met { fill: #3fb950 }
          .missed { fill: #f85149 } .tenterhook { fill: #58a6ff } .other { fill: #484f58 }
          .axis { stroke: #484f58 } .paper { fill: #0d1117 }
        }
      </style>
      """;

  private final StringBuilder body = new StringBuilder();

  void text(double x, double y, String style, String text) {
    body.append(
        format("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>%n", x, y, style, escape(text)));
  }

  void textToTheLeft(double x, double y, String style, String text) {
    body.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"end\">%s</text>%n",
            x, y, style, escape(text)));
  }

  void bar(double x, double y, double width, double height, String style) {
    body.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"%s\"/>%n",
            x, y, width, height, style));
  }

  void line(double fromX, double fromY, double toX, double toY) {
    body.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"axis\"/>%n",
            fromX, fromY, toX, toY));
  }

  String ofHeight(double height) {
    return format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\">%n",
            WIDTH, height, WIDTH)
        + STYLE
        + format("<rect width=\"%d\" height=\"%.0f\" class=\"paper\"/>%n", WIDTH, height)
        + body
        + "</svg>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
