package io.tenterhook.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one client tried, and what came of it, while its connections were cut: the input of {@link
 * HistoryChecker}. Safe for threads; what one thread records keeps its order.
 */
final class History {
  /** How an event was sent. The codes are the event names. */
  enum Mode {
    PLAIN("p"),
    DROPPABLE("d"),
    BUFFERED("b"),
    CALL("c"),
    RETRIED("r");

    final String code;

    Mode(String code) {
      this.code = code;
    }
  }

  /** What the client said became of it. */
  enum Fate {
    WRITTEN,
    ACKED,
    NEVER_SENT,
    MAYBE_SENT
  }

  /** Something that the client heard. */
  record Heard(Kind kind, int number) {
    enum Kind {
      PUSH,
      /** Connected, the earlier session going on. */
      RECOVERED,
      /** Connected, as somebody new. */
      CONNECTED
    }
  }

  /** What the server handled, in its order: a mode's code and a number. */
  List<String> handled = List.of();

  /** How many pushes the server has sent. */
  int pushed;

  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Fate> fates = new ConcurrentHashMap<>();
  private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
  private final List<String> toldTwice = Collections.synchronizedList(new ArrayList<>());

  /** Before it is emitted. */
  void sending(Mode mode, int number) {
    sent.add(mode.code + number);
  }

  void fate(Mode mode, int number, Fate fate) {
    if (fates.put(mode.code + number, fate) != null) {
      toldTwice.add(mode.code + number);
    }
  }

  void heard(Heard.Kind kind, int number) {
    heard.add(new Heard(kind, number));
  }

  /** In the order in which they were emitted, for each mode and for modes of one thread. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  int fatesKnown() {
    return fates.size();
  }

  Map<String, Fate> fates() {
    return Map.copyOf(fates);
  }

  List<String> toldTwice() {
    return List.copyOf(toldTwice);
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }
}
