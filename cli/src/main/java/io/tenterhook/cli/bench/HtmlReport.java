package io.tenterhook.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/**
 * A run as one page of HTML that needs nothing else: no script, no network, no font. Whatever comes
 * from elsewhere is escaped, and the page forbids itself to load anything.
 */
public final class HtmlReport {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss xxx", Locale.ENGLISH);

  private final Outcome outcome;
  private final Subject subject;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(Outcome outcome, Subject subject) {
    this.outcome = outcome;
    this.subject = subject;
  }

  /** The whole page. */
  public static String of(Outcome outcome, Subject subject) {
    return new HtmlReport(outcome, subject).page();
  }

  private String page() {
    String what = outcome.load().kind().word();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>tenter bench %s %s</title>
        <style>
        %s</style>
        </head>
        <body>
        """
            .formatted(what, Markup.escape(subject.url()), styleSheet()));
    header(what);
    figures();
    notes();
    page.append("<main>\n").append(new Charts(outcome).all()).append("</main>\n");
    page.append("<div class=\"tables\">\n");
    percentiles();
    errors();
    flags();
    page.append("</div>\n<footer>").append(Markup.escape(subject.ranOn()));
    return page.append("</footer>\n</body>\n</html>\n").toString();
  }

  private static String styleSheet() {
    try (InputStream sheet = HtmlReport.class.getResourceAsStream("report.css")) {
      if (sheet == null) {
        throw new IOException("report.css is missing");
      }
      return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("this build of tenter is broken", broken);
    }
  }

  private void header(String what) {
    String where = subject.url() + (subject.namespace().equals("/") ? "" : subject.namespace());
    page.append(
        """
        <header>
        <p class="kicker">tenter bench %s</p>
        <h1>%s%s</h1>
        <p>%s</p>
        <p class="when">%s</p>
        </header>
        """
            .formatted(
                what,
                Markup.escape(where),
                subject.event().isEmpty()
                    ? ""
                    : " <span class=\"event\">" + Markup.escape(subject.event()) + "</span>",
                Markup.escape(outcome.load().inWords()),
                WHEN.format(
                    outcome
                        .began()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .atZone(ZoneId.systemDefault()))));
  }

  private void figures() {
    page.append("<section class=\"figures\">\n");
    boolean connecting = outcome.load().kind() == Load.Kind.CONN;
    figure("rate", Units.number(outcome.rate()), connecting ? "connections/s" : "per second");
    if (outcome.hasLatency()) {
      span("p50", outcome.latency().getValueAtPercentile(50), "median");
      span("p99", outcome.latency().getValueAtPercentile(99), "99th percentile");
      span("max", outcome.latency().getMaxValue(), "slowest");
    }
    long errors = outcome.errorCount();
    figure(
        errors == 0 ? "good" : "errors",
        Units.number(errors),
        errors == 0 ? "errors" : "errors, " + Units.number(outcome.errorShare() * 100) + "%");
    figure(
        "open",
        Units.number(outcome.connected()),
        "of " + Units.number(outcome.load().clients()) + " connected");
    if (!connecting) {
      figure("", Units.number(outcome.done()), "events in all");
      String about = outcome.bytesEstimated() ? "of arguments, about" : "of arguments";
      figure("", Units.bytes(outcome.bytes()), about);
    }
    page.append("</section>\n");
  }

  private void span(String style, long nanos, String name) {
    figure(style, Units.span(nanos), name);
  }

  private void figure(String style, String value, String name) {
    String[] parts = value.split(" ", 2);
    String unit = parts.length == 2 ? " <small>" + parts[1] + "</small>" : "";
    page.append(
        "<div class=\"figure %s\"><b>%s%s</b><span>%s</span></div>\n"
            .formatted(style, parts[0], unit, name));
  }

  private void notes() {
    Load load = outcome.load();
    if (outcome.interrupted()) {
      note("It was interrupted: these are the figures until then.");
    }
    if (outcome.deserted()) {
      note("It ended early, because no connection was left.");
    }
    if ((load.kind() == Load.Kind.CALL || load.kind() == Load.Kind.EMIT) && !load.isOpenLoop()) {
      note(
          "Closed loop: each event waits for the one before, so a server that stalls gets less to"
              + " do. Latencies are of events that were sent, not of users who wait; --rate measures"
              + " those.");
    }
    if (outcome.unanswered() > 0) {
      note(Units.number(outcome.unanswered()) + " were still unanswered when it ended.");
    }
    outcome.caveat().ifPresent(this::note);
  }

  private void note(String text) {
    page.append("<p class=\"note\">").append(Markup.escape(text)).append("</p>\n");
  }

  private void percentiles() {
    if (!outcome.hasLatency()) {
      return;
    }
    page.append("<section id=\"table\"><h2>Latency</h2>\n<table>\n");
    span("min", outcome.latency().getMinValue());
    span("mean", Math.round(outcome.latency().getMean()));
    for (double percentile : Outcome.percentiles()) {
      span("p" + Units.percentile(percentile), outcome.latency().getValueAtPercentile(percentile));
    }
    span("max", outcome.latency().getMaxValue());
    page.append("</table></section>\n");
  }

  private void span(String name, long nanos) {
    row(name, Units.span(nanos));
  }

  private void row(String name, String value) {
    page.append(
        "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n"
            .formatted(Markup.escape(name), Markup.escape(value)));
  }

  private void errors() {
    page.append("<section><h2>Errors</h2>\n<table>\n");
    if (outcome.errors().isEmpty()) {
      row("all kinds", "0");
    }
    outcome.errors().forEach((kind, count) -> row(kind, Units.number(count)));
    page.append("</table></section>\n");
  }

  private void flags() {
    page.append("<section><h2>Flags</h2>\n<table>\n");
    if (subject.flags().isEmpty()) {
      row("all", "as they are by default");
    }
    for (Map.Entry<String, String> flag : subject.flags().entrySet()) {
      row(flag.getKey(), flag.getValue());
    }
    page.append("</table></section>\n");
  }
}
