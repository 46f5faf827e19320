package io.tenterhook.interop;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What a server must do, asked of the reference server and of ours: each contract has a subclass
 * for either. Nothing of ours is on the client's side.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {
  private final Map<Served.Setup, Served> started = new EnumMap<>(Served.Setup.class);

  abstract Served start(Served.Setup setup);

  /** Servers are shared: starting Node is slow, and a connection is all that a test needs. */
  final Served served(Served.Setup setup) {
    return started.computeIfAbsent(setup, this::start);
  }

  final Served served() {
    return served(Served.Setup.PATIENT);
  }

  @AfterAll
  void end() {
    started.values().forEach(Served::close);
  }
}
