package io.tenterhook.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Connects, sends events, waits until they are written, leaves. Prints nothing. */
@Command(
    name = "emit",
    description = "Sends an event to a server, once or often, or those of standard input.")
final class EmitCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private StopOptions stop = new StopOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--stdin",
      description =
          "without EVENT, send the events of standard input, in the format of listen and record;"
              + " with it, each line is sent as the event's argument: JSON, else a string")
  private boolean fromInput;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "send the event so often; without --every or --rate as fast as it goes")
  private @Nullable Long repeat;

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "how long from one event to the next; without --repeat until it is stopped")
  private @Nullable Duration every;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "how many events a second, in place of --every")
  private @Nullable Double rate;

  @Option(
      names = "--volatile",
      description = "drop an event rather than send it late, when the network is busy or down")
  private boolean droppable;

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "30s",
      converter = Span.class,
      description = "how long writing the last bytes may take (default: ${DEFAULT-VALUE})")
  private Duration writingTime = Duration.ofSeconds(30);

  @Parameters(index = "1", paramLabel = "EVENT", arity = "0..1", description = "the event's name")
  private @Nullable String event;

  @Parameters(
      index = "2..*",
      paramLabel = "ARG",
      arity = "0..*",
      description =
          "JSON, else a string; key=text and key:=json build one object; @file holds JSON, @@file"
              + " bytes; - is standard input")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return output.run(tenter.terminal(), this::emit);
  }

  private ExitCode emit(Report report) throws InterruptedException {
    Outgoing.Source source = source(pace());
    Terminal terminal = tenter.terminal();
    long start = System.nanoTime();
    EventSender sender = new EventSender(connection, stop, droppable, terminal, output.verbosity());
    EventSender.Tally tally = sender.run(source, writingTime);
    if (terminal.isErrorInteractive()) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      terminal.status(tally.text(took));
    }
    return ExitCode.DONE;
  }

  private Pace pace() {
    if (every != null && rate != null) {
      throw CommandFailure.usage("--every and --rate say the same", "give one of the two");
    }
    if (rate != null) {
      return Pace.perSecond(rate);
    }
    return every == null ? Pace.unlimited() : Pace.every(every);
  }

  private Outgoing.Source source(Pace pace) {
    if (fromInput) {
      return input(pace);
    }
    if (event == null) {
      throw CommandFailure.usage(
          "there is no EVENT to emit",
          "name one, or read events by --stdin; see tenter emit --help");
    }
    if (repeat != null && repeat < 1) {
      throw CommandFailure.usage("--repeat is " + repeat, "it must be 1 or more");
    }
    boolean endless = every != null || rate != null || stop.counts();
    long times = repeat != null ? repeat : endless ? Long.MAX_VALUE : 1;
    return new RepeatedEvent(event, EmitArguments.parse(words, System.in), times, pace);
  }

  private Outgoing.Source input(Pace pace) {
    if (repeat != null) {
      throw CommandFailure.usage(
          "--stdin can be read once, --repeat wants it again", "leave one of the two out");
    }
    if (!words.isEmpty()) {
      throw CommandFailure.usage(
          "with --stdin the arguments of " + event + " come from standard input",
          "leave the arguments out, or --stdin");
    }
    return new InputEvents(System.in, "standard input", event, pace);
  }
}
