package io.tenterhook.cli.shell;

/**
 * One word of a line.
 *
 * @param text without its quotes
 * @param start where it begins in what was typed
 * @param end behind its last character, quotes included
 */
record Word(String text, Kind kind, int start, int end) {

  /** How it was written. */
  enum Kind {
    /** Without quotes. */
    BARE,
    /** Quotes or a backslash are in it: it is never a command. */
    QUOTED,
    /** It holds a bracket that was opened outside quotes, and must be JSON. */
    JSON
  }

  /** Whether it is this, and not quoted. */
  boolean says(String bare) {
    return kind == Kind.BARE && text.equals(bare);
  }
}
