package io.tenterhook.cli;

import io.tenterhook.cli.bench.Bench;
import io.tenterhook.cli.bench.Expectation;
import io.tenterhook.cli.bench.Flood;
import io.tenterhook.cli.bench.HtmlReport;
import io.tenterhook.cli.bench.Load;
import io.tenterhook.cli.bench.Member;
import io.tenterhook.cli.bench.Message;
import io.tenterhook.cli.bench.Outcome;
import io.tenterhook.cli.bench.SentAt;
import io.tenterhook.cli.bench.Subject;
import io.tenterhook.client.Resources;
import io.tenterhook.client.SocketIoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of {@code tenter bench}: from the flags to the exit code. */
final class BenchRun {
  private static final long GOODBYE_SECONDS = 10;

  private final Terminal terminal;
  private final ConnectionOptions connection;
  private final BenchOptions options;
  private final OutputOptions output;
  private final JsonLines lines = new JsonLines(InstantSource.system());

  BenchRun(
      Terminal terminal, ConnectionOptions connection, BenchOptions options, OutputOptions output) {
    this.terminal = terminal;
    this.connection = connection;
    this.options = options;
    this.output = output;
  }

  /** What is run, once it is known where members come from. */
  private interface Making extends Function<Member.Entrance, Bench> {}

  ExitCode connect(Load load) throws InterruptedException {
    BenchReport report = report();
    return run(load, "", true, report, entrance -> Bench.connecting(load, entrance, report));
  }

  ExitCode send(Load load, Message message) throws InterruptedException {
    BenchReport report = report();
    return run(
        load,
        message.event(),
        true,
        report,
        entrance -> Bench.sending(load, entrance, message, report));
  }

  ExitCode receive(Load load, List<String> events, @Nullable String start, @Nullable SentAt sentAt)
      throws InterruptedException {
    BenchReport report = report();
    Flood flood = new Flood(events, start == null ? null : SendingOptions.parse(start), sentAt);
    return run(
        load,
        String.join(" ", events),
        sentAt != null,
        report,
        entrance -> Bench.receiving(load, entrance, flood, report));
  }

  private BenchReport report() throws InterruptedException {
    return new BenchReport(terminal, lines, output.format(terminal), terminal.isErrorInteractive());
  }

  private ExitCode run(
      Load load, String event, boolean withLatency, BenchReport report, Making making)
      throws InterruptedException {
    List<Expectation> expectations = options.expectations(withLatency);
    Optional<BenchOptions.ReportFormat> format = options.reportFormat();
    Optional<Path> file =
        format.map(
            chosen ->
                options.reportFile(load.kind(), chosen, LocalDateTime.now(ZoneId.systemDefault())));
    Subject subject =
        new Subject(
            connection.address(),
            connection.namespace(),
            event,
            options.flags(),
            String.join(" · ", new Version().getVersion()));
    Outcome outcome;
    CountDownLatch told = new CountDownLatch(1);
    try (Resources shared = Resources.create(Bench.threads())) {
      Bench bench =
          making.apply(
              connection.entrance(shared, new ClientWatcher(terminal, output.verbosity())));
      terminal.whenClosed(bench::stop);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endEarly(bench, told)));
      outcome = measure(bench, report);
      report.outcome(outcome, subject);
      file.ifPresent(path -> write(path, format.get(), outcome, subject));
    } finally {
      told.countDown();
    }
    return verdict(outcome, expectations);
  }

  private static Outcome measure(Bench bench, BenchReport report) throws InterruptedException {
    try {
      return bench.run();
    } catch (SocketIoException nobodyConnected) {
      throw Diagnosis.ofConnecting(nobodyConnected);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    } finally {
      report.ended();
    }
  }

  /** Ctrl-C: what was measured until then is told all the same. Also runs at each other end. */
  private static void endEarly(Bench bench, CountDownLatch told) {
    bench.stop();
    try {
      var unused = told.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(
      Path file, BenchOptions.ReportFormat format, Outcome outcome, Subject subject) {
    try {
      Files.writeString(
          file,
          format == BenchOptions.ReportFormat.HTML
              ? HtmlReport.of(outcome, subject)
              : lines.benchReport(outcome, subject) + "\n");
    } catch (IOException failed) {
      throw new CommandFailure(
          ExitCode.INTERNAL,
          "the report cannot be written to " + file + ": " + failed,
          "is the disk full?",
          failed);
    }
    terminal.status("report: " + file);
  }

  private ExitCode verdict(Outcome outcome, List<Expectation> expectations) {
    outcome.caveat().ifPresent(caveat -> terminal.status("tenter: warning: " + caveat));
    if (outcome.interrupted()) {
      return ExitCode.DONE;
    }
    if (outcome.deserted()) {
      throw new CommandFailure(
          ExitCode.LOST,
          "no connection was left: the server ended them all, or the network did",
          "the server's log may say why; --reconnect forever comes back");
    }
    boolean failed = false;
    for (Expectation expectation : expectations) {
      Optional<String> actual = expectation.metBy(outcome);
      if (actual.isPresent()) {
        failed = true;
        terminal.status("tenter: failed, " + expectation.text() + ": " + actual.get());
      }
    }
    return failed ? ExitCode.UNMET : ExitCode.DONE;
  }
}
