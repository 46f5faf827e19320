package io.tenterhook.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entrance of the {@code tenter} command: holds the list of subcommands and nothing else. */
@Command(
    name = "tenter",
    description = "Talks Socket.IO from the terminal.",
    mixinStandardHelpOptions = true)
final class Tenter {

  private Tenter() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Tenter()).execute(args));
  }
}
