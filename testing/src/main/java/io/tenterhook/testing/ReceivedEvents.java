package io.tenterhook.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is asserted about the events that a server has received, among the latest 10,000, taken ones
 * too. Immutable: each step narrows the question down, the last one answers it.
 *
 * <pre>{@code
 * server.verify().received("order").withArgs("{\"id\":1}").once();
 * server.verify().within(ofSeconds(5)).received("order").inNamespace("/shop").times(2);
 * server.verify().received("refund").never();
 * server.verify().received().inOrder("login", "order", "logout");
 * }</pre>
 *
 * <p>A failure shows the event that came closest, what differs, and all that came.
 */
public final class ReceivedEvents {
  private final Bounded<ReceivedEvent> log;
  private final EventPattern pattern;
  private final Duration patience;

  ReceivedEvents(Bounded<ReceivedEvent> log, EventPattern pattern, Duration patience) {
    this.log = log;
    this.pattern = pattern;
    this.patience = patience;
  }

  /**
   * Those with these arguments, compared as JSON values: white space, the order of members and the
   * spelling of numbers do not count.
   *
   * @param jsonArgs all arguments as JSON texts, binary ones as <code>{"$base64":"AQI="}</code>
   * @return the narrower question
   * @throws IllegalArgumentException if one is not JSON
   */
  public ReceivedEvents withArgs(String... jsonArgs) {
    for (int i = 0; i < jsonArgs.length; i++) {
      Json.check(jsonArgs[i], "argument " + i);
    }
    String args = Arrays.stream(jsonArgs).collect(Collectors.joining(",", "[", "]"));
    return with(new EventPattern(pattern.name(), args, pattern.peer(), pattern.namespace()));
  }

  /**
   * Those of one client.
   *
   * @param peer who has sent them
   * @return the narrower question
   */
  public ReceivedEvents from(ServerSocketPeer peer) {
    return with(new EventPattern(pattern.name(), pattern.args(), peer, pattern.namespace()));
  }

  /**
   * Those of one namespace.
   *
   * @param namespace its name
   * @return the narrower question
   */
  public ReceivedEvents inNamespace(String namespace) {
    return with(new EventPattern(pattern.name(), pattern.args(), pattern.peer(), namespace));
  }

  /**
   * Gives the events time to come. Without it the answer is about those that have come.
   *
   * @param limit how long to wait; {@link #never} waits all the time
   * @return the more patient question
   */
  public ReceivedEvents within(Duration limit) {
    return new ReceivedEvents(log, pattern, limit);
  }

  private ReceivedEvents with(EventPattern narrower) {
    return new ReceivedEvents(log, narrower, patience);
  }

  /**
   * Asserts that there is exactly one.
   *
   * @return the event
   * @throws AssertionError if there are none or more
   */
  public ReceivedEvent once() {
    return times(1).get(0);
  }

  /** Asserts that there is none. */
  public void never() {
    var unused = count(0);
  }

  /**
   * Asserts how many there are. It waits for that number, not for one too many.
   *
   * @param count 1 or more
   * @return the events, oldest first
   * @throws AssertionError if there are fewer or more
   */
  public List<ReceivedEvent> times(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("times must be 1 or more, not " + count + "; see never()");
    }
    return count(count);
  }

  private List<ReceivedEvent> count(int count) {
    List<ReceivedEvent> all =
        log.await(events -> matching(events).size() >= Math.max(1, count), patience);
    List<ReceivedEvent> matching = matching(all);
    if (matching.size() != count) {
      throw new AssertionError(
          "expected %s %s%s, but it came %s%s%s"
              .formatted(
                  pattern,
                  times(count, "never"),
                  patience.isZero() ? "" : " within " + patience,
                  times(matching.size(), "never"),
                  matching.size() < count ? pattern.nearMiss(all) : "",
                  received(all)));
    }
    matching.forEach(ReceivedEvent::lookedAt);
    return matching;
  }

  private static String times(int count, String none) {
    return count == 0 ? none : count == 1 ? "once" : count + " times";
  }

  /**
   * Asserts that events came one after another; others may have come between them.
   *
   * @param names the names, in order
   * @throws AssertionError if one is missing after those before it
   */
  public void inOrder(String... names) {
    Predicate<List<ReceivedEvent>> allFound =
        events -> found(matching(events), names).size() == names.length;
    List<ReceivedEvent> all = log.await(allFound, patience);
    List<ReceivedEvent> found = found(matching(all), names);
    if (found.size() < names.length) {
      throw new AssertionError(
          "expected in order %s%s, but no \"%s\" came %s%s"
              .formatted(
                  Arrays.toString(names),
                  patience.isZero() ? "" : " within " + patience,
                  names[found.size()],
                  found.isEmpty() ? "at all" : "after \"" + names[found.size() - 1] + "\"",
                  received(all)));
    }
    found.forEach(ReceivedEvent::lookedAt);
  }

  /** The events of the longest beginning of {@code names} that is there. */
  private static List<ReceivedEvent> found(List<ReceivedEvent> events, String... names) {
    List<ReceivedEvent> found = new ArrayList<>();
    for (Iterator<ReceivedEvent> each = events.iterator();
        each.hasNext() && found.size() < names.length; ) {
      ReceivedEvent event = each.next();
      if (event.name().equals(names[found.size()])) {
        found.add(event);
      }
    }
    return found;
  }

  private List<ReceivedEvent> matching(List<ReceivedEvent> events) {
    return events.stream().filter(pattern::matches).toList();
  }

  private String received(List<ReceivedEvent> all) {
    long forgotten = log.forgotten();
    return (all.isEmpty() ? "\nreceived: nothing" : "\nreceived:" + Excerpt.lines(all))
        + (forgotten == 0 ? "" : "\n(" + forgotten + " before them are forgotten)");
  }

  /** The question. */
  @Override
  public String toString() {
    return pattern.toString();
  }
}
