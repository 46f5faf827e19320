package io.tenterhook.cli;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a stream. What a line means depends on whether the event is named beforehand, never
 * on the line: with a name it is one argument, JSON or else a string; without, it is an event of
 * the schema.
 */
final class InputEvents implements Outgoing.Source {
  private final LineReader lines;
  private final EventLines schema;
  private final @Nullable String event;
  private final Pace pace;
  private long index;

  /**
   * @param name of the stream, for messages
   * @param event null if the lines say it
   */
  InputEvents(InputStream in, String name, @Nullable String event, Pace pace) {
    this.lines = new LineReader(in, name);
    this.schema = new EventLines(lines);
    this.event = event;
    this.pace = pace;
  }

  @Override
  public @Nullable Outgoing next() {
    long due = pace.dueNanos(index++);
    if (event != null) {
      String line = lines.next();
      return line == null
          ? null
          : new Outgoing(
              lines.where(), null, event, new Object[] {EmitArguments.jsonOrText(line)}, due);
    }
    EventLine line = schema.next();
    return line == null
        ? null
        : new Outgoing(line.where(), line.namespace(), line.event(), line.arguments(), due);
  }
}
