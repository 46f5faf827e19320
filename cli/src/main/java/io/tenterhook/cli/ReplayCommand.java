package io.tenterhook.cli;

import io.tenterhook.cli.JsonLines.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Plays what {@link RecordCommand} wrote: to a server, or as one. */
@Command(
    name = "replay",
    modelTransformer = ReplayCommand.UrlBehindFile.class,
    description = "Plays recorded events to a server or, with --serve, as a server to its clients.")
final class ReplayCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private StopOptions stop = new StopOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "JSON Lines, as of record or listen; - is standard input")
  private String file = "";

  @Option(
      names = "--speed",
      paramLabel = "2x|max",
      defaultValue = "1x",
      converter = Speed.Converter.class,
      description = "how fast: 2x, 0.5x, or max without any gaps (default: ${DEFAULT-VALUE})")
  private Speed speed = Speed.RECORDED;

  @Option(
      names = "--dir",
      paramLabel = "in|out",
      description = "only events that went this way (default: all)")
  private @Nullable Direction dir;

  @Option(
      names = "--loop",
      paramLabel = "N",
      defaultValue = "1",
      description = "play the file so often (default: ${DEFAULT-VALUE})")
  private long loops = 1;

  @Option(
      names = "--redact",
      paramLabel = "POINTER",
      split = "\n",
      description = "send \"[redacted]\" in place of this value, as of record; repeatable")
  private List<String> redacted = new ArrayList<>();

  @Option(
      names = "--serve",
      description = "be the server: each client gets the events from the start")
  private boolean serve;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "3000",
      description = "(--serve) where to listen; 0 for any free port (default: ${DEFAULT-VALUE})")
  private int port = 3000;

  @Option(
      names = "--close-at-end",
      description = "(--serve) disconnect each client after its last event")
  private boolean closeAtEnd;

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "30s",
      converter = Span.class,
      description = "how long writing the last bytes may take (default: ${DEFAULT-VALUE})")
  private Duration writingTime = Duration.ofSeconds(30);

  @Override
  public Integer call() throws InterruptedException {
    return output.run(tenter.terminal(), this::replay);
  }

  private ExitCode replay(Report report) throws InterruptedException {
    if (loops < 1) {
      throw CommandFailure.usage("--loop is " + loops, "it must be 1 or more");
    }
    boolean fromInput = file.equals(RecordedEvents.STANDARD_INPUT);
    if (fromInput && (serve || loops > 1)) {
      throw CommandFailure.usage(
          "standard input can be played once", "write it to a file for --serve and --loop");
    }
    if (serve) {
      serve();
    } else {
      send();
    }
    return ExitCode.DONE;
  }

  private RecordedEvents open() {
    return new RecordedEvents(file, speed, dir, Redaction.of(redacted), loops);
  }

  private void send() throws InterruptedException {
    if (!connection.hasUrl()) {
      throw CommandFailure.usage(
          "there is no URL to play to", "name a server, or be one with --serve");
    }
    Terminal terminal = tenter.terminal();
    long start = System.nanoTime();
    try (RecordedEvents events = open()) {
      EventSender sender = new EventSender(connection, stop, false, terminal, output.verbosity());
      EventSender.Tally tally = sender.run(() -> outgoing(events.next()), writingTime);
      if (terminal.isErrorInteractive()) {
        terminal.status(tally.text(Duration.ofNanos(System.nanoTime() - start)));
      }
    }
  }

  private static @Nullable Outgoing outgoing(RecordedEvents.@Nullable Timed event) {
    if (event == null) {
      return null;
    }
    EventLine line = event.line();
    return new Outgoing(
        line.where(), line.namespace(), line.event(), line.arguments(), event.dueNanos());
  }

  private void serve() throws InterruptedException {
    if (spec.commandLine().getParseResult().matchedPositionals().stream()
        .anyMatch(ReplayCommand::isUrl)) {
      throw CommandFailure.usage(
          "with --serve there is no URL to play to", "leave the URL out, or --serve");
    }
    if (stop.counts()) {
      throw CommandFailure.usage(
          "--serve plays to each client on its own: there is no count", "stop it with --for");
    }
    new PlaybackServer(this::open, connection.namespace(), closeAtEnd, tenter.terminal())
        .run(port, stop);
  }

  private static boolean isUrl(ArgSpec argument) {
    return argument.paramLabel().equals("URL");
  }

  /** As for all commands the URL would come first. */
  static final class UrlBehindFile implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      for (PositionalParamSpec argument : List.copyOf(command.positionalParameters())) {
        if (isUrl(argument)) {
          command.remove(argument);
          command.addPositional(
              argument.toBuilder().index("1").arity("0..1").required(false).build());
        }
      }
      return command;
    }
  }
}
