package io.tenterhook.cli;

import io.tenterhook.client.CloseReport;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Connects, sends one event, waits until it is written, leaves. Prints nothing. */
@Command(name = "emit", description = "Sends an event to a server.")
final class EmitCommand implements Callable<Integer> {
  /** For the last byte; a link that is slower than this is as good as dead. */
  private static final Duration WRITING_TIME = Duration.ofSeconds(30);

  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(index = "1", paramLabel = "EVENT", description = "the event's name")
  private String event = "";

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

  private ExitCode emit(Report report) {
    Object[] arguments = EmitArguments.parse(words, System.in);
    ClientWatcher watcher = new ClientWatcher(tenter.terminal(), output.verbosity());
    AtomicReference<@Nullable Ending> ended = new AtomicReference<>();
    try (SocketIoClient client = connection.client(ReconnectPolicy.never(), watcher)) {
      NamespaceSocket socket = connection.socket(client);
      socket.onDisconnect((ending, willReconnect) -> ended.set(ending));
      ConnectionOptions.connect(socket);
      socket.emit(event, arguments);
      CloseReport left = client.close(WRITING_TIME);
      if (!left.isComplete()) {
        throw new CommandFailure(
            ExitCode.TIMEOUT,
            left.unwrittenBytes()
                + " bytes were not written within "
                + WRITING_TIME.toSeconds()
                + " s; the server does not have the event",
            "is the network, or the server, that slow? send less at once");
      }
    } catch (SocketIoException failed) {
      throw Diagnosis.ofSending(failed);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    }
    Ending ending = ended.get();
    if (ending != null && ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
      throw Diagnosis.of(ending, true);
    }
    return ExitCode.DONE;
  }
}
