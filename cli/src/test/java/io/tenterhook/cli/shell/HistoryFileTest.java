package io.tenterhook.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenterhook.cli.file.OwnerFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {
  @TempDir private Path folder;

  private static String rights(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void livesInTheStateFolderOfTheUser() {
    assertThat(HistoryFile.of(Map.of("XDG_STATE_HOME", "/state"), Path.of("/home/me")))
        .isEqualTo(Path.of("/state/tenter/history"));
    assertThat(HistoryFile.of(Map.of(), Path.of("/home/me")))
        .isEqualTo(Path.of("/home/me/.local/state/tenter/history"));
    assertThat(HistoryFile.of(Map.of("XDG_STATE_HOME", "relative"), Path.of("/home/me")))
        .isEqualTo(Path.of("/home/me/.local/state/tenter/history"));
  }

  @Test
  void isReadableForItsOwnerAlone() throws Exception {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path file = folder.resolve("tenter/history");
    OwnerFile.prepare(file);
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(file.getParent())).isEqualTo("rwx------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    OwnerFile.prepare(file);
    assertThat(rights(file)).isEqualTo("rw-------");
  }

  @Test
  void staysSoAndBoundedWhenLinesAreWritten() throws Exception {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path file = folder.resolve("history");
    OwnerFile.prepare(file);
    try (Terminal terminal =
        new DumbTerminal(InputStream.nullInputStream(), OutputStream.nullOutputStream())) {
      KeptHistory history = new KeptHistory();
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .history(history)
              .variable(LineReader.HISTORY_FILE, file)
              .variable(LineReader.HISTORY_SIZE, 10)
              .variable(LineReader.HISTORY_FILE_SIZE, 10)
              .build();
      history.attach(reader);
      for (int i = 0; i < 100; i++) {
        history.add("order " + i);
        history.add("login token=canary" + i);
      }
      history.save();
    }
    assertThat(Files.readString(file)).contains("order 99").doesNotContain("canary");
    assertThat(Files.readAllLines(file)).hasSizeLessThan(50);
    assertThat(rights(file)).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".auth {\"x\":1}",
        "login token=abc",
        "login {\"Password\": \"x\"}",
        "a API_KEY=1",
        "a authorization=1",
        " order 5",
        "   ",
      })
  void keepsNoLineThatMayHoldASecret(String line) {
    assertThat(HistoryFile.keeps(line)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"order 5", ".nsp /chat", "post author=kim", "a {\n\"x\": 1}"})
  void keepsOtherLines(String line) {
    assertThat(HistoryFile.keeps(line)).isTrue();
  }

  @Test
  void keepsNoLineOfAnySize() {
    assertThat(HistoryFile.keeps("a " + "x".repeat(HistoryFile.MAX_LINE_CHARS))).isFalse();
  }
}
