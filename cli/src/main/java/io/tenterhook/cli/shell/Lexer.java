package io.tenterhook.cli.shell;

import io.tenterhook.cli.shell.Word.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * From text to words, with quotes as in a shell, and JSON as it is:
 *
 * <pre>
 * order 'two words' "and \"two\"" a\ b      four words
 * order {"sym": "ACME", "qty": [1, 2]}      two words: a bracket that begins a word, or stands
 * order qty:=[1, 2]                         behind :=, goes on to the one that closes it
 * # comment
 * </pre>
 *
 * <p>A line ends a sentence, unless a quote or a bracket is open or a backslash stands before its
 * end. Reads any text, and never fails.
 */
public final class Lexer {
  private final String text;
  private final List<Sentence> sentences = new ArrayList<>();
  private List<Word> words = new ArrayList<>();
  private int at;

  /** What is wanted to close the quote or bracket that is open; empty if none is. */
  private String missing = "";

  private int openedAt;

  private Lexer(String text) {
    this.text = text;
  }

  /**
   * All that is in a text.
   *
   * @param sentences complete ones, and the last one as far as it goes
   * @param missing what would complete the last sentence; empty if it is complete
   * @param openedAt where what is open was opened, if something is missing
   */
  public record Reading(List<Sentence> sentences, String missing, int openedAt) {

    public boolean isComplete() {
      return missing.isEmpty();
    }
  }

  /** Reads a text of any number of lines. */
  public static Reading read(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.at < text.length()) {
      lexer.step();
    }
    lexer.endSentence();
    return new Reading(List.copyOf(lexer.sentences), lexer.missing, lexer.openedAt);
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '\n') {
      at++;
      endSentence();
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (c == '#' && words.isEmpty()) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    } else if (text.startsWith("\\\n", at)) {
      at += 2;
    } else {
      word();
    }
  }

  private void endSentence() {
    if (!words.isEmpty()) {
      sentences.add(new Sentence(List.copyOf(words)));
      words = new ArrayList<>();
    }
  }

  private void word() {
    int start = at;
    StringBuilder word = new StringBuilder();
    Kind kind = Kind.BARE;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == '\'') {
        single(word);
      } else if (c == '"') {
        doubled(word);
      } else if (c == '\\') {
        escaped(word);
      } else if ((c == '{' || c == '[') && (word.isEmpty() || endsWithColonEquals(word))) {
        json(word);
        kind = Kind.JSON;
        continue;
      } else {
        word.append(c);
        at++;
        continue;
      }
      kind = kind == Kind.JSON ? kind : Kind.QUOTED;
    }
    words.add(new Word(word.toString(), kind, start, at));
  }

  private static boolean endsWithColonEquals(StringBuilder word) {
    int length = word.length();
    return length > 2 && word.charAt(length - 2) == ':' && word.charAt(length - 1) == '=';
  }

  private void open(String closing, int where) {
    missing = closing;
    openedAt = where;
  }

  private void single(StringBuilder word) {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      open("'", at);
      end = text.length();
    }
    word.append(text, at + 1, end);
    at = Math.min(end + 1, text.length());
  }

  /** Inside, a backslash quotes only what would otherwise end the text, and itself. */
  private void doubled(StringBuilder word) {
    int start = at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && at < text.length() && "\"\\".indexOf(text.charAt(at)) >= 0) {
        c = text.charAt(at++);
      }
      word.append(c);
    }
    open("\"", start);
  }

  private void escaped(StringBuilder word) {
    if (at + 1 == text.length()) {
      open("\\", at);
    } else if (text.charAt(at + 1) != '\n') {
      word.append(text.charAt(at + 1));
    }
    at = Math.min(at + 2, text.length());
  }

  /** To the bracket that closes the first one. Whether it is JSON is for others to see. */
  private void json(StringBuilder word) {
    int start = at;
    StringBuilder closing = new StringBuilder();
    boolean inString = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      word.append(c);
      if (inString) {
        if (c == '\\' && at < text.length()) {
          word.append(text.charAt(at++));
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        closing.append(c == '{' ? '}' : ']');
      } else if (c == '}' || c == ']') {
        closing.setLength(closing.length() - 1);
        if (closing.isEmpty()) {
          return;
        }
      }
    }
    open(inString ? "\"" : closing.substring(closing.length() - 1), start);
  }
}
