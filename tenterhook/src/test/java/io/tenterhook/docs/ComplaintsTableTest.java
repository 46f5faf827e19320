package io.tenterhook.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/complaints.md} says is proved is proved by a test that is there. */
class ComplaintsTableTest {
  private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\w+) \\|.*\\|$");
  private static final Pattern TEST = Pattern.compile("\\[(\\w+)#(\\w+)]\\(([^)]+)\\)");

  private static List<MatchResult> find(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static String table() throws IOException {
    return Files.readString(DOCS.resolve("complaints.md"));
  }

  static Stream<MatchResult> namedTests() throws IOException {
    return find(TEST, table()).stream();
  }

  @Test
  void hasARowForEachComplaintAndEachDefect() throws IOException {
    Stream<String> complaints = IntStream.rangeClosed(1, 30).mapToObj(String::valueOf);
    Stream<String> defects = IntStream.rangeClosed('a', 'r').mapToObj(Character::toString);

    assertThat(find(ROW, table()))
        .extracting(row -> row.group(1))
        .containsExactlyElementsOf(Stream.concat(complaints, defects).toList());
  }

  @Test
  void namesATestOrSaysThatItIsOpen() throws IOException {
    assertThat(find(ROW, table()))
        .extracting(MatchResult::group)
        .allMatch(row -> TEST.matcher(row).find() || row.endsWith("| open |"));
  }

  @ParameterizedTest
  @MethodSource("namedTests")
  void namesTestsThatAreThere(MatchResult named) throws IOException {
    Path file = DOCS.resolve(named.group(3));

    assertThat(file).hasFileName(named.group(1) + ".java");
    assertThat(Files.readString(file))
        .containsPattern(
            "(?s)@(Test|ParameterizedTest)\\b(?:(?!\\bvoid\\b).)*\\bvoid "
                + named.group(2)
                + "\\(");
  }
}
