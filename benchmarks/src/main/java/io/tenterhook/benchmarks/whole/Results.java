package io.tenterhook.benchmarks.whole;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A whole comparison, as it stands in the JSON. */
record Results(
    Surroundings before,
    Surroundings after,
    int rounds,
    double cpuSecondsEach,
    List<String> flags,
    List<Summary> summaries,
    List<Storm> storms) {
  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static Results read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Results.class);
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  /** Empty when the client did not run with this workload, or failed. */
  Optional<Summary> of(Workload workload, String client) {
    return summaries.stream()
        .filter(found -> found.workload() == workload && found.client().equals(client))
        .filter(found -> !found.rounds().isEmpty())
        .findFirst();
  }

  List<Workload> workloads() {
    return summaries.stream().map(Summary::workload).distinct().toList();
  }
}
