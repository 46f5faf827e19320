package io.tenterhook.cli.shell;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A stream whose lines are shown one by one. The writer writes whole lines. */
final class LinesAbove extends OutputStream {
  private final Consumer<String> shown;

  /** The line so far; guarded by this. */
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LinesAbove(Consumer<String> shown) {
    this.shown = shown;
  }

  @Override
  public synchronized void write(int value) {
    if (value == '\n') {
      shown.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    } else {
      line.write(value);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }
}
