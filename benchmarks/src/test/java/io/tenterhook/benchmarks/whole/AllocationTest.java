package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bytes per event cannot creep up: each limit is a fifth above the most that was found when it was
 * set. They are repeatable where times are not. On a busy machine (load 8 to 13), warmed up as
 * briefly as here, five runs each gave 241 to 273 (P1), 487 to 519 (P2) and 1,440 to 1,508 (P3p).
 * When a change makes them less, make the limit less, too.
 */
class AllocationTest {
  private static final double WARM_UP_SECONDS = 2;
  private static final double SECONDS = 0.5;

  @ParameterizedTest(name = "{0}: {1} bytes")
  @CsvSource({"P1, 330", "P2, 625", "P3p, 1810"})
  void aHotPathAllocatesNoMoreThanItDid(String workload, double limit) throws Exception {
    Measurement found =
        new Trial(WARM_UP_SECONDS, SECONDS).run(Workload.named(workload), Candidate.TENTERHOOK);

    assertThat(found.get(Figure.THREADS_ENDED)).isZero();
    assertThat(found.bytesPerEvent())
        .as("bytes allocated per event of %s, at most %.0f", workload, limit)
        .isLessThanOrEqualTo(limit);
  }
}
