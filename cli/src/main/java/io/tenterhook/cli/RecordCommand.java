package io.tenterhook.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Listens, and writes every line to a file that {@link ReplayCommand} plays. */
@Command(
    name = "record",
    description = "Writes the events of a server to a file, with their times.")
final class RecordCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private StopOptions stop = new StopOptions();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "a new file, which you alone can read; - is standard output")
  private String file = STANDARD_OUTPUT;

  @Option(names = "--force", description = "overwrite the file if it is there")
  private boolean force;

  @Option(
      names = "--redact",
      paramLabel = "POINTER",
      split = "\n",
      description =
          "write \"[redacted]\" in place of this value: /0/token is a member of the first argument,"
              + " * any member or element; repeatable")
  private List<String> redacted = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      split = ",",
      description = "-v tells what the client does, -vv every frame; secrets are masked")
  private boolean[] verbosity = {};

  @Override
  public Integer call() throws InterruptedException, IOException {
    Redaction redaction = Redaction.of(redacted);
    if (file.equals(STANDARD_OUTPUT)) {
      return record(tenter.terminal()::data, redaction, () -> {}, new AtomicReference<>());
    }
    AtomicReference<@Nullable Listening> listening = new AtomicReference<>();
    try (RecordFile out = RecordFile.create(file, force, () -> leave(listening.get()))) {
      return record(out::line, redaction, out::verify, listening);
    }
  }

  private static void leave(@Nullable Listening listening) {
    if (listening != null) {
      listening.leave();
    }
  }

  private int record(
      Consumer<String> lines,
      Redaction redaction,
      Runnable verify,
      AtomicReference<@Nullable Listening> started)
      throws InterruptedException {
    Terminal terminal = tenter.terminal();
    JsonReport report = new JsonReport(lines, redaction);
    Listening listening = new Listening(terminal, connection, stop, verbosity.length, report);
    started.set(listening);
    ExitCode code;
    try {
      code = listening.run(event -> true, report::event, socket -> {});
      verify.run();
    } catch (CommandFailure failure) {
      terminal.failed(failure);
      report.failed(failure);
      code = failure.code();
    }
    return terminal.settle(code).number();
  }
}
