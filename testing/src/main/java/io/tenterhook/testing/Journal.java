package io.tenterhook.testing;

import io.tenterhook.testing.JournalEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Every packet that went either way, and what else happened, in order. It keeps the latest {@value
 * #MAX_ENTRIES} entries and 16 MiB. Safe for use by any thread.
 */
public final class Journal {
  static final int MAX_ENTRIES = 10_000;
  private static final long MAX_BYTES = 16L << 20;

  /** The sid of what happens outside of a session. */
  static final String NO_SESSION = "-";

  private final boolean kept;
  private final Supplier<Instant> clock;
  private final Bounded<JournalEntry> log =
      new Bounded<>(MAX_ENTRIES, MAX_BYTES, JournalEntry::size);

  Journal(boolean kept, Supplier<Instant> clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * Everything, oldest first.
   *
   * @return an unmodifiable list
   */
  public List<JournalEntry> entries() {
    return log.entries();
  }

  /**
   * The text packets that came, with their Engine.IO types.
   *
   * @return for instance {@code 40}, {@code 42["hello"]}, {@code 3}
   */
  public List<String> received() {
    return texts(Kind.RECEIVED);
  }

  /**
   * The text packets that were sent, with their Engine.IO types.
   *
   * @return for instance {@code 0{"sid":…}}, {@code 40{"sid":…}}, {@code 2}
   */
  public List<String> sent() {
    return texts(Kind.SENT);
  }

  /**
   * How many entries were too old to be kept.
   *
   * @return a count
   */
  public long forgotten() {
    return log.forgotten();
  }

  /** Forgets all entries. */
  public void clear() {
    log.clear();
  }

  private List<String> texts(Kind kind) {
    return log.entries().stream().filter(e -> e.kind() == kind).map(JournalEntry::text).toList();
  }

  void note(String sid, Kind kind, byte[] array, int start) {
    if (kept) {
      log.add(new JournalEntry(clock.get(), sid, kind, array, start));
    }
  }

  void note(String sid, Kind kind, String text) {
    if (kept) {
      note(sid, kind, text.getBytes(StandardCharsets.UTF_8), 0);
    }
  }

  /** One line for each entry. */
  @Override
  public String toString() {
    return log.entries().stream().map(JournalEntry::toString).collect(Collectors.joining("\n"));
  }
}
