package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Parser;
import org.junit.jupiter.api.Test;

class SessionConfigTest {
  private static SessionConfig config(long connect, long stable, int earlyBytes, int acks) {
    BufferLimits buffer = new BufferLimits(1, 1, 1, false);
    return new SessionConfig(
        connect, stable, earlyBytes, acks, buffer, DecoderLimits.DEFAULT, Parser.json());
  }

  private static void assertRefuses(String words, Runnable making) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(words);
  }

  @Test
  void takesTheSmallestLimits() {
    assertThat(config(1, 0, 1, 1).stableAfterNanos()).isZero();
  }

  @Test
  void saysWhichLimitIsTooSmall() {
    assertRefuses("connectTimeoutNanos must be at least 1, is 0", () -> config(0, 0, 1, 1));
    assertRefuses("stableAfterNanos must be at least 0, is -1", () -> config(1, -1, 1, 1));
    assertRefuses("maxEarlyEventBytes must be at least 1, is -5", () -> config(1, 0, -5, 1));
    assertRefuses("maxPendingAcks must be at least 1, is 0", () -> config(1, 0, 1, 0));
  }
}
