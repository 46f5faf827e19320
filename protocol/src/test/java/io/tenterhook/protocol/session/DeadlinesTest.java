package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines();
  private final List<Named> reached = new ArrayList<>();

  private final class Named extends Deadline {
    @Override
    void reached(long now) {
      assertThat(index).isNegative();
      assertThat(at).isLessThanOrEqualTo(now);
      reached.add(this);
    }
  }

  @Test
  void neverIsTheNextOfNone() {
    Named deadline = new Named();
    deadlines.set(deadline, 0, 5);
    deadlines.clear(deadline);
    deadlines.clear(deadline);

    assertThat(deadlines.next()).isEqualTo(Deadlines.NONE);
  }

  @Test
  void whatIsReachedMaySetAndClearOthers() {
    Named cleared = new Named();
    Deadline first =
        new Deadline() {
          @Override
          void reached(long now) {
            deadlines.clear(cleared);
            deadlines.set(new Named(), now, 0);
          }
        };
    deadlines.set(cleared, 0, 2);
    deadlines.set(first, 0, 1);

    deadlines.run(2);

    assertThat(reached).hasSize(1).doesNotContain(cleared);
    assertThat(deadlines.next()).isEqualTo(Deadlines.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithASortedListWhateverIsSetMovedAndCleared(long seed) {
    Random random = new Random(seed);
    List<Named> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new Named());
    }
    List<Named> set = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 10_000; step++) {
      Named one = all.get(random.nextInt(all.size()));
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          deadlines.set(one, now, random.nextInt(200));
          set.remove(one);
          set.add(one);
        }
        case 2 -> {
          deadlines.clear(one);
          set.remove(one);
        }
        default -> {
          now += random.nextInt(5);
          long moment = now;
          List<Named> due = set.stream().filter(each -> each.at <= moment).toList();
          reached.clear();
          deadlines.run(now);
          assertThat(reached).containsExactlyInAnyOrderElementsOf(due);
          assertThat(reached).isSortedAccordingTo(Comparator.comparingLong(each -> each.at));
          set.removeAll(due);
        }
      }
      assertThat(deadlines.next())
          .isEqualTo(set.stream().mapToLong(each -> each.at).min().orElse(Deadlines.NONE));
    }
  }
}
