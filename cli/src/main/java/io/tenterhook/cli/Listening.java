package io.tenterhook.cli;

import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Hears the events of a server, over reconnects, until it is told to stop. */
final class Listening {
  private final Terminal terminal;
  private final ConnectionOptions connection;
  private final StopOptions stop;
  private final LifeReporter life;
  private volatile @Nullable NamespaceSocket socket;

  /**
   * @param report is told of the life of the connection, not of events
   */
  Listening(
      Terminal terminal,
      ConnectionOptions connection,
      StopOptions stop,
      int verbosity,
      Report report) {
    this.terminal = terminal;
    this.connection = connection;
    this.stop = stop;
    this.life = new LifeReporter(terminal, verbosity, report);
  }

  /** Ends it, from any thread. */
  void leave() {
    NamespaceSocket known = socket;
    if (known != null) {
      var unused = known.disconnect();
    }
  }

  /**
   * Returns when it has ended in order.
   *
   * @param wanted which events count
   * @param heard takes them, one after the other
   * @param prepare gets the socket before it connects
   */
  ExitCode run(Predicate<Event> wanted, Consumer<Event> heard, Consumer<NamespaceSocket> prepare)
      throws InterruptedException {
    try (SocketIoClient client = connection.client(Retries.ONCE_CONNECTED, life)) {
      NamespaceSocket joined = connection.socket(client);
      socket = joined;
      prepare.accept(joined);
      joined.onAny(event -> received(event, wanted, heard));
      terminal.whenClosed(this::leave);
      stop.afterSpan(this::leave);
      return verdict(joined.runUntilClosed(), life.everConnected());
    }
  }

  private void received(Event event, Predicate<Event> wanted, Consumer<Event> heard) {
    if (wanted.test(event) && stop.admits()) {
      heard.accept(event);
    }
    if (stop.isEnough()) {
      leave();
    }
  }

  private ExitCode verdict(Ending ending, boolean everConnected) {
    if (ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
      throw Diagnosis.of(ending, everConnected);
    }
    if (terminal.isClosed()) {
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
