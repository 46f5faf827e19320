package io.tenterhook.cli;

import io.tenterhook.client.Event;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.SocketIoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a server sends, over reconnects, until told to stop. */
@Command(name = "listen", description = "Prints the events of a server.")
final class ListenCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private EventFilter filter = new EventFilter();
  @Mixin private StopOptions stop = new StopOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      index = "1..*",
      paramLabel = "EVENT",
      arity = "0..*",
      description = "print these events alone")
  private List<String> events = new ArrayList<>();

  @Option(
      names = "--ack-with",
      paramLabel = "JSON",
      description = "answer events that want an ack with this; those that are printed")
  private @Nullable String answer;

  @Option(
      names = "--exec",
      paramLabel = "COMMAND",
      description =
          "instead of printing them, run sh -c COMMAND for each event, one at a time: its line on"
              + " standard input, TENTER_EVENT and TENTER_NSP in the environment")
  private @Nullable String command;

  @Option(
      names = "--emit-on-connect",
      paramLabel = "'EVENT [ARG…]'",
      split = "\n",
      description = "send this at every CONNECT, arguments as of emit; repeatable")
  private List<String> greetings = new ArrayList<>();

  @Option(
      names = "--stats",
      description = "report once a second how many events came; on a terminal in one line")
  private boolean stats;

  @Override
  public Integer call() throws InterruptedException {
    return output.run(tenter.terminal(), this::listen);
  }

  private ExitCode listen(Report report) throws InterruptedException {
    Terminal terminal = tenter.terminal();
    Predicate<Event> wanted = filter.predicate(events);
    List<Greeting> sent =
        greetings.stream().map(text -> Greeting.parse(text, "--emit-on-connect")).toList();
    Object ack = answer == null ? null : answer(answer);
    EventProgram program = command == null ? null : new EventProgram(command, terminal);
    // The command's output would be mixed with ours.
    Report life = program == null ? report : new PlainReport(terminal, true, terminal::width);
    ListenStats counted = stats ? new ListenStats(life, System::nanoTime).start() : null;
    try {
      return new Listening(terminal, connection, stop, output.verbosity(), life)
          .run(
              wanted,
              event -> heard(event, program == null ? report::event : program::run, ack, counted),
              socket -> sent.forEach(greeting -> greeting.sendAtConnect(socket, terminal)));
    } finally {
      if (program != null) {
        program.close();
      }
      if (counted != null) {
        counted.close();
      }
    }
  }

  private void heard(
      Event event, Consumer<Event> out, @Nullable Object ack, @Nullable ListenStats counted) {
    if (counted != null) {
      counted.count(event);
    }
    out.accept(event);
    if (ack != null && event.wantsAck()) {
      try {
        event.ack(ack);
      } catch (SocketIoException | IllegalArgumentException refused) {
        tenter.terminal().status("tenter: the ack was not sent: " + refused.getMessage());
      }
    }
  }

  private static Object answer(String json) {
    try {
      RawJson.of(json);
    } catch (IllegalArgumentException invalid) {
      throw CommandFailure.usage(
          "--ack-with is " + invalid.getMessage(), "a text needs its quotes: --ack-with '\"ok\"'");
    }
    return EmitArguments.json(json);
  }
}
