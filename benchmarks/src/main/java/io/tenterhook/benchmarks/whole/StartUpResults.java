package io.tenterhook.benchmarks.whole;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** All starts, as they stand in the JSON. */
record StartUpResults(Surroundings before, Surroundings after, int rounds, List<Start> starts) {
  private static final String HEADER =
      """

      | to the first event, ms | | client | by the clock | CPU | clock against official | CPU against official |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  void write(Path file) throws IOException {
    Results.JSON.writeValue(file.toFile(), this);
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %d × %s, load %.1f before and %.1f after, medians of %d%n",
            before.at(),
            before.processors(),
            before.processor(),
            before.load(),
            after.load(),
            rounds));
    text.append(HEADER);
    starts.forEach(start -> text.append(row(start)));
    return text.toString();
  }

  private String row(Start start) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.0f | %.0f | %s |%n",
        start.on(),
        start.how(),
        start.client(),
        start.wallMillis(),
        start.cpuMillis(),
        againstOfficial(start));
  }

  private String againstOfficial(Start start) {
    return starts.stream()
        .filter(other -> other.client().equals(Candidate.OFFICIAL) && other.isLike(start))
        .findFirst()
        .map(
            official ->
                String.format(
                    Locale.ROOT,
                    "%.2f | %.2f",
                    start.wallMillis() / official.wallMillis(),
                    start.cpuMillis() / official.cpuMillis()))
        .orElse(" | ");
  }
}
