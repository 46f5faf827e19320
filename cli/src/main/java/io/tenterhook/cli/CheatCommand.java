package io.tenterhook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Prints command lines to copy. A sheet is a resource {@code cheat/TOPIC.txt}: comments, and below
 * each the line it is about.
 */
@Command(name = "cheat", description = "Prints command lines to copy, by topic.")
final class CheatCommand implements Callable<Integer> {
  /** Every command has a sheet, and so has what is true for several of them. */
  static final List<String> TOPICS =
      List.of(
          "demo",
          "listen",
          "emit",
          "call",
          "shell",
          "serve",
          "probe",
          "record",
          "replay",
          "bench",
          "decode",
          "encode",
          "context",
          "completion",
          "cheat",
          "version",
          "auth",
          "arguments",
          "pipes",
          "tls");

  @ParentCommand private Tenter tenter = new Tenter();

  @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "by default the list of topics")
  private @Nullable String topic;

  @Override
  public Integer call() {
    Terminal terminal = tenter.terminal();
    if (topic == null) {
      TOPICS.forEach(terminal::data);
    } else if (TOPICS.contains(topic)) {
      sheet(topic).forEach(line -> terminal.data(painted(terminal, line)));
    } else {
      throw CommandFailure.usage(
          "there is no cheat sheet " + topic, "there are: " + String.join(", ", TOPICS));
    }
    return terminal.settle(ExitCode.DONE).number();
  }

  private static String painted(Terminal terminal, String line) {
    return terminal.paint(line.startsWith("#") ? Terminal.Style.FAINT : Terminal.Style.PLAIN, line);
  }

  static List<String> sheet(String topic) {
    try (InputStream text = CheatCommand.class.getResourceAsStream("cheat/" + topic + ".txt")) {
      if (text == null) {
        throw new IOException("the sheet " + topic + " is missing");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException("this build of tenter is broken", broken);
    }
  }
}
