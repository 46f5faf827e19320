package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
  private static final Surroundings QUIET =
      new Surroundings("2026-01-01T00:00:00Z", 0.1, 2, "a processor", "a JVM");

  @TempDir Path folder;

  @Test
  void marksTargetsThatAreMetAndThatAreNot() throws Exception {
    charts(List.of(summary("tenterhook", 300), summary("official", 9_000)), List.of());

    assertThat(Files.readString(folder.resolve("cpu.svg")))
        .contains("✓ CPU against official: 30.0× less, target 20.0× less")
        .contains("✗ bytes: 300, target 220")
        .contains("9.00 µs (× 30.00)");
  }

  @Test
  void drawsOnlyWhatWasRun() throws Exception {
    Storm storm = new Storm(100, 0.5, 2_500, List.of(0, 3, 97), 3_000);

    charts(List.of(), List.of(storm));

    assertThat(folder.resolve("storm.svg")).content().contains("100 clients, jitter 0.5");
    assertThat(folder.resolve("cpu.svg")).doesNotExist();
  }

  @Test
  void isWellFormedXml() throws Exception {
    charts(List.of(summary("tenterhook", 300)), List.of());

    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("cpu.svg").toFile())
                .getDocumentElement()
                .getTagName())
        .isEqualTo("svg");
  }

  private void charts(List<Summary> summaries, List<Storm> storms) throws Exception {
    Path json = folder.resolve("run.json");
    new Results(QUIET, QUIET, 2, 1, Child.FLAGS, summaries, storms).write(json);
    Charts.main(new String[] {json.toString(), folder.toString()});
  }

  private static Summary summary(String client, long cpuNanosEach) {
    Meter.Reading reading = new Meter.Reading(5_000, 1_000 * cpuNanosEach, 300_000, 0);
    return new Summary(Workload.P1, client, List.of(Measurement.of(1_000, reading, new long[0])));
  }
}
