package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.cli.shell.HistoryFile;
import io.tenterhook.cli.shell.LineEditor;
import io.tenterhook.cli.shell.Prompt;
import io.tenterhook.cli.shell.ShellScript;
import io.tenterhook.cli.shell.ShellSession;
import io.tenterhook.cli.shell.Standing;
import io.tenterhook.client.CloseReport;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A talk with a server: with a person at a terminal, or from a script in a pipe. */
@Command(name = "shell", description = "Talks with a server, line by line: type .help there.")
final class ShellCommand implements Callable<Integer> {
  /** For the last byte, as of emit. */
  private static final Duration WRITING_TIME = Duration.ofSeconds(30);

  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "5s",
      converter = Span.class,
      description = "how long to wait for an ack (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(names = "--no-history", description = "neither read nor keep lines of other times")
  private boolean noHistory;

  @Option(
      names = "--keep-going",
      description = "(from a pipe) go on behind a line that fails; the first error decides the end")
  private boolean keepGoing;

  @Override
  public Integer call() throws InterruptedException {
    Terminal streams = tenter.terminal();
    if (!streams.interactive()) {
      return output.run(streams, report -> script(streams, report));
    }
    try (LineEditor editor = LineEditor.open()) {
      PrintStream err = new PrintStream(editor.err(), true, StandardCharsets.UTF_8);
      Terminal screen = new Terminal(editor.out(), err, true);
      return output.run(screen, report -> talk(editor, screen, report));
    } catch (IOException failed) {
      throw new CommandFailure(
          ExitCode.INTERNAL, "the terminal cannot be used: " + failed, "use a pipe", failed);
    }
  }

  private ExitCode talk(LineEditor editor, Terminal screen, Report shown)
      throws InterruptedException {
    if (!noHistory) {
      Path file = HistoryFile.of(System.getenv(), Path.of(System.getProperty("user.home")));
      try {
        editor.keepHistory(file);
      } catch (IOException unwritable) {
        screen.status(Style.WARNING, "lines are not kept: " + unwritable);
      }
    }
    try (Talk talk = new Talk(screen, shown, Retries.FOREVER)) {
      talk.watcher.whenEnded(ending -> talk.program.complain(Diagnosis.of(ending, true)));
      screen.status(
          Style.FAINT, "EVENT ARG… emits, with ? at the end it asks for an ack; .help tells more");
      editor.talk(
          talk.session, talk.program, connection.namespace(), prompt -> painted(screen, prompt));
    }
    return ExitCode.DONE;
  }

  private static String painted(Terminal screen, Prompt prompt) {
    return screen.paint(Style.NAME, prompt.place())
        + (prompt.state().isEmpty() ? "" : screen.paint(Style.WARNING, " (" + prompt.state() + ")"))
        + "> ";
  }

  private ExitCode script(Terminal streams, Report shown) throws InterruptedException {
    try (Talk talk = new Talk(streams, shown, Retries.ONCE_CONNECTED)) {
      ShellScript script =
          new ShellScript(
              talk.session,
              talk.program,
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
              connection.connectTimeout(),
              keepGoing);
      talk.watcher.whenEnded(ending -> script.fail(Diagnosis.of(ending, true)));
      CompletableFuture<ExitCode> end = new CompletableFuture<>();
      streams.whenClosed(() -> end.complete(ExitCode.DONE));
      Thread reading = new Thread(() -> run(script, end), "tenter-script");
      reading.setDaemon(true);
      reading.start();
      ExitCode code = end.join();
      return code == ExitCode.DONE && !streams.isClosed() ? talk.flushed() : code;
    }
  }

  private void run(ShellScript script, CompletableFuture<ExitCode> end) {
    try {
      RuntimeException error = script.run(connection.namespace());
      end.complete(
          error == null
              ? ExitCode.DONE
              : error instanceof CommandFailure failure ? failure.code() : ExitCode.INTERNAL);
    } catch (InterruptedException | RuntimeException defect) {
      end.completeExceptionally(defect);
    }
  }

  /** What both ways have in common. */
  private final class Talk implements AutoCloseable {
    final ShellWatcher watcher;
    final ShellProgram program;
    final ShellSession session;
    private final ShellReport report;
    private final SocketIoClient client;

    Talk(Terminal terminal, Report shown, ReconnectPolicy byDefault) {
      Standing standing = new Standing();
      boolean pretty = output.format(terminal) == OutputOptions.Format.PRETTY;
      report = new ShellReport(terminal, shown, pretty);
      watcher = new ShellWatcher(terminal, output.verbosity(), report, standing);
      program = new ShellProgram(terminal, report, watcher);
      client = connection.client(byDefault, watcher);
      session = new ShellSession(client, program, standing, connection.host(), timeout);
    }

    /** The end of a script: what was emitted must have gone. */
    ExitCode flushed() {
      CloseReport left = client.close(WRITING_TIME);
      if (!left.isComplete()) {
        throw new CommandFailure(
            ExitCode.TIMEOUT,
            left.unwrittenBytes() + " bytes were not written within " + Span.text(WRITING_TIME),
            "is the network, or the server, that slow? send less at once");
      }
      return ExitCode.DONE;
    }

    @Override
    public void close() {
      client.close();
      report.stopRecording();
    }
  }
}
