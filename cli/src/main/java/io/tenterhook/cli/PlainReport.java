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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * For people: events and acks are data, all else goes to standard error.
 *
 * <pre>
 * pretty   12:00:00.123  price  "ACME"  1.5
 * raw      "ACME"&lt;TAB&gt;1.5
 * </pre>
 *
 * <p>Arguments are JSON on one line, in which no tab can be.
 */
final class PlainReport implements Report {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}_.:/-]+");

  private final Terminal terminal;
  private final boolean raw;

  PlainReport(Terminal terminal, boolean raw) {
    this.terminal = terminal;
    this.raw = raw;
  }

  @Override
  public void connected(String namespace, String sid, boolean recovered, Transport transport) {
    terminal.status(
        "connected to "
            + namespace
            + ", sid "
            + sid
            + (recovered ? ", recovered" : "")
            + (transport == Transport.POLLING ? ", by polling" : ""));
  }

  @Override
  public void upgraded(Transport to) {
    terminal.status("upgraded to " + to.text());
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
        event.ackId().isPresent()
            ? "  " + terminal.paint(Style.FAINT, "(wants ack " + event.ackId().getAsLong() + ")")
            : "";
    terminal.data(
        terminal.paint(Style.FAINT, TIME.format(LocalTime.now(ZoneId.systemDefault())))
            + "  "
            + terminal.paint(Style.NAME, shown)
            + "  "
            + joined(event.args(), "  ")
            + request);
  }

  @Override
  public void ack(String namespace, Arguments arguments) {
    terminal.data(joined(arguments, raw ? "\t" : "\n"));
  }

  static String joined(Arguments arguments, String separator) {
    return IntStream.range(0, arguments.size())
        .mapToObj(i -> JsonText.compact(arguments.raw(i).toString(), arguments.attachments()))
        .collect(Collectors.joining(separator));
  }

  @Override
  public void disconnected(String namespace, Ending ending, boolean willReconnect) {
    terminal.status("disconnected from " + namespace + ": " + Diagnosis.what(ending));
  }

  @Override
  public void retrying(int attempt, Duration delay) {
    terminal.status("trying again in " + delay.toMillis() + "ms (attempt " + attempt + ")");
  }

  @Override
  public void failed(CommandFailure failure) {
    // The terminal has said it all.
  }
}
