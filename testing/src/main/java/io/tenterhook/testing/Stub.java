package io.tenterhook.testing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sentence of the server's script: when something happens, and the conditions hold, do this.
 *
 * <pre>{@code
 * ServerNamespace shop = server.namespace("/shop");
 * shop.when("pay").inScenario("checkout").thenState("paid").ackWith("true");
 * shop.when("status").inScenario("checkout").whenState("paid").ackWith("\"on its way\"");
 * shop.when("status").forConnection(2).times(1).ackWith("\"who are you?\"");
 * shop.when("status").ackWith("\"nothing bought\"");
 * }</pre>
 *
 * <p>Stubs are asked in the order in which they were made. The first one whose conditions hold
 * acts; one that is used up, by {@link #times}, leaves the word to the next. A stub with the same
 * conditions as an earlier one without {@code times} replaces it. Conditions come before the first
 * step or verdict, which makes the stub count.
 *
 * @param <S> the kind of stub
 */
public abstract sealed class Stub<S extends Stub<S>> permits ConnectStub, StubWithSteps {
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final int ANY = 0;

  private final Stubs stubs;
  private final String when;

  // Set by the thread that makes the stub, before the stub counts.
  private int connection = ANY;
  private int times = UNLIMITED;
  private @Nullable String scenario;
  private @Nullable String stateWanted;
  private @Nullable String stateAfter;
  private boolean counts;

  /** Guarded by the scenarios, with the next. */
  private int used;

  private boolean replaced;

  Stub(Stubs stubs, String when) {
    this.stubs = stubs;
    this.when = when;
  }

  /**
   * Only for one connection: the n-th that has sent a CONNECT for this namespace, refused ones
   * included.
   *
   * @param number 1 for the first
   * @return this stub
   */
  public S forConnection(int number) {
    conditionsAreOpen("forConnection");
    connection = positive(number, "forConnection");
    return self();
  }

  /**
   * Only so many times.
   *
   * @param times 1 or more
   * @return this stub
   */
  public S times(int times) {
    conditionsAreOpen("times");
    this.times = positive(times, "times");
    return self();
  }

  /**
   * Makes the stub part of a story that several stubs tell, in any namespace of the server. A
   * scenario is in state {@value Scenarios#STARTED} first.
   *
   * @param scenario any name
   * @return this stub
   */
  public S inScenario(String scenario) {
    conditionsAreOpen("inScenario");
    this.scenario = Objects.requireNonNull(scenario);
    return self();
  }

  /**
   * Only while the scenario is in a state.
   *
   * @param state any name
   * @return this stub
   * @throws IllegalStateException without {@link #inScenario}
   */
  public S whenState(String state) {
    isOfScenario("whenState");
    stateWanted = Objects.requireNonNull(state);
    return self();
  }

  /**
   * Moves the scenario on when the stub has acted.
   *
   * @param state any name
   * @return this stub
   * @throws IllegalStateException without {@link #inScenario}
   */
  public S thenState(String state) {
    isOfScenario("thenState");
    stateAfter = Objects.requireNonNull(state);
    return self();
  }

  /**
   * How often it has acted.
   *
   * @return 0 for one that was never used
   */
  public int used() {
    synchronized (stubs.scenarios()) {
      return used;
    }
  }

  private void isOfScenario(String method) {
    conditionsAreOpen(method);
    if (scenario == null) {
      throw new IllegalStateException(method + "(…) needs inScenario(…) before it: " + this);
    }
  }

  /** Refuses conditions that come too late: events may have met the stub without them. */
  void conditionsAreOpen(String method) {
    if (counts) {
      throw new IllegalStateException(
          method + "(…) must come before the first step or verdict: " + this);
    }
  }

  private static int positive(int value, String method) {
    if (value < 1) {
      throw new IllegalArgumentException(method + "(" + value + "): must be 1 or more");
    }
    return value;
  }

  abstract S self();

  /** The conditions hold no longer change: from now on the stub is asked. */
  void count() {
    if (!counts) {
      counts = true;
      stubs.add(this);
    }
  }

  /** Whether the stub acts now; if so, it has been used once more. */
  boolean claim(int connectionNumber) {
    if (connection != ANY && connection != connectionNumber) {
      return false;
    }
    synchronized (stubs.scenarios()) {
      if (used >= times || !stubs.scenarios().isIn(scenario, stateWanted)) {
        return false;
      }
      used++;
      if (scenario != null && stateAfter != null) {
        stubs.scenarios().move(scenario, stateAfter);
      }
      return true;
    }
  }

  /** Whether this one would never let {@code later} act. */
  boolean isReplacedBy(Stub<?> later) {
    return times == UNLIMITED
        && getClass() == later.getClass()
        && when.equals(later.when)
        && connection == later.connection
        && Objects.equals(scenario, later.scenario)
        && Objects.equals(stateWanted, later.stateWanted);
  }

  void replaced() {
    synchronized (stubs.scenarios()) {
      replaced = true;
    }
  }

  /** The conditions, and what has become of it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(when).append(conditions());
    if (connection != ANY) {
      text.append(" for connection ").append(connection);
    }
    if (times != UNLIMITED) {
      text.append(" ").append(times).append(" times");
    }
    if (scenario != null) {
      text.append(" in scenario ").append(scenario);
    }
    if (stateWanted != null) {
      text.append(" when ").append(stateWanted);
    }
    synchronized (stubs.scenarios()) {
      text.append(": used ").append(used).append(" times");
      return text.append(replaced ? ", replaced by a later one" : "").toString();
    }
  }

  /** Those that only this kind of stub has, for messages. */
  abstract String conditions();
}
