package io.tenterhook.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When things are done, by a clock that moves only when somebody waits. */
class MetronomeTest {
  private static final long SECOND = 1_000_000_000;
  private final VirtualTime time = new VirtualTime();
  private final List<Long> done = new ArrayList<>();

  /** Waiting takes no time at all. */
  static final class VirtualTime implements Time {
    long now = 5 * SECOND;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void pause(long nanos) {
      now += nanos;
    }
  }

  private Metronome metronome(double perSecond) {
    return new Metronome(time, new Pace(time.now, perSecond));
  }

  @Test
  void doesEachThingWhenItIsDueAndNothingAtTheEnd() {
    long start = time.now;
    metronome(10)
        .run(0, 1, start + SECOND, () -> false, (number, due) -> done.add(time.now - start));
    assertThat(done).hasSize(10).startsWith(0L, SECOND / 10).endsWith(9 * SECOND / 10);
  }

  @Test
  void catchesUpInARowAfterItWasHeldUpAndKeepsEachDueTime() {
    long start = time.now;
    List<Long> dues = new ArrayList<>();
    Metronome metronome = metronome(100);
    metronome.run(
        0,
        1,
        start + SECOND,
        () -> false,
        (number, due) -> {
          if (number == 10) {
            time.now += SECOND / 2;
          }
          done.add(time.now - start);
          dues.add(due - start);
        });
    assertThat(dues).hasSize(100);
    assertThat(dues.get(60)).isEqualTo(6 * SECOND / 10);
    assertThat(done.subList(11, 61)).as("at once").containsOnly(6 * SECOND / 10);
    assertThat(done.get(61)).as("in time again").isEqualTo(61 * SECOND / 100);
    assertThat(metronome.lateness().getMaxValue()).isGreaterThan(SECOND * 48 / 100);
  }

  @Test
  void sharesThePaceBetweenThreadsWithoutDoingAnythingTwice() {
    long start = time.now;
    List<Long> numbers = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      metronome(7).run(thread, 3, start + 3 * SECOND, () -> false, (n, due) -> numbers.add(n));
      time.now = start;
    }
    assertThat(numbers).hasSize(21).doesNotHaveDuplicates();
  }

  @Test
  void aRateThatIsNoWholeNumberOfNanosecondsDoesNotDrift() {
    Pace pace = new Pace(-7, 3);
    assertThat(pace.dueAt(3 * 86_400)).isEqualTo(86_400 * SECOND - 7);
  }

  @Test
  void endsWhenItIsStopped() {
    metronome(10)
        .run(0, 1, Long.MAX_VALUE / 2, () -> done.size() == 3, (number, due) -> done.add(number));
    assertThat(done).containsExactly(0L, 1L, 2L);
  }
}
