package io.tenterhook.cli;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command: with which exit code, why, and what its user can do next. Never holds a secret.
 */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String what;
  private final String next;

  /**
   * @param what what failed and why, in one sentence
   * @param next what to do about it; empty if there is nothing
   */
  CommandFailure(ExitCode code, String what, String next, @Nullable Throwable cause) {
    super(what, cause);
    this.code = code;
    this.what = what;
    this.next = next;
  }

  CommandFailure(ExitCode code, String what, String next) {
    this(code, what, next, null);
  }

  static CommandFailure usage(String what, String next) {
    return new CommandFailure(ExitCode.USAGE, what, next);
  }

  ExitCode code() {
    return code;
  }

  String what() {
    return what;
  }

  String next() {
    return next;
  }
}
