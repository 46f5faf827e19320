package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 100,000 random steps. More, or others: {@code -Dwalk.firstSeed=1000 -Dwalk.seeds=5000}; a failure
 * names its seed and shows what happened last.
 */
class SessionWalkTest {
  private static final int STEPS = 1_000;

  private static final Set<String> reached = new TreeSet<>();

  static LongStream seeds() {
    long first = Long.getLong("walk.firstSeed", 1);
    return LongStream.range(first, first + Long.getLong("walk.seeds", 100));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingThatUsersServersAndNetworksDoBreaksARule(long seed) {
    SessionWalk walk = new SessionWalk(seed);
    try {
      for (int step = 1; step <= STEPS; step++) {
        walk.step();
        if (step % 250 == 0) {
          walk.fallSilent();
          walk.recover();
        }
      }
      walk.close();
      for (int step = 0; step < 50; step++) {
        walk.step();
      }
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError("seed " + seed + " after\n" + walk.trace(), broken);
    }
    reached.addAll(walk.kinds());
  }

  @AfterAll
  static void theWalksLedEverywhere() {
    assertThat(reached)
        .containsExactly(
            "acked",
            "askRetry",
            "buffered",
            "closeTransport",
            "connected",
            "connected recovered",
            "dropped",
            "ended",
            "event",
            "failed ACK_TIMEOUT",
            "failed BUFFER_FULL",
            "failed CONNECTION_ENDED",
            "failed DISCARDED",
            "failed EXPIRED",
            "failed NOT_CONNECTED",
            "failed NOT_WRITABLE",
            "failed TOO_MANY_PENDING_ACKS",
            "handshake",
            "interrupted",
            "openTransport",
            "requestAuth",
            "retrying",
            "send");
  }
}
