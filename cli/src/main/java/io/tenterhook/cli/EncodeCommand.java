package io.tenterhook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The other way of {@link DecodeCommand}. */
@Command(
    name = "encode",
    description = "JSON lines, of decode or of listen, to packets as they travel; needs no server.")
final class EncodeCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private WireOptions wire = new WireOptions();

  @Parameters(
      paramLabel = "JSON",
      arity = "0..*",
      description =
          "{\"nsp\":\"/chat\",\"event\":\"a\",\"args\":[1]}; without any, one on each line of"
              + " standard input")
  private List<String> packets = new ArrayList<>();

  @Override
  public Integer call() {
    Terminal terminal = tenter.terminal();
    FrameWriter writer = new FrameWriter(wire.parser(), wire.hex(), terminal::data);
    if (packets.isEmpty()) {
      LineReader input = new LineReader(System.in, "standard input");
      for (String line = input.next(); line != null && !terminal.isClosed(); line = input.next()) {
        if (!line.isBlank()) {
          writer.write(input.where(), line);
        }
      }
    } else {
      for (int i = 0; i < packets.size(); i++) {
        writer.write("packet " + (i + 1), packets.get(i));
      }
    }
    return terminal.settle(ExitCode.DONE).number();
  }
}
