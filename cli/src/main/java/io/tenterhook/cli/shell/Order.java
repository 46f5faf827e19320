package io.tenterhook.cli.shell;

import java.util.List;
import java.util.Set;

/** What a sentence asks for. */
sealed interface Order {
  /** What people type who want something else than to emit an event of that name. */
  Set<String> SLIPS = Set.of("?", "help", "quit", "exit");

  /** {@code EVENT ARG…} */
  record Emit(String event, List<Word> arguments) implements Order {}

  /** {@code EVENT ARG… ?} */
  record Call(String event, List<Word> arguments) implements Order {}

  /** {@code .name ARG…} */
  record Command(String name, List<String> arguments) implements Order {}

  /** A word that would be emitted, but looks as if something else was meant. */
  record Slip(String word) implements Order {}

  static Order of(Sentence sentence) {
    Word first = sentence.first();
    if (first.kind() == Word.Kind.BARE && first.text().startsWith(".")) {
      return new Command(first.text(), sentence.rest().stream().map(Word::text).toList());
    }
    List<Word> rest = sentence.rest();
    if (first.kind() == Word.Kind.JSON
        || (rest.isEmpty() && first.kind() == Word.Kind.BARE && SLIPS.contains(first.text()))) {
      return new Slip(first.text());
    }
    return !rest.isEmpty() && sentence.last().says("?")
        ? new Call(first.text(), rest.subList(0, rest.size() - 1))
        : new Emit(first.text(), rest);
  }
}
