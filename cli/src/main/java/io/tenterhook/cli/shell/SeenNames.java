package io.tenterhook.cli.shell;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of events that came or went, for completion; the latest ones. Safe for any thread. */
final class SeenNames {
  static final int MAX_NAMES = 1_000;

  /** A longer one nobody types. */
  static final int MAX_LENGTH = 100;

  /** From the oldest to the latest; guarded by this. */
  private final Set<String> names = new LinkedHashSet<>();

  synchronized void add(String name) {
    if (name.length() > MAX_LENGTH) {
      return;
    }
    names.remove(name);
    names.add(name);
    if (names.size() > MAX_NAMES) {
      names.remove(names.iterator().next());
    }
  }

  synchronized List<String> all() {
    return List.copyOf(names);
  }
}
