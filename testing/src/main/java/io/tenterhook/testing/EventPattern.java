package io.tenterhook.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an event; null where it does not matter.
 *
 * @param args a JSON array, binary as the command-line tool has it
 */
record EventPattern(
    @Nullable String name,
    @Nullable String args,
    @Nullable ServerSocketPeer peer,
    @Nullable String namespace) {
  static final EventPattern ANY = new EventPattern(null, null, null, null);

  /** Names that differ in more letters are no slip of the pen. */
  private static final int SLIP = 2;

  private static final int SHOWN_DIFFERENCES = 5;

  boolean matches(ReceivedEvent event) {
    return (name == null || name.equals(event.name()))
        && (peer == null || peer == event.peer())
        && (namespace == null || namespace.equals(event.peer().namespace().name()))
        && argDifferences(event).isEmpty();
  }

  private List<String> argDifferences(ReceivedEvent event) {
    return args == null ? List.of() : JsonDifference.between(args, event.argsAsJson());
  }

  /** The event that is most like this one and what differs, as lines of a failure's text. */
  String nearMiss(List<ReceivedEvent> events) {
    Optional<Miss> nearest =
        events.stream()
            .filter(event -> !matches(event))
            .filter(this::isNear)
            .map(event -> new Miss(event, differences(event)))
            .min(Comparator.comparingInt(miss -> miss.differences().size()));
    return nearest
        .map(
            miss ->
                "\nclosest: "
                    + Excerpt.of(miss.event().toString())
                    + Excerpt.lines(
                        miss.differences()
                            .subList(0, Math.min(SHOWN_DIFFERENCES, miss.differences().size()))))
        .orElse("");
  }

  private record Miss(ReceivedEvent event, List<String> differences) {}

  private boolean isNear(ReceivedEvent event) {
    return name == null
        || isSlip(name, event.name())
        || (args != null && argDifferences(event).isEmpty());
  }

  private List<String> differences(ReceivedEvent event) {
    List<String> differences = new ArrayList<>();
    if (name != null && !name.equals(event.name())) {
      differences.add("name: expected \"" + name + "\", was \"" + event.name() + "\"");
    }
    String actualNamespace = event.peer().namespace().name();
    if (namespace != null && !namespace.equals(actualNamespace)) {
      differences.add("namespace: expected " + namespace + ", was " + actualNamespace);
    }
    if (peer != null && peer != event.peer()) {
      differences.add("sender: expected " + peer + ", was " + event.peer());
    }
    differences.addAll(argDifferences(event));
    return differences;
  }

  private static boolean isSlip(String expected, String actual) {
    return expected.equalsIgnoreCase(actual)
        || (Math.abs(expected.length() - actual.length()) <= SLIP
            && editDistance(expected, actual) <= SLIP);
  }

  /** Letters to insert, remove or replace (Levenshtein), row by row. */
  private static int editDistance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      int diagonal = i;
      for (int j = 0; j <= to.length(); j++) {
        int above = row[j];
        if (i == 0 || j == 0) {
          row[j] = i + j;
        } else {
          int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
          row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        }
        diagonal = above;
      }
    }
    return row[to.length()];
  }

  /** For instance {@code event "order" with [{"id":1}] in /shop}. */
  @Override
  public String toString() {
    return (name == null ? "any event" : "event \"" + name + "\"")
        + (args == null ? "" : " with " + Excerpt.of(args))
        + (peer == null ? "" : " from " + peer)
        + (namespace == null ? "" : " in " + namespace);
  }
}
