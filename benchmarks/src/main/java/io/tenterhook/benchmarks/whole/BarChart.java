package io.tenterhook.benchmarks.whole;

import java.util.List;

/**
 * Horizontal bars in groups. Each group has a scale of its own: its longest bar is as long as the
 * chart is wide.
 */
record BarChart(String title, String note, List<Group> groups) {
  private static final double TOP = 52;
  private static final double LINE = 21;
  private static final double LABELS_END = 110;
  private static final double BARS_START = 120;
  private static final double LONGEST = 330;
  private static final double GAP = 14;

  /**
   * Bars that are compared.
   *
   * @param marks targets, below the title
   */
  record Group(String title, List<Mark> marks, List<Bar> bars) {}

  /** A target. */
  record Mark(String text, boolean isMet) {}

  /** One client; ours stands out. */
  record Bar(String label, double value, String text) {}

  String svg() {
    Svg svg = new Svg();
    svg.text(10, 22, "big", title);
    svg.text(10, 40, "dim", note);
    double y = TOP;
    for (Group group : groups) {
      y = draw(svg, group, y) + GAP;
    }
    return svg.ofHeight(y);
  }

  private static double draw(Svg svg, Group group, double top) {
    double y = top + LINE;
    svg.text(10, y, "title", group.title());
    double longest = group.bars().stream().mapToDouble(Bar::value).max().orElse(1);
    for (Mark mark : group.marks()) {
      y += LINE;
      svg.text(10, y, mark.isMet() ? "met" : "missed", (mark.isMet() ? "✓ " : "✗ ") + mark.text());
    }
    for (Bar bar : group.bars()) {
      y += LINE;
      double width = Math.max(1, bar.value() / longest * LONGEST);
      svg.textToTheLeft(LABELS_END, y, "", bar.label());
      svg.bar(
          BARS_START,
          y - 12,
          width,
          14,
          bar.label().startsWith(Candidate.TENTERHOOK) ? "tenterhook" : "other");
      svg.text(BARS_START + width + 8, y, "", bar.text());
    }
    return y;
  }
}
