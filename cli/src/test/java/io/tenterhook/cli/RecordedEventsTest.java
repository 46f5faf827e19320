package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.cli.JsonLines.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedEventsTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void record() throws IOException {
    file =
        Files.writeString(
            folder.resolve("r.jsonl"),
            """
            {"at":"2026-01-31T11:59:59.000Z","kind":"connect","nsp":"/","sid":"s"}
            {"at":"2026-01-31T12:00:00.000Z","dir":"in","kind":"event","nsp":"/","event":"a","args":[]}
            {"at":"2026-01-31T12:00:01.500Z","dir":"out","kind":"event","nsp":"/","event":"b","args":[]}
            {"event":"c"}
            {"at":"2026-01-31T12:00:01.000Z","dir":"in","kind":"event","nsp":"/","event":"d","args":[]}
            {"at":"2026-01-31T12:00:03.000Z","dir":"in","kind":"event","nsp":"/","event":"e","args":[]}
            """);
  }

  /** As {@code event@milliseconds}. */
  private List<String> play(String speed, @Nullable Direction only, long loops) {
    List<String> played = new ArrayList<>();
    try (RecordedEvents events =
        new RecordedEvents(
            file.toString(), new Speed.Converter().convert(speed), only, Redaction.none(), loops)) {
      for (var event = events.next(); event != null; event = events.next()) {
        played.add(event.line().event() + "@" + event.dueNanos() / 1_000_000);
      }
    }
    return played;
  }

  @Test
  void eachEventIsDueAsLongAfterTheStartAsItWasRecorded() {
    assertThat(play("1x", null, 1)).containsExactly("a@0", "b@1500", "c@1500", "d@1500", "e@3000");
  }

  @Test
  void playsFasterSlowerAndWithoutGaps() {
    assertThat(play("2x", null, 1)).containsExactly("a@0", "b@750", "c@750", "d@750", "e@1500");
    assertThat(play("0.5", null, 1)).endsWith("e@6000");
    assertThat(play("max", null, 1)).containsExactly("a@0", "b@0", "c@0", "d@0", "e@0");
  }

  @Test
  void playsOneDirectionAlone() {
    assertThat(play("1x", Direction.IN, 1)).containsExactly("a@0", "d@1000", "e@3000");
    assertThat(play("1x", Direction.OUT, 1)).containsExactly("b@0");
  }

  @Test
  void beginsAgainWhereItHasEnded() {
    assertThat(play("1x", Direction.IN, 2))
        .containsExactly("a@0", "d@1000", "e@3000", "a@3000", "d@4000", "e@6000");
  }

  @Test
  void endsAlsoWhereALoopHasNoEvent() throws IOException {
    Files.writeString(file, "{\"kind\":\"connect\"}\n");
    assertThat(play("1x", null, Long.MAX_VALUE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0x", "-1x", "fast", "", "1e3", "xx"})
  void refusesOtherSpeeds(String speed) {
    assertThatThrownBy(() -> new Speed.Converter().convert(speed))
        .isInstanceOf(CommandFailure.class);
  }

  @Test
  void writesFilesForTheirOwnerAlone() throws Exception {
    Path record = folder.resolve("new.jsonl");
    try (RecordFile out = RecordFile.create(record.toString(), false, () -> {})) {
      out.line("one");
      assertThat(record).hasContent("one");
      out.verify();
    }
    assertThatThrownBy(() -> RecordFile.create(record.toString(), false, () -> {}))
        .hasMessageContaining("is there already");
    Files.writeString(file, "readable for all, and long");
    try (RecordFile out = RecordFile.create(file.toString(), true, () -> {})) {
      out.line("two");
    }
    assertThat(file).hasContent("two\n");
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(Files.getPosixFilePermissions(record)).hasSize(2);
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }
  }
}
