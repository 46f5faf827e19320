package io.tenterhook.cli;

/** What is wrong with a script, and where: {@code shop.yaml:7:5: there is no "ackwith" here…}. */
final class ScriptProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param line from 1
   * @param column from 1
   */
  ScriptProblem(String file, int line, int column, String what) {
    super(file + ":" + line + ":" + column + ": " + what);
  }

  /** With its place. */
  String text() {
    return String.valueOf(getMessage());
  }
}
