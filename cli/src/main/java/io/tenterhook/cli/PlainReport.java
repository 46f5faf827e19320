package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.client.Arguments;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.Transport;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * For people: events and acks are data, all else goes to standard error.
 *
 * <pre>
 * pretty   12:00:00.123  price  "ACME"  1.5
 * raw      "ACME"&lt;TAB&gt;1.5
 * </pre>
 *
 * <p>Arguments are JSON on one line, in which no tab can be. On a terminal names are padded to the
 * widest so far, and arguments that are wider than the terminal go to lines of their own, indented.
 */
final class PlainReport implements Report {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}_.:/-]+");
  private static final String GAP = "  ";
  private static final int TIME_WIDTH = 12;

  /** Longer names stick out. */
  private static final int WIDEST_NAME = 24;

  private final Terminal terminal;
  private final boolean raw;
  private final IntSupplier width;

  /** Guarded by this. */
  private int nameWidth;

  /**
   * Made once for each command.
   *
   * @param width of the terminal in columns
   */
  PlainReport(Terminal terminal, boolean raw, IntSupplier width) {
    this.terminal = terminal;
    this.raw = raw;
    this.width = width;
  }

  @Override
  public void connected(String namespace, String sid, boolean recovered, Transport transport) {
    life(
        Style.GOOD,
        "connected to "
            + namespace
            + ", sid "
            + sid
            + (recovered ? ", recovered" : "")
            + (transport == Transport.POLLING ? ", by polling" : ""));
  }

  @Override
  public void upgraded(Transport to) {
    life(Style.FAINT, "upgraded to " + to.text());
  }

  @Override
  public void event(Event event) {
    if (raw) {
      terminal.data(joined(event.args(), "\t"));
      return;
    }
    String name = event.name();
    String shown = PLAIN_NAME.matcher(name).matches() ? name : JsonText.quote(name);
    String request =
        event.ackId().isPresent() ? "(wants ack " + event.ackId().getAsLong() + ")" : "";
    terminal.data(
        terminal.paint(Style.FAINT, now())
            + GAP
            + terminal.paint(Style.NAME, shown)
            + padding(shown)
            + arguments(event.args(), TIME_WIDTH + 2 * GAP.length() + nameWidth(shown), request));
  }

  private static String now() {
    return TIME.format(LocalTime.now(ZoneId.systemDefault()));
  }

  private String padding(String name) {
    return " ".repeat(nameWidth(name) - name.length());
  }

  /** Of the column in which a name stands. */
  private synchronized int nameWidth(String name) {
    if (!terminal.interactive()) {
      return name.length();
    }
    nameWidth = Math.max(nameWidth, Math.min(name.length(), WIDEST_NAME));
    return Math.max(nameWidth, name.length());
  }

  private String arguments(Arguments arguments, int column, String request) {
    String all =
        Stream.of(joined(arguments, GAP), request)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(GAP));
    String asked = request.isEmpty() ? "" : GAP + terminal.paint(Style.FAINT, request);
    if (column + all.length() <= width.getAsInt()) {
      return IntStream.range(0, arguments.size())
          .mapToObj(i -> GAP + PrettyJson.onOneLine(json(arguments, i), terminal))
          .collect(Collectors.joining("", "", asked));
    }
    int indent = TIME_WIDTH + GAP.length();
    String below = "\n" + " ".repeat(indent);
    return asked
        + IntStream.range(0, arguments.size())
            .mapToObj(
                i ->
                    below
                        + PrettyJson.fitted(json(arguments, i), indent, width.getAsInt(), terminal))
            .collect(Collectors.joining());
  }

  @Override
  public void ack(String namespace, Arguments arguments) {
    if (raw || !terminal.interactive()) {
      terminal.data(joined(arguments, raw ? "\t" : "\n"));
      return;
    }
    for (int i = 0; i < arguments.size(); i++) {
      terminal.data(PrettyJson.fitted(json(arguments, i), 0, width.getAsInt(), terminal));
    }
  }

  static String joined(Arguments arguments, String separator) {
    return IntStream.range(0, arguments.size())
        .mapToObj(i -> json(arguments, i))
        .collect(Collectors.joining(separator));
  }

  private static String json(Arguments arguments, int index) {
    return JsonText.compact(arguments.raw(index).toString(), arguments.attachments());
  }

  @Override
  public void disconnected(String namespace, Ending ending, boolean willReconnect) {
    life(Style.WARNING, "disconnected from " + namespace + ": " + Diagnosis.what(ending));
  }

  @Override
  public void retrying(int attempt, Duration delay) {
    life(Style.FAINT, "trying again in " + delay.toMillis() + "ms (attempt " + attempt + ")");
  }

  @Override
  public void stat(ListenStats.Stat stat, boolean last) {
    String text =
        String.format(
            Locale.ROOT,
            "%d events, %.1f a second, %.1f kB",
            stat.count(),
            stat.rate(),
            stat.bytes() / 1e3);
    if (last) {
      terminal.status(text);
    } else if (terminal.isErrorInteractive()) {
      terminal.live(text);
    }
  }

  /** Above and below events, with the time as they have it. */
  private void life(Style style, String what) {
    terminal.status(style, raw || !terminal.interactive() ? what : now() + GAP + what);
  }

  @Override
  public void failed(CommandFailure failure) {
    // The terminal has said it all.
  }
}
