package io.tenterhook.cli.shell;

import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** Forgets at once what must not be kept. */
final class KeptHistory extends DefaultHistory {
  @Override
  public void add(Instant time, String line) {
    if (HistoryFile.keeps(line)) {
      super.add(time, line);
    }
  }
}
