package io.tenterhook.cli;

import io.tenterhook.cli.bench.Load.Kind;
import io.tenterhook.cli.bench.SentAt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Puts a server under load: each kind of load is a command of its own. */
@Command(
    name = "bench",
    description = "Puts a server under load, and measures how it bears it.",
    subcommands = {
      BenchCommand.Conn.class,
      BenchCommand.Emit.class,
      BenchCommand.CallAndWait.class,
      BenchCommand.Receive.class
    })
final class BenchCommand {
  @ParentCommand private Tenter tenter = new Tenter();

  Terminal terminal() {
    return tenter.terminal();
  }

  @Command(name = "conn", description = "Opens connections, and holds them.")
  static final class Conn implements Callable<Integer> {
    @ParentCommand private BenchCommand bench = new BenchCommand();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();
    @Mixin private BenchOptions options = new BenchOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "connections to open a second; another way to say --ramp")
    private @Nullable Double rate;

    @Override
    public Integer call() throws InterruptedException {
      return output.run(
          bench.terminal(),
          report ->
              new BenchRun(bench.terminal(), connection, options, output)
                  .connect(options.openedAt(rate)));
    }
  }

  /** What those that send have in common. */
  abstract static class Sending implements Callable<Integer> {
    @ParentCommand private BenchCommand bench = new BenchCommand();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();
    @Mixin private BenchOptions options = new BenchOptions();
    @Mixin private SendingOptions sending = new SendingOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
        index = "1",
        paramLabel = "EVENT",
        arity = "0..1",
        defaultValue = "bench",
        description = "the event's name (default: ${DEFAULT-VALUE})")
    private String event = "bench";

    @Parameters(index = "2..*", paramLabel = "ARG", arity = "0..*", description = "as of emit")
    private List<String> words = new ArrayList<>();

    final int send(Kind kind, Duration timeout) throws InterruptedException {
      return output.run(
          bench.terminal(),
          report ->
              new BenchRun(bench.terminal(), connection, options, output)
                  .send(
                      options.load(kind, sending.rate(), sending.inFlight(), timeout),
                      sending.message(event, words)));
    }
  }

  @Command(name = "emit", description = "Sends events, and measures until they are written.")
  static final class Emit extends Sending {
    @Override
    public Integer call() throws InterruptedException {
      return send(Kind.EMIT, SendingOptions.ACK);
    }
  }

  @Command(name = "call", description = "Sends events, and measures until their acks are here.")
  static final class CallAndWait extends Sending {
    @Option(
        names = "--timeout",
        paramLabel = "SPAN",
        defaultValue = "5s",
        converter = Span.class,
        description = "how long to wait for an ack (default: ${DEFAULT-VALUE})")
    private Duration timeout = SendingOptions.ACK;

    @Override
    public Integer call() throws InterruptedException {
      return send(Kind.CALL, timeout);
    }
  }

  @Command(name = "flood", description = "Receives events, and counts them.")
  static final class Receive implements Callable<Integer> {
    @ParentCommand private BenchCommand bench = new BenchCommand();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();
    @Mixin private BenchOptions options = new BenchOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
        index = "1..*",
        paramLabel = "EVENT",
        arity = "0..*",
        description = "count these events alone")
    private List<String> events = new ArrayList<>();

    @Option(
        names = "--start",
        paramLabel = "'EVENT ARG…'",
        description = "what each client emits to make the server begin; words as of emit")
    private @Nullable String start;

    @Option(
        names = "--sent-at",
        paramLabel = "/0/at",
        converter = Place.class,
        description =
            "where events say when they were sent, in milliseconds since 1970: gives latencies,"
                + " as good as both machines' clocks")
    private @Nullable SentAt sentAt;

    @Override
    public Integer call() throws InterruptedException {
      return output.run(
          bench.terminal(),
          report ->
              new BenchRun(bench.terminal(), connection, options, output)
                  .receive(
                      options.load(Kind.FLOOD, null, 1, SendingOptions.ACK),
                      events,
                      start,
                      sentAt));
    }
  }

  /** For {@code --sent-at}: an argument, or something in it. */
  static final class Place implements ITypeConverter<SentAt> {
    private static final Pattern IN_AN_ARGUMENT = Pattern.compile("/\\d{1,3}(/([^/~]|~[01])*)*");

    @Override
    public SentAt convert(String text) {
      if (!IN_AN_ARGUMENT.matcher(text).matches()) {
        throw CommandFailure.usage(
            "--sent-at is \"" + text + "\" but must be a pointer into the arguments, as /0/at",
            "see docs/cli.md");
      }
      return new SentAt(Pointer.parse(text, "--sent-at")::in);
    }
  }
}
