package io.tenterhook.cli;

import io.tenterhook.client.Call;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Connects, sends one event, prints the server's ack, leaves. */
@Command(name = "call", description = "Sends an event to a server and prints the ack.")
final class CallCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "5s",
      converter = Span.class,
      description = "how long to wait for the ack (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofSeconds(5);

  @Parameters(index = "1", paramLabel = "EVENT", description = "the event's name")
  private String event = "";

  @Parameters(index = "2..*", paramLabel = "ARG", arity = "0..*", description = "as of emit")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return output.run(tenter.terminal(), this::send);
  }

  private ExitCode send(Report report) {
    Object[] arguments = EmitArguments.parse(words, System.in);
    ClientWatcher watcher = new ClientWatcher(tenter.terminal(), output.verbosity());
    try (SocketIoClient client = connection.client(ReconnectPolicy.never(), watcher)) {
      NamespaceSocket socket = connection.socket(client);
      Call call = socket.call(event, arguments).within(timeout);
      ConnectionOptions.connect(socket);
      report.ack(socket.namespace(), call.args().join());
      return ExitCode.DONE;
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof SocketIoException error
          ? Diagnosis.ofSending(error)
          : failed;
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    }
  }
}
