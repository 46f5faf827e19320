package io.tenterhook.cli;

import io.tenterhook.cli.probe.Probe;
import io.tenterhook.cli.probe.Target;
import io.tenterhook.cli.probe.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Looks at a server step by step and names the likely mistake. */
@Command(
    name = "probe",
    description = "Looks at a server step by step, and says what is wrong with it.")
final class ProbeCommand implements Callable<Integer> {
  private static final Duration EACH_STEP = Duration.ofSeconds(5);

  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private ColourOption colour = new ColourOption();

  @Option(names = "--json", description = "one JSON object a line: each step, and the verdict")
  private boolean json;

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "how long to watch for the server's first ping, if it pings rarely")
  private @Nullable Duration watch;

  @Option(
      names = {"-v", "--verbose"},
      split = ",",
      description = "-v tells each request, and what the client does; -vv its frames too")
  private boolean[] verbosity = {};

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = tenter.terminal();
    colour.apply(terminal);
    ProbeReport report = new ProbeReport(terminal, new JsonLines(InstantSource.system()), json);
    Consumer<String> trace =
        verbosity.length > 0 ? line -> terminal.status("* " + line) : line -> {};
    Target target =
        connection.target(
            connection.connectTimeout(EACH_STEP),
            watch == null ? Duration.ZERO : watch,
            new ClientWatcher(terminal, verbosity.length),
            trace);
    Verdict verdict = new Probe(target, report::step).run();
    ExitCode code = exitCode(verdict.outcome());
    report.verdict(verdict, code);
    return terminal.settle(code).number();
  }

  private static ExitCode exitCode(Verdict.Outcome outcome) {
    return switch (outcome) {
      case WELL -> ExitCode.DONE;
      case MISUSED -> ExitCode.USAGE;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case REFUSED -> ExitCode.REFUSED;
      case DEFECTIVE -> ExitCode.UNMET;
    };
  }
}
