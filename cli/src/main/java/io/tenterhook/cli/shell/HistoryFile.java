package io.tenterhook.cli.shell;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where lines are kept for the next time, readable for their owner alone, and which. */
public final class HistoryFile {
  static final int MAX_LINES = 1_000;
  static final int MAX_LINE_CHARS = 4_000;

  /** What names a secret. An author is none. */
  private static final Pattern SECRET =
      Pattern.compile(
          "auth(?!ors?\\b)|token|secret|passw|passphrase|credential|cookie|bearer|jwt"
              + "|api.?key|private.?key",
          Pattern.CASE_INSENSITIVE);

  private HistoryFile() {}

  /** The file of this user (XDG Base Directory Specification, "XDG_STATE_HOME"). */
  public static Path of(Map<String, String> environment, Path home) {
    @Nullable String state = environment.get("XDG_STATE_HOME");
    Path folder =
        state == null || !Path.of(state).isAbsolute()
            ? home.resolve(".local/state")
            : Path.of(state);
    return folder.resolve("tenter").resolve("history");
  }

  /** Whether a line may be kept: as in shells, none that begins with a blank. */
  static boolean keeps(String line) {
    return !line.isBlank()
        && !Character.isWhitespace(line.charAt(0))
        && line.length() <= MAX_LINE_CHARS
        && !SECRET.matcher(line).find();
  }
}
