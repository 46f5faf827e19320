package io.tenterhook.cli.shell;

import io.tenterhook.cli.shell.Lexer.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Our words as JLine wants them: to know whether a line is complete, and what Tab is about. */
final class EditorParser implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
      Reading reading = Lexer.read(line);
      if (!reading.isComplete()) {
        throw new EOFError(-1, -1, "to be continued", reading.missing());
      }
    }
    return Cursor.at(line, cursor);
  }

  @Override
  public boolean isEscapeChar(char c) {
    return c == '\\';
  }

  /**
   * The word that the cursor is in, as far as the cursor.
   *
   * @param before the words before it
   * @param rawStart where it begins
   */
  record Cursor(String line, int cursor, List<Word> before, String word, int rawStart)
      implements CompletingParsedLine {
    private static final String SPECIAL = " \t\"'\\#";

    static Cursor at(String line, int cursor) {
      List<Sentence> sentences = Lexer.read(line.substring(0, cursor)).sentences();
      // A sentence that a line end has closed is followed by a new one.
      boolean begun =
          !sentences.isEmpty()
              && line.substring(sentences.get(sentences.size() - 1).last().end(), cursor)
                      .indexOf('\n')
                  < 0;
      List<Word> words =
          begun ? new ArrayList<>(sentences.get(sentences.size() - 1).words()) : List.of();
      if (words.isEmpty() || words.get(words.size() - 1).end() < cursor) {
        return new Cursor(line, cursor, words, "", cursor);
      }
      Word last = words.remove(words.size() - 1);
      return new Cursor(line, cursor, words, last.text(), last.start());
    }

    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return before.size();
    }

    @Override
    public List<String> words() {
      List<String> words = new ArrayList<>(before.stream().map(Word::text).toList());
      words.add(word);
      return words;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      StringBuilder escaped = new StringBuilder();
      candidate
          .chars()
          .forEach(
              c -> {
                if (SPECIAL.indexOf(c) >= 0) {
                  escaped.append('\\');
                }
                escaped.append((char) c);
              });
      return escaped;
    }

    @Override
    public int rawWordCursor() {
      return cursor - rawStart;
    }

    @Override
    public int rawWordLength() {
      return cursor - rawStart;
    }
  }
}
