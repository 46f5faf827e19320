package io.tenterhook.cli;

import io.tenterhook.cli.JsonLines.Direction;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The events of a recording, each due as long after the start as it came after the first event:
 * what one takes too long is not added to those behind. An event without a time, or with one that
 * goes back, is due with the one before it.
 */
final class RecordedEvents implements Closeable {
  static final String STANDARD_INPUT = "-";

  private final String file;
  private final Speed speed;
  private final @Nullable Direction only;
  private final Redaction redaction;
  private final long loops;

  private @Nullable InputStream in;
  private EventLines lines;
  private long loop = 1;
  private @Nullable Instant first;

  /** When the first event of this loop was due, and the latest. */
  private long loopNanos;

  private long dueNanos;
  private boolean anyInLoop;

  /**
   * @param only the direction to be played; null for both
   * @param loops how often the file is played
   */
  RecordedEvents(
      String file, Speed speed, @Nullable Direction only, Redaction redaction, long loops) {
    this.file = file;
    this.speed = speed;
    this.only = only;
    this.redaction = redaction;
    this.loops = loops;
    this.lines = open();
  }

  /** An event and when it is due. */
  record Timed(EventLine line, long dueNanos) {}

  private EventLines open() {
    if (file.equals(STANDARD_INPUT)) {
      return new EventLines(System.in, "standard input");
    }
    try {
      InputStream opened = Files.newInputStream(Path.of(file));
      in = opened;
      return new EventLines(opened, file);
    } catch (IOException | InvalidPathException failed) {
      throw CommandFailure.usage(
          "the recording " + file + " cannot be read: " + failed, "is the path right?");
    }
  }

  /** The next event; null at the end of the last loop. */
  @Nullable Timed next() {
    EventLine line = lines.next();
    while (line == null || (only != null && line.dir() != only)) {
      if (line == null && !again()) {
        return null;
      }
      line = lines.next();
    }
    anyInLoop = true;
    Instant at = line.at();
    if (at != null) {
      Instant begin = first == null ? at : first;
      first = begin;
      long due = loopNanos + speed.nanos(Duration.between(begin, at).toNanos());
      dueNanos = Math.max(dueNanos, due);
    }
    return new Timed(redacted(line), dueNanos);
  }

  private boolean again() {
    if (loop >= loops || !anyInLoop) {
      return false;
    }
    close();
    lines = open();
    loop++;
    first = null;
    loopNanos = dueNanos;
    anyInLoop = false;
    return true;
  }

  private EventLine redacted(EventLine line) {
    return new EventLine(
        line.where(),
        line.at(),
        line.dir(),
        line.namespace(),
        line.event(),
        redaction.apply(line.args()));
  }

  @Override
  public void close() {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("a file that was read cannot be closed", failed);
    }
  }
}
