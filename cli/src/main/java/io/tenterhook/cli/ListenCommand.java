package io.tenterhook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a server sends, over reconnects, until told to stop. */
@Command(name = "listen", description = "Prints the events of a server.")
final class ListenCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private StopOptions stop = new StopOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      index = "1..*",
      paramLabel = "EVENT",
      arity = "0..*",
      description = "print these events alone")
  private List<String> events = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return output.run(tenter.terminal(), this::listen);
  }

  private ExitCode listen(Report report) throws InterruptedException {
    return new Listening(tenter.terminal(), connection, stop, output.verbosity(), report)
        .run(
            event -> events.isEmpty() || events.contains(event.name()),
            report::event,
            socket -> {});
  }
}
