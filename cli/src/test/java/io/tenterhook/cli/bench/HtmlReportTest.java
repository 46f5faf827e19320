package io.tenterhook.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.cli.bench.Load.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HtmlReportTest {

  @Test
  void whatComesFromElsewhereStaysText() {
    String evil = "</title><script>alert(1)</script>\"'&\u001b\u202e";
    Subject subject = new Subject(evil, evil, evil, Map.of(evil, evil), evil);
    String page = HtmlReport.of(Runs.outcome(Map.of(evil, 1L)), subject);
    assertThat(page)
        .doesNotContain("<script", "alert(1)</s", "\"'&", "\u001b", "\u202e")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
  }

  @Test
  void needsNothingButItself() {
    String page = HtmlReport.of(Runs.outcome(Map.of()), Runs.subject("ask"));
    assertThat(page)
        .contains("default-src 'none'", "@media (prefers-color-scheme: dark)", "@media print")
        .doesNotContain("src=", "href=", "url(", "@import", "<script");
  }

  @Test
  void hasAllChartsAndFigures() {
    String page = HtmlReport.of(Runs.outcome(Map.of("timeout", 20L)), Runs.subject("ask"));
    assertThat(page)
        .contains("id=\"latency\"", "id=\"throughput\"", "id=\"histogram\"")
        .contains("id=\"percentiles\"", "id=\"errors\"", "id=\"connections\"")
        .contains("<th scope=\"row\">p99.9</th><td>100 ms</td>")
        .contains("<th scope=\"row\">timeout</th><td>20</td>")
        .contains("<th scope=\"row\">--auth</th><td>***</td>")
        .doesNotContain("NaN", "Infinity");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRunInWhichNothingHappenedHasAPageToo(Kind kind) {
    Outcome silent = Runs.outcome(Runs.load(kind, 0), Meter.histogram(), Map.of(), List.of());
    assertThat(HtmlReport.of(silent, Runs.subject("")))
        .contains("</html>")
        .doesNotContain("NaN", "Infinity", "id=\"histogram\"");
  }

  @Test
  void aDayIsDrawnWithAFewHundredPoints() {
    List<Second> day = new ArrayList<>();
    for (int i = 1; i <= 86_400; i++) {
      day.add(new Second(i, 1_000_000_000, 10, 0, 0, 1, 10, 1_000_000, 2_000_000, i * 1000L));
    }
    Timeline timeline = Timeline.of(day);
    assertThat(timeline.moments()).hasSize(240);
    assertThat(timeline.end()).isEqualTo(86_400);
    assertThat(timeline.moments().get(0).max()).as("the worst").isEqualTo(360_000);
    assertThat(timeline.moments().get(239).rate()).isEqualTo(10);
  }

  @Test
  void closedLoopsAreMarkedAsSuch() {
    Outcome run = Runs.outcome(Map.of());
    assertThat(HtmlReport.of(run, Runs.subject("ask"))).doesNotContain("Closed loop");
    Outcome closed = Runs.outcome(Runs.load(Kind.CALL, 0), run.latency(), Map.of(), run.seconds());
    assertThat(HtmlReport.of(closed, Runs.subject("ask"))).contains("Closed loop");
  }
}
