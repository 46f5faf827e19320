package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happens in the demo, told line by line as it happens, from any thread, and checked: each
 * line that must come is expected once.
 */
final class Story {
  private final Terminal terminal;
  private final Duration patience;
  private final long start = System.nanoTime();

  /** Told but not expected yet; guarded by this. */
  private final List<String> told = new ArrayList<>();

  private int checked;

  Story(Terminal terminal, Duration patience) {
    this.terminal = terminal;
    this.patience = patience;
  }

  /** What happens, and is to be expected. */
  synchronized void tell(String who, String what) {
    say(who, what);
    told.add(who + " " + what);
    notifyAll();
  }

  /** What the demo itself does. */
  synchronized void say(String who, String what) {
    double seconds = (System.nanoTime() - start) / 1e9;
    terminal.data(
        terminal.paint(Style.FAINT, String.format(Locale.ROOT, "%6.2fs  ", seconds))
            + terminal.paint(Style.NAME, String.format("%-7s ", who))
            + what);
  }

  /** Waits until this line has been told. */
  synchronized void expect(String who, String what) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!told.remove(who + " " + what)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new CommandFailure(
            ExitCode.UNMET,
            "within " + Span.text(patience) + " this did not happen: " + who + " " + what,
            "see above for what did; on a slow machine try --patience 30s");
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    checked++;
  }

  /** Nothing may have happened that was not expected, or happened twice. */
  synchronized void end() {
    if (!told.isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNMET, "this was not expected: " + String.join("; ", told), "see above");
    }
    terminal.data(
        terminal.paint(Style.GOOD, "All " + checked + " steps happened as they should.")
            + " The code: DemoCommand.java");
  }
}
