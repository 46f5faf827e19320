package io.tenterhook.cli;

import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.client.Arguments;
import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.client.Transport;
import java.time.Duration;
import java.time.InstantSource;

/** For programs: everything is data, one JSON object on each line. */
final class JsonReport implements Report {
  private final Terminal terminal;
  private final JsonLines lines = new JsonLines(InstantSource.system());

  JsonReport(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void connected(String namespace, String sid, boolean recovered, Transport transport) {
    terminal.data(lines.connect(namespace, sid, recovered, transport));
  }

  @Override
  public void upgraded(Transport to) {
    terminal.data(lines.upgrade(to));
  }

  @Override
  public void event(Event event) {
    terminal.data(
        lines.event(
            Direction.IN,
            event.namespace(),
            event.name(),
            JsonText.compact(event.args()),
            event.ackId()));
  }

  @Override
  public void ack(String namespace, Arguments arguments) {
    terminal.data(lines.ack(Direction.IN, namespace, JsonText.compact(arguments)));
  }

  @Override
  public void disconnected(String namespace, Ending ending, boolean willReconnect) {
    terminal.data(lines.disconnect(namespace, ending.reason().text(), willReconnect));
  }

  @Override
  public void retrying(int attempt, Duration delay) {
    terminal.data(lines.reconnect(attempt, delay));
  }

  @Override
  public void failed(CommandFailure failure) {
    if (failure.getCause() instanceof ConnectRefusedException refused) {
      terminal.data(
          lines.connectError(refused.namespace(), refused.serverMessage(), refused.data()));
    } else if (failure.getCause() instanceof SocketIoException error) {
      terminal.data(lines.error(error.getClass().getSimpleName(), failure.what()));
    }
  }
}
