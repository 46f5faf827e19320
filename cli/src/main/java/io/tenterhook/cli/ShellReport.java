package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.cli.shell.Program.Answer;
import io.tenterhook.client.Arguments;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a shell: shown, and recorded if the user likes. Events of another namespace than
 * the one before stand under its name; acks say to which call they are.
 */
final class ShellReport implements Report {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private final Terminal terminal;
  private final Report shown;
  private final boolean pretty;

  /** Guarded by this, as is all below. */
  private String toldOf = "/";

  private @Nullable RecordFile recording;
  private @Nullable JsonReport recorder;

  ShellReport(Terminal terminal, Report shown, boolean pretty) {
    this.terminal = terminal;
    this.shown = shown;
    this.pretty = pretty;
  }

  private synchronized void tell(Consumer<Report> what) {
    what.accept(shown);
    record(what::accept);
  }

  private synchronized void record(Consumer<JsonReport> what) {
    if (recorder != null) {
      what.accept(recorder);
    }
  }

  @Override
  public void connected(String namespace, String sid, boolean recovered, Transport transport) {
    tell(to -> to.connected(namespace, sid, recovered, transport));
  }

  @Override
  public void upgraded(Transport transport) {
    tell(to -> to.upgraded(transport));
  }

  @Override
  public synchronized void event(Event event) {
    if (pretty && !event.namespace().equals(toldOf)) {
      terminal.status(Style.FAINT, event.namespace() + ":");
      toldOf = event.namespace();
    }
    tell(to -> to.event(event));
  }

  /** The namespace that needs no name. */
  synchronized void moved(String namespace) {
    toldOf = namespace;
  }

  @Override
  public void ack(String namespace, Arguments arguments) {
    tell(to -> to.ack(namespace, arguments));
  }

  synchronized void answered(Answer answer) {
    if (shown instanceof JsonReport lines) {
      lines.answered(answer);
    } else if (pretty) {
      terminal.data(
          terminal.paint(Style.FAINT, TIME.format(LocalTime.now(ZoneId.systemDefault())))
              + "  "
              + terminal.paint(Style.GOOD, "ack " + answer.number() + " " + answer.event())
              + (answer.arguments().size() == 0 ? "" : "  ")
              + PlainReport.joined(answer.arguments(), "  ")
              + terminal.paint(
                  Style.FAINT,
                  String.format(Locale.ROOT, "  (%.1fms)", answer.took().toNanos() / 1e6)));
    } else {
      shown.ack(answer.namespace(), answer.arguments());
    }
    record(to -> to.answered(answer));
  }

  void sent(String namespace, String event, @Nullable Object[] arguments, OptionalLong ack) {
    record(to -> to.sent(namespace, event, arguments, ack));
  }

  @Override
  public void disconnected(String namespace, Ending ending, boolean willReconnect) {
    tell(to -> to.disconnected(namespace, ending, willReconnect));
  }

  @Override
  public void retrying(int attempt, Duration delay) {
    if (pretty && terminal.interactive()) {
      // The prompt counts attempts; a line for each would push all else away.
      record(to -> to.retrying(attempt, delay));
    } else {
      tell(to -> to.retrying(attempt, delay));
    }
  }

  @Override
  public void failed(CommandFailure failure) {
    tell(to -> to.failed(failure));
  }

  /** Where to; empty if nowhere. */
  synchronized String recording() {
    return recording == null ? "" : recording.name();
  }

  synchronized void record(String file) {
    if (recording != null) {
      throw CommandFailure.usage(
          "recording to " + recording.name() + " already", "end that first: .record off");
    }
    RecordFile begun =
        RecordFile.create(
            file,
            false,
            () -> terminal.status("recording to " + file + " has failed: is the disk full?"));
    recording = begun;
    recorder = new JsonReport(begun::line, Redaction.none());
  }

  synchronized void stopRecording() {
    RecordFile ended = recording;
    recording = null;
    recorder = null;
    if (ended != null) {
      try {
        ended.close();
      } catch (IOException failed) {
        throw new CommandFailure(
            ExitCode.INTERNAL, "cannot end " + ended.name() + ": " + failed, "is the disk full?");
      }
    }
  }
}
