package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopRandomTest {

  @Test
  void masksAreOtherOnesForEachFrameAndEachLoop() {
    Set<Integer> masks = new HashSet<>();
    LoopRandom one = new LoopRandom();
    LoopRandom other = new LoopRandom();
    for (int i = 0; i < 1_000; i++) {
      masks.add(one.nextMask());
      masks.add(other.nextMask());
    }
    // Among 2,000 of 2^32 one pair is alike once in two thousand runs, three never are.
    assertThat(masks).hasSizeGreaterThan(1_997);
  }

  @Test
  void noncesAreOtherOnesForEachHandshake() {
    LoopRandom random = new LoopRandom();
    assertThat(random.nonce()).hasSize(16).isNotEqualTo(random.nonce());
  }
}
