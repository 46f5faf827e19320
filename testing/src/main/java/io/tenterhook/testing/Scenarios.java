package io.tenterhook.testing;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the stories are that stubs tell. Its monitor also guards what stubs count, since a stub
 * is used and moves a scenario in one step, whichever loops compete for it.
 */
final class Scenarios {
  static final String STARTED = "started";

  /** Guarded by this. */
  private final Map<String, String> states = new HashMap<>();

  synchronized String state(String scenario) {
    return states.getOrDefault(scenario, STARTED);
  }

  /** Of no scenario, and of no state, everything is true. */
  synchronized boolean isIn(@Nullable String scenario, @Nullable String state) {
    return scenario == null || state == null || state(scenario).equals(state);
  }

  synchronized void move(String scenario, String state) {
    states.put(scenario, state);
  }

  synchronized void clear() {
    states.clear();
  }
}
