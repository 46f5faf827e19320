package io.tenterhook.testing;

import io.tenterhook.testing.JournalEntry.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every packet that went either way, and what else happened, in order. It keeps the latest {@value
 * #MAX_ENTRIES} entries and 16 MiB. Safe for use by any thread.
 */
public final class Journal {
  static final int MAX_ENTRIES = 10_000;
  private static final long MAX_BYTES = 16L << 20;

  /** The sid of what happens outside of a session. */
  static final String NO_SESSION = "-";

  private final ServerOptions options;
  private final Supplier<Instant> clock;
  private final Bounded<JournalEntry> log =
      new Bounded<>(MAX_ENTRIES, MAX_BYTES, JournalEntry::size);
  private volatile @Nullable Consumer<JournalEntry> listener;

  Journal(ServerOptions options, Supplier<Instant> clock) {
    this.options = options;
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

  /**
   * Everything as JSON Lines, oldest first: the schema of the command-line tool, seen from the
   * server. {@code in} is what came to the server, {@code out} what it sent.
   *
   * <pre>
   * {"at":"2026-01-31T12:00:00.123Z","dir":"in","kind":"event","nsp":"/","event":"post","args":[…],"ack":7,"session":"…"}
   * {"at":…,"dir":"out","kind":"ack","nsp":"/","args":[…],"ack":7,"session":"…"}
   * {"at":…,"dir":"in","kind":"connect","nsp":"/","auth":{…},"session":"…"}
   * {"at":…,"dir":"out","kind":"connect","nsp":"/","sid":"…","recovered":false,"pid":"…","transport":"websocket","session":"…"}
   * {"at":…,"dir":"out","kind":"connect_error","nsp":"/","message":"…","data":…,"session":"…"}
   * {"at":…,"dir":"in","kind":"disconnect","nsp":"/","reason":"client namespace disconnect","session":"…"}
   * </pre>
   *
   * <p>{@code session} is the Engine.IO session. Binary is <code>{"$base64":"…"}</code>. Members
   * that have no value are left out; {@code args}, {@code auth} and {@code data} are as they came,
   * credentials and all. What is no Socket.IO packet has kinds of its own:
   *
   * <pre>
   * opened   transport           a session has begun
   * engine   dir, type, data     an Engine.IO packet but MESSAGE: open, ping, pong, close, …
   * message  dir, text or data   an Engine.IO message that is no Socket.IO packet, or not a whole one
   * upgrade  transport           the session goes on by WebSocket
   * left     nsp, reason         a peer has left a namespace
   * closed   reason              the session has ended
   * dropped  dir, text           a packet that was not sent
   * flood    dir, text           one packet, many times
   * fault    text                what was done on purpose
   * error    text                what errors() of the server tells, too
   * request  text                an HTTP request and its answer; no session
   * </pre>
   *
   * @return lines that each end with a line feed
   */
  public String toJsonLines() {
    return Golden.text(JournalLines.of(entries(), options));
  }

  /**
   * Writes {@link #toJsonLines} to a file, in UTF-8.
   *
   * @param file is replaced if it is there
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeTo(Path file) {
    try {
      Files.writeString(file, toJsonLines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares {@link #toJsonLines} with a stored file, without what differs from run to run: there
   * are no times, pings, pongs and polls, and ids are called {@code session-1}, {@code socket-1},
   * {@code pid-1} in the order of their coming. (Offsets of recovery count from 1 on this server
   * and need nothing.) What several clients do at once comes in any order: give one client a file.
   *
   * <pre>{@code
   * server.journal().verifyMatches(Path.of("src/test/resources/order.jsonl"));
   * }</pre>
   *
   * @param golden the stored file; the system property {@code tenterhook.golden.update}, set to
   *     true, has it written anew instead
   * @throws AssertionError with the first line that differs
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public void verifyMatches(Path golden) {
    Golden.verify(JournalLines.repeatable(entries(), options), golden);
  }

  /**
   * Hands out each entry from now on, also those of a server that keeps no journal: see {@link
   * SocketIoServerBuilder#setUp} to miss none.
   *
   * @param listener is called on event loops, where it must not block nor throw
   */
  public void onEntry(Consumer<JournalEntry> listener) {
    this.listener = listener;
  }

  /** Forgets all entries. */
  public void clear() {
    log.clear();
  }

  Bounded<JournalEntry> log() {
    return log;
  }

  private List<String> texts(Kind kind) {
    return log.entries().stream().filter(e -> e.kind() == kind).map(JournalEntry::text).toList();
  }

  void note(String sid, Kind kind, byte[] array, int start) {
    Consumer<JournalEntry> heard = listener;
    if (!options.journal() && heard == null) {
      return;
    }
    JournalEntry entry = new JournalEntry(clock.get(), sid, kind, array, start);
    if (options.journal()) {
      log.add(entry);
    }
    if (heard != null) {
      heard.accept(entry);
    }
  }

  void note(String sid, Kind kind, String text) {
    if (options.journal() || listener != null) {
      note(sid, kind, text.getBytes(StandardCharsets.UTF_8), 0);
    }
  }

  /** One line for each entry. */
  @Override
  public String toString() {
    return log.entries().stream().map(JournalEntry::toString).collect(Collectors.joining("\n"));
  }
}
