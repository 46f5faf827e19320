package io.tenterhook.cli.shell;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The commands of the shell: everything that is not an event. */
enum DotCommand {
  HELP("[COMMAND]", "this list, or more about one command"),
  WHO(
      "",
      "who you are: namespaces, sids, round trip",
      "Each namespace with its sid, since when, and whether the session was recovered; what packets"
          + " travel by, and how long a ping and its answer take."),
  NSP(
      "[NAME]",
      "goes to a namespace, or lists them",
      "What you type goes to this namespace from now on. It is joined if need be; the others stay"
          + " joined, and their events are told under their names."),
  LEAVE(
      "[NAME]",
      "leaves a namespace",
      "By default the one you are in. You then are in another one that is joined."),
  CONNECT(
      "",
      "connects again, or at once",
      "Joins all namespaces of .nsp that are not joined. While the shell waits for the next attempt,"
          + " makes it now."),
  DISCONNECT("", "leaves the server, or gives up trying", "The list of namespaces is kept."),
  TRACE(
      "[on|off|frames]",
      "tells what the client does",
      "on: what -v tells, attempts, transports, why they end. frames: every frame too, as -vv;"
          + " secrets are masked."),
  RECORD(
      "[FILE|off]",
      "writes what comes and goes to a file",
      "A new file of JSON Lines that you alone can read: events in both directions, acks, connects"
          + " and disconnects. Never the auth payload."),
  WAIT("SPAN", "does nothing for 200ms, 5s, 2m", "For scripts. Ctrl-C ends it."),
  CLEAR("", "clears the screen"),
  QUIT("", "leaves; so does Ctrl-D", "So does Ctrl-C on an empty line, twice.");

  private final String parameters;
  private final String summary;
  private final String details;

  DotCommand(String parameters, String summary, String details) {
    this.parameters = parameters;
    this.summary = summary;
    this.details = details;
  }

  DotCommand(String parameters, String summary) {
    this(parameters, summary, "");
  }

  String word() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  String usage() {
    return parameters.isEmpty() ? word() : word() + " " + parameters;
  }

  /** One clause. */
  String summary() {
    return summary;
  }

  /** What the summary does not say; may be empty. */
  String details() {
    return details;
  }

  boolean takesArgument() {
    return !parameters.isEmpty();
  }

  static Optional<DotCommand> of(String word) {
    return Arrays.stream(values()).filter(command -> command.word().equals(word)).findFirst();
  }

  /** The one that was probably meant. */
  static Optional<DotCommand> like(String word) {
    return Arrays.stream(values())
        .filter(
            command ->
                (word.length() > 1 && command.word().startsWith(word))
                    || distance(command.word(), word) <= 2)
        .min(Comparator.comparingInt(command -> distance(command.word(), word)));
  }

  /** Levenshtein's: how many letters must be put in, taken out or replaced. */
  private static int distance(String a, String b) {
    // Whatever is longer than all commands is like none.
    if (b.length() > 20) {
      return b.length();
    }
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
