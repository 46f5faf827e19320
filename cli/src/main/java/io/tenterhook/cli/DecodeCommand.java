package io.tenterhook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what packets mean that were copied from somewhere. */
@Command(
    name = "decode",
    description = "Packets as they travel, to JSON lines with named parts; needs no server.")
final class DecodeCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private WireOptions wire = new WireOptions();

  @Parameters(
      paramLabel = "FRAME",
      arity = "0..*",
      description =
          "42[\"a\",1], a binary one as b and base64, a whole payload of long-polling with \\x1e"
              + " between its packets; without any, one on each line of standard input")
  private List<String> frames = new ArrayList<>();

  @Override
  public Integer call() {
    Terminal terminal = tenter.terminal();
    FrameReader reader = new FrameReader(wire.parser(), wire.hex(), terminal::data);
    if (frames.isEmpty()) {
      LineReader input = new LineReader(System.in, "standard input");
      for (String line = input.next(); line != null; line = input.next()) {
        if (terminal.isClosed()) {
          return terminal.settle(ExitCode.DONE).number();
        }
        reader.read(input.where(), line.strip());
      }
      reader.end("standard input");
    } else {
      for (int i = 0; i < frames.size(); i++) {
        reader.read("frame " + (i + 1), frames.get(i));
      }
      reader.end("frame " + frames.size());
    }
    return terminal.settle(ExitCode.DONE).number();
  }
}
