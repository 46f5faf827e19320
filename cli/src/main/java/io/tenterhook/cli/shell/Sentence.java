package io.tenterhook.cli.shell;

import java.util.List;

/** What is done at once: a line, or several that belong together. Never empty. */
public record Sentence(List<Word> words) {

  Word first() {
    return words.get(0);
  }

  Word last() {
    return words.get(words.size() - 1);
  }

  List<Word> rest() {
    return words.subList(1, words.size());
  }
}
