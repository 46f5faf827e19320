package io.tenterhook.cli.shell;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What a word may become: commands, events and namespaces that are known, files. */
final class Completions {
  static final int MAX_FILES = 500;

  private Completions() {}

  /**
   * One way to go on.
   *
   * @param text the whole word
   * @param about a clause; may be empty
   * @param whole whether the word ends there
   */
  record Offer(String text, String about, boolean whole) {
    static Offer of(String text) {
      return new Offer(text, "", true);
    }
  }

  /**
   * All offers that begin with the word.
   *
   * @param before the words before it
   * @param word what is there of it
   */
  static List<Offer> of(
      List<Word> before, String word, Collection<String> events, Collection<String> namespaces) {
    return offers(before, word, events, namespaces)
        .filter(offer -> offer.text().startsWith(word))
        .toList();
  }

  private static Stream<Offer> offers(
      List<Word> before, String word, Collection<String> events, Collection<String> namespaces) {
    if (before.isEmpty()) {
      // A name that begins with a dot would be read as a command.
      Stream<String> names = events.stream().filter(name -> !name.startsWith("."));
      return Stream.concat(names.map(Offer::of), word.isEmpty() ? Stream.empty() : commands());
    }
    Word first = before.get(0);
    if (first.kind() == Word.Kind.BARE && first.text().startsWith(".")) {
      return before.size() > 1 ? Stream.empty() : argument(first.text(), word, namespaces);
    }
    String sign = word.startsWith("@@") ? "@@" : word.startsWith("@") ? "@" : "";
    return sign.isEmpty() ? Stream.empty() : files(sign, word.substring(sign.length())).stream();
  }

  private static Stream<Offer> commands() {
    return Arrays.stream(DotCommand.values())
        .map(command -> new Offer(command.word(), command.summary(), true));
  }

  private static Stream<Offer> argument(
      String command, String word, Collection<String> namespaces) {
    return switch (DotCommand.of(command).orElse(DotCommand.CLEAR)) {
      case HELP -> commands();
      case NSP, LEAVE -> namespaces.stream().map(Offer::of);
      case TRACE -> Stream.of("on", "off", "frames").map(Offer::of);
      case RECORD -> Stream.concat(Stream.of(Offer.of("off")), files("", word).stream());
      default -> Stream.empty();
    };
  }

  /** The files of the folder that is named so far. Hidden ones only if asked for by a dot. */
  private static List<Offer> files(String sign, String path) {
    int slash = path.lastIndexOf('/') + 1;
    String folder = path.substring(0, slash);
    String name = path.substring(slash);
    List<Offer> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            Path.of(folder.isEmpty() ? "." : folder), file -> begins(file, name))) {
      for (Path file : files) {
        if (found.size() == MAX_FILES) {
          break;
        }
        boolean isFolder = Files.isDirectory(file);
        found.add(
            new Offer(sign + folder + file.getFileName() + (isFolder ? "/" : ""), "", !isFolder));
      }
    } catch (IOException | InvalidPathException | DirectoryIteratorException unreadable) {
      // There is nothing to offer then; emitting such a file tells why.
      return List.of();
    }
    return found;
  }

  private static boolean begins(Path file, String name) {
    String whole = file.getFileName().toString();
    return whole.startsWith(name) && (!whole.startsWith(".") || name.startsWith("."));
  }
}
