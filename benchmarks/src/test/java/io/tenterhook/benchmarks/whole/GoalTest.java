package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalTest {

  @Test
  void comparesInTheSameRun() {
    Results results =
        results(summary("tenterhook", 300), summary("official", 4_200), summary("netty-raw", 250));

    Goal official = goal("CPU against official");
    Goal raw = goal("CPU against netty-raw");

    assertThat(official.say(official.found(results).orElseThrow())).isEqualTo("14.0× less");
    assertThat(official.isMet(official.found(results).orElseThrow())).isFalse();
    assertThat(raw.found(results)).hasValue(1.2);
    assertThat(goal("CPU against npm").found(results)).isEmpty();
  }

  @Test
  void aLimitThatIsReachedIsMet() {
    Results results = results(summary("tenterhook", 100), summary("official", 2_000));

    Goal official = goal("CPU against official");

    assertThat(official.isMet(official.found(results).orElseThrow())).isTrue();
  }

  @Test
  void resultsSurviveTheJson(@TempDir Path folder) throws Exception {
    Results results = results(summary("tenterhook", 300), summary("official", 4_200));

    results.write(folder.resolve("x.json"));
    Results read = Results.read(folder.resolve("x.json"));

    assertThat(goal("CPU against official").found(read))
        .isEqualTo(goal("CPU against official").found(results));
    assertThat(read.storms()).isEqualTo(results.storms());
    assertThat(new Report(read).markdown()).isEqualTo(new Report(results).markdown());
  }

  private static Goal goal(String title) {
    return Goal.ALL.stream()
        .filter(goal -> goal.workload() == Workload.P1 && goal.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static Summary summary(String client, long cpuNanos) {
    Measurement found =
        Measurement.of(1_000, new Meter.Reading(5_000, cpuNanos, 220_000, 0), new long[0]);
    return new Summary(Workload.P1, client, List.of(found));
  }

  private static Results results(Summary... summaries) {
    Surroundings quiet = new Surroundings("2026-01-01T00:00:00Z", 0.1, 2, "a processor", "a JVM");
    Storm storm = new Storm(100, 0.5, 2_500, List.of(0, 3, 97), 3_000);
    return new Results(quiet, quiet, 2, 1, Child.FLAGS, List.of(summaries), List.of(storm));
  }
}
