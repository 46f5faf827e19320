package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people copy must run. */
class CheatTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  @TempDir private Path folder;

  static List<String> topics() {
    return CheatCommand.TOPICS;
  }

  @Test
  void everyCommandHasASheet() {
    Set<String> commands = Tenter.line(new Tenter()).getSubcommands().keySet();
    assertThat(CheatCommand.TOPICS).containsAll(commands);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyLineIsUnderstoodByTheProgram(String topic) {
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString());
    Contexts contexts = Contexts.of(environment);
    contexts.write(new Context("staging", Map.of("url", List.of("https://fabric.example"))));
    contexts.use("staging");
    List<String> lines =
        CheatCommand.sheet(topic).stream()
            .filter(line -> !line.startsWith("#"))
            .flatMap(CheatTest::commands)
            .toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      String[] words = words(line);
      assertThatCode(
              () -> {
                var program = Tenter.line(new Tenter());
                new ContextChoice(program, words).make(environment, contexts);
                program.parseArgs(words);
              })
          .as(line)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyLineHasACommentAboveItOrAnotherLine() {
    for (String topic : topics()) {
      assertThat(CheatCommand.sheet(topic).get(0)).as(topic).startsWith("# ");
      assertThat(CheatCommand.sheet(topic)).as(topic).allMatch(line -> line.length() <= 100);
    }
  }

  /** The parts of a pipeline that call the program, each without its name and redirections. */
  private static Stream<String> commands(String line) {
    return Stream.of(line.split(" \\| |<\\(", -1))
        .map(part -> part.replaceFirst("^(\\w+=\\S+ )", ""))
        .filter(part -> part.startsWith("tenter "))
        .map(part -> part.substring("tenter ".length()).replaceFirst(" < \\S+$|\\)$", ""));
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    boolean glued = false;
    int end = 0;
    while (word.find()) {
      glued = word.start() == end && end > 0;
      String text =
          Stream.of(1, 2, 3).map(word::group).filter(found -> found != null).findFirst().orElse("");
      if (glued) {
        words.set(words.size() - 1, words.get(words.size() - 1) + text);
      } else {
        words.add(text);
      }
      end = word.end();
    }
    return words.toArray(String[]::new);
  }

  @Test
  void areListedAndPrinted() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("cheat", "auth")) {
      assertThat(tenter.exitCode()).isZero();
      assertThat(tenter.out()).isEqualTo(CheatCommand.sheet("auth"));
    }
    try (TenterProcess tenter = TenterProcess.start("cheat", "auht")) {
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.err()).contains("there are: demo, listen");
    }
  }
}
