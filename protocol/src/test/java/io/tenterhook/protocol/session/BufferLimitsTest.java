package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BufferLimitsTest {
  private static void assertRefuses(String words, Runnable making) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(words);
  }

  @Test
  void takesTheSmallestLimits() {
    assertThat(new BufferLimits(1, 1, 1, true).dropOldest()).isTrue();
  }

  @Test
  void saysWhichLimitIsTooSmall() {
    assertRefuses("maxCount must be at least 1, is 0", () -> new BufferLimits(0, 1, 1, false));
    assertRefuses("maxBytes must be at least 1, is -1", () -> new BufferLimits(1, -1, 1, false));
    assertRefuses("maxAgeNanos must be at least 1, is 0", () -> new BufferLimits(1, 1, 0, false));
  }
}
