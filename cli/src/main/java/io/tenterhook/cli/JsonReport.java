package io.tenterhook.cli;

import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.cli.shell.Program.Answer;
import io.tenterhook.client.Arguments;
import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.client.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** For programs: everything is data, one JSON object on each line. */
final class JsonReport implements Report {
  private final Consumer<String> data;
  private final Redaction redaction;
  private final JsonLines lines = new JsonLines(InstantSource.system());

  JsonReport(Terminal terminal) {
    this(terminal::data, Redaction.none());
  }

  /**
   * @param data takes the lines
   * @param redaction of the arguments of events
   */
  JsonReport(Consumer<String> data, Redaction redaction) {
    this.data = data;
    this.redaction = redaction;
  }

  @Override
  public void connected(String namespace, String sid, boolean recovered, Transport transport) {
    data.accept(lines.connect(namespace, sid, recovered, transport));
  }

  @Override
  public void upgraded(Transport to) {
    data.accept(lines.upgrade(to));
  }

  @Override
  public void event(Event event) {
    data.accept(
        lines.event(
            Direction.IN,
            event.namespace(),
            event.name(),
            redaction.apply(JsonText.compact(event.args())),
            event.ackId()));
  }

  @Override
  public void ack(String namespace, Arguments arguments) {
    data.accept(lines.ack(Direction.IN, namespace, JsonText.compact(arguments)));
  }

  /** One of several acks. */
  void answered(Answer answer) {
    data.accept(
        lines.ack(
            answer.namespace(),
            JsonText.compact(answer.arguments()),
            answer.number(),
            answer.event(),
            answer.took()));
  }

  /**
   * An event that went.
   *
   * @param ack the number of the call; empty if no ack is wanted
   */
  void sent(String namespace, String event, @Nullable Object[] arguments, OptionalLong ack) {
    data.accept(lines.event(Direction.OUT, namespace, event, EmitArguments.text(arguments), ack));
  }

  @Override
  public void disconnected(String namespace, Ending ending, boolean willReconnect) {
    data.accept(lines.disconnect(namespace, ending.reason().text(), willReconnect));
  }

  @Override
  public void retrying(int attempt, Duration delay) {
    data.accept(lines.reconnect(attempt, delay));
  }

  @Override
  public void stat(ListenStats.Stat stat, boolean last) {
    data.accept(lines.stat(stat));
  }

  @Override
  public void failed(CommandFailure failure) {
    if (failure.getCause() instanceof ConnectRefusedException refused) {
      data.accept(lines.connectError(refused.namespace(), refused.serverMessage(), refused.data()));
    } else if (failure.getCause() instanceof SocketIoException error) {
      data.accept(lines.error(error.getClass().getSimpleName(), failure.what()));
    }
  }
}
