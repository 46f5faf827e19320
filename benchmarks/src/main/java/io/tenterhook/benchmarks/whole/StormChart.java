package io.tenterhook.benchmarks.whole;

import java.util.List;
import java.util.Locale;

/** Attempts in each tenth of a second, one panel for each storm, all on one scale. */
record StormChart(List<Storm> storms) {
  private static final double PANEL = 170;
  private static final double LEFT = 60;
  private static final double TALLEST = 110;

  String svg() {
    Svg svg = new Svg();
    svg.text(10, 22, "big", "Clients come back after a restart: connection attempts in 100 ms");
    int tallest = storms.stream().mapToInt(Storm::peak).max().orElse(1);
    int longest = storms.stream().mapToInt(storm -> storm.attempts().size()).max().orElse(1);
    double step = (Svg.WIDTH - LEFT - 20) / longest;
    svg.text(10, 40, "dim", "Grey: refused, because the server was not back yet.");
    double bottom = 46;
    for (Storm storm : storms) {
      bottom += PANEL;
      draw(svg, storm, bottom - 24, step, TALLEST / tallest);
    }
    return svg.ofHeight(bottom + 6);
  }

  private static void draw(Svg svg, Storm storm, double floor, double step, double scale) {
    svg.text(
        LEFT,
        floor - TALLEST - 12,
        "title",
        String.format(
            Locale.ROOT,
            "%,d clients, jitter %.1f: at most %,d, all back after %.1f s",
            storm.clients(),
            storm.jitter(),
            storm.peak(),
            storm.allBackMillis() / 1e3));
    for (int i = 0; i < storm.attempts().size(); i++) {
      double height = storm.attempts().get(i) * scale;
      svg.bar(
          LEFT + i * step,
          floor - height,
          Math.max(1, step - 1),
          height,
          i * 100L < storm.downMillis() ? "other" : "tenterhook");
      if (i % 10 == 0) {
        svg.text(LEFT + i * step, floor + 16, "dim", i / 10 + " s");
      }
    }
    svg.line(LEFT, floor, Svg.WIDTH - 20, floor);
    svg.textToTheLeft(LEFT - 6, floor - storm.peak() * scale + 5, "dim", "" + storm.peak());
  }
}
