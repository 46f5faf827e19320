package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.cli.bench.Bench;
import io.tenterhook.cli.bench.Load;
import io.tenterhook.cli.bench.Outcome;
import io.tenterhook.cli.bench.Progress;
import io.tenterhook.cli.bench.Second;
import io.tenterhook.cli.bench.Subject;
import io.tenterhook.cli.bench.Units;
import java.util.Locale;
import java.util.Map;

/**
 * Prints a bench: for people one line that lives while it runs, and a table at the end; for
 * programs a line of JSON each second, and one at the end.
 *
 * <pre>
 * measuring 7s   1,000/s   p50 312 µs   p99 1.2 ms   errors 0   connections 10/10
 * </pre>
 */
final class BenchReport implements Bench.Listener {
  private final Terminal terminal;
  private final JsonLines lines;
  private final OutputOptions.Format format;
  private final boolean live;

  /**
   * @param live whether standard error is a terminal
   */
  BenchReport(Terminal terminal, JsonLines lines, OutputOptions.Format format, boolean live) {
    this.terminal = terminal;
    this.lines = lines;
    this.format = format;
    this.live = live;
  }

  @Override
  public void progress(Progress progress) {
    if (live) {
      terminal.live(line(progress));
    }
  }

  /** One line for those who wait. */
  static String line(Progress now) {
    StringBuilder line = new StringBuilder(now.phase());
    if (now.secondsLeft() >= 0) {
      line.append(' ').append(now.secondsLeft()).append('s');
    }
    line.append("   ").append(Units.number(now.rate())).append("/s");
    if (now.latencies() > 0) {
      line.append("   p50 ").append(Units.span(now.p50Nanos()));
      line.append("   p99 ").append(Units.span(now.p99Nanos()));
    }
    return line.append("   errors ")
        .append(String.format(Locale.ROOT, "%,d", now.errors()))
        .append("   connections ")
        .append(now.connections())
        .append('/')
        .append(now.clients())
        .toString();
  }

  @Override
  public void second(Second second) {
    if (format == OutputOptions.Format.JSONL) {
      terminal.data(lines.stat(second));
    }
  }

  /** Nothing lives any more. */
  void ended() {
    if (live) {
      terminal.live("");
    }
  }

  void outcome(Outcome outcome, Subject subject) {
    switch (format) {
      case JSONL -> terminal.data(lines.bench(outcome, subject));
      case RAW -> raw(outcome);
      case PRETTY -> pretty(outcome, subject);
    }
  }

  private void raw(Outcome outcome) {
    terminal.data("done\t" + outcome.done());
    terminal.data("rate\t" + Math.round(outcome.rate()));
    terminal.data("errors\t" + outcome.errorCount());
    if (outcome.hasLatency()) {
      for (double percentile : Outcome.percentiles()) {
        long nanos = outcome.latency().getValueAtPercentile(percentile);
        terminal.data("p" + Units.percentile(percentile) + "\t" + nanos / 1e6);
      }
      terminal.data("max\t" + outcome.latency().getMaxValue() / 1e6);
    }
  }

  private void pretty(Outcome outcome, Subject subject) {
    Load load = outcome.load();
    terminal.data(
        terminal.paint(Style.NAME, load.kind().word())
            + "  "
            + subject.url()
            + (subject.namespace().equals("/") ? "" : subject.namespace())
            + terminal.paint(Style.FAINT, "  " + load.inWords()));
    terminal.data("");
    if (outcome.interrupted()) {
      row("ended", terminal.paint(Style.WARNING, "early: this is what was measured until then"));
    }
    row("connected", outcome.connected() + " of " + load.clients());
    row("done", count(outcome.done()) + "   " + Units.number(outcome.rate()) + "/s");
    if (load.kind() != Load.Kind.CONN) {
      String about = outcome.bytesEstimated() ? "about " : "";
      double perSecond = outcome.bytes() * 1e9 / Math.max(1, outcome.measuredNanos());
      row("bytes", about + Units.bytes(outcome.bytes()) + "   " + Units.bytes(perSecond) + "/s");
    }
    errors(outcome);
    if (outcome.hasLatency()) {
      terminal.data("");
      latency("min", outcome.latency().getMinValue());
      latency("mean", Math.round(outcome.latency().getMean()));
      for (double percentile : Outcome.percentiles()) {
        latency(
            "p" + Units.percentile(percentile), outcome.latency().getValueAtPercentile(percentile));
      }
      latency("max", outcome.latency().getMaxValue());
    }
  }

  private void errors(Outcome outcome) {
    long errors = outcome.errorCount();
    String share = Units.number(outcome.errorShare() * 100) + "%";
    row("errors", paint(errors, errors == 0 ? "0" : count(errors) + "   " + share));
    for (Map.Entry<String, Long> kind : outcome.errors().entrySet()) {
      row("", paint(1, count(kind.getValue()) + "   " + kind.getKey()));
    }
    if (outcome.unanswered() > 0) {
      row("unanswered", count(outcome.unanswered()) + "   when it ended");
    }
  }

  private String paint(long errors, String text) {
    return terminal.paint(errors == 0 ? Style.GOOD : Style.BAD, text);
  }

  private void latency(String name, long nanos) {
    String[] span = Units.span(nanos).split(" ", 2);
    terminal.data(
        terminal.paint(Style.FAINT, String.format(Locale.ROOT, "  %-10s", name))
            + String.format(Locale.ROOT, "%8s %s", span[0], span[1]));
  }

  private void row(String name, String value) {
    terminal.data(terminal.paint(Style.FAINT, String.format(Locale.ROOT, "  %-12s", name)) + value);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
