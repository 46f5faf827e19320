package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static LineReader reader(String text, int maxLineBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new LineReader(new ByteArrayInputStream(bytes), "f", maxLineBytes);
  }

  private static List<String> all(LineReader reader) {
    List<String> lines = new ArrayList<>();
    for (String line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
    }
    return lines;
  }

  @Test
  void takesBothLineEndsAndALastLineWithoutOne() {
    assertThat(all(reader("a\n\nb\r\nc", 10))).containsExactly("a", "", "b", "c");
    assertThat(all(reader("a\n", 10))).containsExactly("a");
    assertThat(all(reader("", 10))).isEmpty();
  }

  @Test
  void leavesAByteOrderMarkOutAtTheBeginningAlone() {
    assertThat(all(reader("\uFEFFa\n\uFEFFb", 10))).containsExactly("a", "\uFEFFb");
  }

  @Test
  void putsLinesTogetherThatComeInPieces() {
    String line = "é".repeat(100_000);
    InputStream oneByOne =
        new InputStream() {
          private final InputStream all =
              new ByteArrayInputStream((line + "\nz").getBytes(StandardCharsets.UTF_8));

          @Override
          public int read() throws IOException {
            return all.read();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return all.read(bytes, offset, Math.min(length, 7));
          }
        };
    assertThat(all(new LineReader(oneByOne, "f"))).containsExactly(line, "z");
  }

  @Test
  void refusesALineThatIsTooLongAndNamesIt() {
    assertThat(all(reader("x".repeat(10), 10))).hasSize(1);
    LineReader reader = reader("a\n" + "x".repeat(11) + "\n", 10);
    reader.next();
    assertThatThrownBy(reader::next).hasMessage("f, line 2 is longer than 10 bytes");
  }

  @Test
  void refusesALineWithoutEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThatThrownBy(new LineReader(endless, "f", 1 << 20)::next)
        .hasMessageContaining("longer than 1048576 bytes");
  }

  @Test
  void refusesWhatIsNoTextAndSaysWhere() {
    LineReader reader =
        new LineReader(new ByteArrayInputStream(new byte[] {'a', 'b', (byte) 0xff, '\n'}), "f");
    assertThatThrownBy(reader::next)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.what()).isEqualTo("f, line 1 is not UTF-8 from byte 3 on");
            });
  }
}
