package io.tenterhook.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenterhook.cli.shell.Completions.Offer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionsTest {
  private static final List<String> EVENTS = List.of("price", "post", "order book", ".dotted");
  private static final List<String> NAMESPACES = List.of("/", "/chat");

  /** What is offered at the end of a line. */
  private static List<String> offers(String line) {
    EditorParser.Cursor cursor = EditorParser.Cursor.at(line, line.length());
    return Completions.of(cursor.before(), cursor.word(), EVENTS, NAMESPACES).stream()
        .map(Offer::text)
        .toList();
  }

  @Test
  void offersSeenEventsAsTheFirstWord() {
    assertThat(offers("p")).containsExactly("price", "post");
    assertThat(offers("")).containsExactly("price", "post", "order book");
    assertThat(offers("x p")).isEmpty();
  }

  @Test
  void offersCommandsBehindADot() {
    assertThat(offers(".")).contains(".help", ".quit").doesNotContain(".dotted");
    assertThat(offers(".le")).containsExactly(".leave");
    assertThat(offers(".help .le")).containsExactly(".leave");
  }

  @Test
  void offersWhatACommandTakes() {
    assertThat(offers(".nsp ")).containsExactly("/", "/chat");
    assertThat(offers(".leave /c")).containsExactly("/chat");
    assertThat(offers(".trace f")).containsExactly("frames");
    assertThat(offers(".nsp /chat ")).isEmpty();
  }

  @Test
  void offersFilesBehindOneAtSignOrTwo(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("cat.json"), "1");
    Files.writeString(folder.resolve(".hidden"), "1");
    Files.createDirectory(folder.resolve("cats"));
    String in = folder + "/";
    assertThat(offers("post @" + in + "c"))
        .containsExactlyInAnyOrder("@" + in + "cat.json", "@" + in + "cats/");
    assertThat(offers("post 1 @@" + in + "cat.")).containsExactly("@@" + in + "cat.json");
    assertThat(offers("post @" + in + ".")).containsExactly("@" + in + ".hidden");
    assertThat(offers("post @/no/such/folder/")).isEmpty();
  }

  @Test
  void completesTheWordOfTheLineThatTheCursorIsIn() {
    EditorParser.Cursor cursor = EditorParser.Cursor.at("a 1\npo x", 6);
    assertThat(cursor.before()).isEmpty();
    assertThat(cursor.word()).isEqualTo("po");
    assertThat(cursor.rawWordLength()).isEqualTo(2);
  }

  @Test
  void quotesWhatHasBlanks() {
    assertThat(EditorParser.Cursor.at("o", 1).escape("order book", true).toString())
        .isEqualTo("order\\ book");
  }

  @Test
  void asksForTheRestOfAnUnfinishedLineOnlyWhenItIsEntered() {
    EditorParser parser = new EditorParser();
    assertThat(parser.parse("a {", 3, ParseContext.COMPLETE).line()).isEqualTo("a {");
    assertThatExceptionOfType(EOFError.class)
        .isThrownBy(() -> parser.parse("a {", 3, ParseContext.ACCEPT_LINE))
        .satisfies(error -> assertThat(error.getMissing()).isEqualTo("}"));
  }

  @Test
  void remembersTheLatestNamesAlone() {
    SeenNames names = new SeenNames();
    for (int i = 0; i <= SeenNames.MAX_NAMES; i++) {
      names.add("e" + i);
    }
    names.add("x".repeat(SeenNames.MAX_LENGTH + 1));
    assertThat(names.all()).hasSize(SeenNames.MAX_NAMES).contains("e1").doesNotContain("e0");
  }

  @Test
  void breaksLinesForPeopleBetweenWords() {
    assertThat(Wrapping.wrapped("\033[31mone two three four five six\033[0m", 20))
        .isEqualTo("\033[31mone two three four\n  five six\033[0m");
    assertThat(Wrapping.wrapped("short", 20)).isEqualTo("short");
    assertThat(Wrapping.wrapped("x".repeat(50), 20)).isEqualTo("x".repeat(50));
    assertThat(Wrapping.wrapped("one two three four five six", 0)).doesNotContain("\n");
  }
}
