package io.tenterhook.cli;

import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
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
    Terminal terminal = tenter.terminal();
    LifeReporter life = new LifeReporter(terminal, output.verbosity(), report);
    try (SocketIoClient client = connection.client(Retries.ONCE_CONNECTED, life)) {
      NamespaceSocket socket = connection.socket(client);
      socket.onAny(event -> received(event, report, socket));
      terminal.whenClosed(() -> leave(socket));
      stop.afterSpan(() -> leave(socket));
      return verdict(socket.runUntilClosed(), life.everConnected());
    }
  }

  private void received(Event event, Report report, NamespaceSocket socket) {
    boolean wanted = events.isEmpty() || events.contains(event.name());
    if (wanted && stop.admits()) {
      report.event(event);
    }
    if (stop.isEnough()) {
      leave(socket);
    }
  }

  /** Makes {@code runUntilClosed} return. */
  private static void leave(NamespaceSocket socket) {
    var unused = socket.disconnect();
  }

  private ExitCode verdict(Ending ending, boolean everConnected) {
    if (ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
      throw Diagnosis.of(ending, everConnected);
    }
    if (tenter.terminal().isClosed()) {
      return ExitCode.DONE;
    }
    if (!everConnected) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "no connection within " + stop.span(),
          "wait longer with --for; -v tells what fails");
    }
    stop.verify();
    return ExitCode.DONE;
  }
}
