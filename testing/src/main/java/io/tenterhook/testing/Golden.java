package io.tenterhook.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file that says what is expected, line by line. */
final class Golden {
  /** Set to true, the files are written anew instead of compared. */
  static final String UPDATE = "tenterhook.golden.update";

  private static final String ADVICE =
      "\nIf this is right, run once with -D" + UPDATE + "=true to store it.";

  private Golden() {}

  static void verify(List<String> lines, Path file) {
    try {
      if (Boolean.getBoolean(UPDATE)) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        Files.writeString(file, text(lines));
      } else if (!Files.exists(file)) {
        throw new AssertionError(
            "there is no " + file + "; the journal now:\n" + text(lines) + ADVICE);
      } else {
        compare(Files.readAllLines(file), lines, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(List<String> expected, List<String> actual, Path file) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      String wanted = i < expected.size() ? expected.get(i) : "nothing more";
      String was = i < actual.size() ? actual.get(i) : "nothing more";
      if (!wanted.equals(was)) {
        throw new AssertionError(
            "the journal is not as in %s, line %d:\nexpected: %s\nbut was:  %s%s"
                .formatted(file, i + 1, Excerpt.of(wanted), Excerpt.of(was), ADVICE));
      }
    }
  }

  static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
