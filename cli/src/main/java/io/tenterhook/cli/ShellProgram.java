package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.cli.shell.Program;
import io.tenterhook.client.Event;
import io.tenterhook.client.SocketIoException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the shell needs of the rest of the command: each rule from its one home. */
final class ShellProgram implements Program {
  private final Terminal terminal;
  private final ShellReport report;
  private final ShellWatcher watcher;

  ShellProgram(Terminal terminal, ShellReport report, ShellWatcher watcher) {
    this.terminal = terminal;
    this.report = report;
    this.watcher = watcher;
  }

  @Override
  public @Nullable Object[] arguments(List<String> words) {
    if (words.contains("-")) {
      throw CommandFailure.usage(
          "standard input is where the shell reads its lines from",
          "for a dash write it as JSON: '\"-\"'");
    }
    return EmitArguments.parse(words, InputStream.nullInputStream());
  }

  @Override
  public Duration span(String text) {
    return new Span().convert(text);
  }

  @Override
  public RuntimeException misuse(String what, String next) {
    return CommandFailure.usage(what, next);
  }

  @Override
  public RuntimeException unconnected(SocketIoException error) {
    return Diagnosis.ofConnecting(error);
  }

  @Override
  public RuntimeException notConnected(String namespace, String event, boolean trying) {
    return new CommandFailure(
        ExitCode.LOST,
        "not connected to " + namespace + ", " + JsonText.quote(event) + " was not sent",
        trying ? "wait until it is, or see .trace on" : ".connect tries again");
  }

  @Override
  public RuntimeException unsent(SocketIoException error) {
    return Diagnosis.ofSending(error);
  }

  @Override
  public RuntimeException late(Duration limit) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "no connection within " + Span.text(limit),
        "--connect-timeout waits longer; -v tells what fails");
  }

  @Override
  public RuntimeException inLine(int number, RuntimeException error) {
    return error instanceof CommandFailure failure
        ? new CommandFailure(
            failure.code(),
            "line " + number + ": " + failure.what(),
            failure.next(),
            failure.getCause())
        : error;
  }

  @Override
  public void say(String line) {
    terminal.status(line);
  }

  @Override
  public void complain(RuntimeException error) {
    CommandFailure failure =
        error instanceof CommandFailure known
            ? known
            : new CommandFailure(ExitCode.INTERNAL, "internal error: " + error, "", error);
    if (terminal.interactive()) {
      String next = failure.next().isEmpty() ? "" : "; " + failure.next();
      terminal.status(
          Style.BAD, "error: " + String.join(" ", failure.what().lines().toList()) + next);
    } else {
      terminal.failed(failure);
    }
    report.failed(failure);
  }

  @Override
  public void received(Event event) {
    report.event(event);
  }

  @Override
  public void moved(String namespace) {
    report.moved(namespace);
  }

  @Override
  public void sent(
      String namespace, String event, @Nullable Object[] arguments, OptionalLong number) {
    report.sent(namespace, event, arguments, number);
  }

  @Override
  public void answered(Answer answer) {
    report.answered(answer);
  }

  @Override
  public int trace() {
    return watcher.verbosity();
  }

  @Override
  public void trace(int level) {
    watcher.verbosity(level);
  }

  @Override
  public String recording() {
    return report.recording();
  }

  @Override
  public void record(String file) {
    report.record(file);
  }

  @Override
  public void stopRecording() {
    report.stopRecording();
  }
}
