package io.tenterhook.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.cli.shell.Lexer.Reading;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {

  private static List<List<String>> words(String text) {
    return Lexer.read(text).sentences().stream()
        .map(sentence -> sentence.words().stream().map(Word::text).toList())
        .toList();
  }

  /** Words are parted by | here, and quotes of the table itself are ~. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = ';',
      value = {
        "order 5 text; order|5|text",
        "order\t5   6; order|5|6",
        "order 'two words'; order|two words",
        "order \"two words\"; order|two words",
        "order \"a \\\" b \\\\ c \\n\"; order|a \" b \\ c \\n",
        "order a\\ b; order|a b",
        "order it\\'s; order|it's",
        "order a'b c'd; order|ab cd",
        "order {\"a\": [1, 2]} 5; order|{\"a\": [1, 2]}|5",
        "order [\"a b\", \"]\"]; order|[\"a b\", \"]\"]",
        "order {\"a\": \"\\\"}\"}; order|{\"a\": \"\\\"}\"}",
        "order qty:=[1, 2] sym=A; order|qty:=[1, 2]|sym=A",
        "order note='two words'; order|note=two words",
        "order a{b c; order|a{b|c",
        "order '{a b'; order|{a b",
        "order [1}x 2; order|[1}x|2",
        "order x#y # z; order|x#y|#|z",
      })
  void partsALineIntoWords(String line, String expected) {
    Reading reading = Lexer.read(line);
    assertThat(reading.isComplete()).isTrue();
    assertThat(words(line)).containsExactly(List.of(expected.split("\\|")));
  }

  @Test
  void keepsEmptyWordsThatAreQuoted() {
    assertThat(words("order '' \"\"")).containsExactly(List.of("order", "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = ';',
      value = {
        "order {; }; 6",
        "order {\"a\": [1,; ]; 6",
        "order [1, {; }; 6",
        "order \"two; \"; 6",
        "order 'two; '; 6",
        "order {\"a; \"; 6",
        "order a:={; }; 9",
        "order \\; \\; 6",
      })
  void saysWhatAnUnfinishedLineWants(String line, String missing, int openedAt) {
    Reading reading = Lexer.read(line);
    assertThat(reading.isComplete()).isFalse();
    assertThat(reading.missing()).isEqualTo(missing);
    assertThat(reading.openedAt()).isEqualTo(openedAt);
  }

  @Test
  void goesOnOverLineEndsInsideQuotesAndBrackets() {
    assertThat(words("a {\n\"x\": 1\n} 'b\nc' \\\n d\ne"))
        .containsExactly(List.of("a", "{\n\"x\": 1\n}", "b\nc", "d"), List.of("e"));
  }

  @Test
  void leavesOutCommentsAndEmptyLines() {
    assertThat(words("# one {\n\n  # two\r\na\r\n")).containsExactly(List.of("a"));
    assertThat(words("")).isEmpty();
  }

  @Test
  void knowsHowAWordWasWritten() {
    assertThat(Lexer.read("a 'b' c\\d {} x:=[]").sentences().get(0).words())
        .extracting(Word::kind)
        .containsExactly(
            Word.Kind.BARE, Word.Kind.QUOTED, Word.Kind.QUOTED, Word.Kind.JSON, Word.Kind.JSON);
  }

  @Test
  void readsWhateverComes() {
    Random random = new Random(5);
    String alphabet = "ab \n\t\\'\"{}[]:=#,";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Reading reading = Lexer.read(text.toString());
      for (Sentence sentence : reading.sentences()) {
        assertThat(sentence.words()).isNotEmpty();
        for (Word word : sentence.words()) {
          assertThat(word.start()).as(text.toString()).isLessThan(word.end());
          assertThat(word.end()).isLessThanOrEqualTo(text.length());
        }
      }
    }
  }
}
