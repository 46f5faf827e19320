package io.tenterhook.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Records our own events, however short, from its making on. Compare short texts only: those of 16
 * characters and more go to a pool, which JDK 17 may lose when recordings follow each other fast.
 */
final class FlightRecord implements AutoCloseable {
  private final Recording recording = new Recording();

  FlightRecord() {
    for (String name : List.of("Connection", "Attempt", "Event", "Ack")) {
      recording.enable("tenterhook." + name).withThreshold(Duration.ZERO);
    }
    recording.start();
  }

  /** What was recorded until the first call, in the order of its end. */
  List<RecordedEvent> recorded() {
    if (recording.getState() == RecordingState.RUNNING) {
      recording.stop();
    }
    try {
      Path file = Files.createTempFile("flight", ".jfr");
      try {
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("tenterhook."))
            .sorted((a, b) -> a.getEndTime().compareTo(b.getEndTime()))
            .toList();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All fields of all events. */
  List<String> events() {
    return recorded().stream().map(RecordedEvent::toString).toList();
  }

  @Override
  public void close() {
    recording.close();
  }
}
