package io.tenterhook.interop;

import io.tenterhook.interop.History.Fate;
import io.tenterhook.interop.History.Heard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The promises of {@code docs/guide/delivery.md}, held against a {@link History}. Each violation is
 * one sentence; there shall be none.
 */
final class HistoryChecker {
  private static final String RETRIED = History.Mode.RETRIED.code;

  private final History history;
  private final List<String> violations = new ArrayList<>();

  private HistoryChecker(History history) {
    this.history = history;
  }

  static List<String> violations(History history) {
    HistoryChecker checker = new HistoryChecker(history);
    checker.checkFates();
    checker.checkWhatTheServerHandled();
    checker.checkOrderOut(false);
    checker.checkOrderOut(true);
    checker.checkWhatTheClientHeard();
    return checker.violations;
  }

  /** Every emit is told its fate, once, and there are no others. */
  private void checkFates() {
    Set<String> sent = new HashSet<>(history.sent());
    Map<String, Fate> fates = history.fates();
    for (String event : sent) {
      if (!fates.containsKey(event)) {
        violations.add(event + " was never told its fate");
      }
    }
    for (String event : history.toldTwice()) {
      violations.add(event + " was told its fate twice");
    }
  }

  /** Nothing acked is missing, nothing that was never sent is there, doubles only with retries. */
  private void checkWhatTheServerHandled() {
    Map<String, Integer> times = new HashMap<>();
    history.handled.forEach(event -> times.merge(event, 1, Integer::sum));
    Map<String, Fate> fates = history.fates();
    fates.forEach(
        (event, fate) -> {
          int handled = times.getOrDefault(event, 0);
          if (fate == Fate.ACKED && handled == 0) {
            violations.add(event + " was acked but is missing");
          }
          if (fate == Fate.NEVER_SENT && handled > 0) {
            violations.add(event + " was never sent, said the client, but was handled");
          }
          if (handled > 1 && !event.startsWith(RETRIED)) {
            violations.add(event + " was handled " + handled + " times");
          }
        });
    for (String event : times.keySet()) {
      if (!fates.containsKey(event)) {
        violations.add(event + " was handled but never emitted");
      }
    }
  }

  /** What was emitted later is not handled earlier; doubles of retries follow each other. */
  private void checkOrderOut(boolean retried) {
    Map<String, Integer> positions = new HashMap<>();
    List<String> sent = history.sent();
    for (int i = 0; i < sent.size(); i++) {
      positions.put(sent.get(i), i);
    }
    int last = -1;
    for (String event : history.handled) {
      Integer position = positions.get(event);
      if (event.startsWith(RETRIED) == retried && position != null) {
        if (position < last) {
          violations.add(event + " was handled after " + sent.get(last));
        }
        last = Math.max(last, position);
      }
    }
  }

  /** Pushes come once and in order; they are missed only when the server did not recover. */
  private void checkWhatTheClientHeard() {
    int next = -1;
    boolean gapAllowed = true;
    for (Heard heard : history.heard()) {
      switch (heard.kind()) {
        case CONNECTED -> gapAllowed = true;
        case RECOVERED -> {}
        case PUSH -> {
          if (heard.number() < next) {
            violations.add("push " + heard.number() + " came when " + next + " was due");
          } else if (heard.number() > next && !gapAllowed) {
            violations.add(
                "pushes "
                    + next
                    + " to "
                    + (heard.number() - 1)
                    + " are missing, though recovered");
          }
          next = Math.max(next, heard.number() + 1);
          gapAllowed = false;
        }
      }
    }
    if (next != history.pushed && !gapAllowed) {
      violations.add("the last push is " + (next - 1) + ", the server sent " + history.pushed);
    }
  }
}
