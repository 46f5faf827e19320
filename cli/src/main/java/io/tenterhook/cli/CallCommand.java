package io.tenterhook.cli;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.Call;
import io.tenterhook.client.EmitOptions;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
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
      description = "how long to wait for each ack (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "how often to send it again when no ack comes in time; the server may see it more than"
              + " once. With --reconnect also after a lost connection")
  private int retries;

  @Option(
      names = "--expect",
      paramLabel = "JSON",
      description =
          "the ack that must come, compared as JSON: its argument or, if that is not one, the array"
              + " of them; exit code 7 for another")
  private @Nullable String expected;

  @Parameters(index = "1", paramLabel = "EVENT", description = "the event's name")
  private String event = "";

  @Parameters(index = "2..*", paramLabel = "ARG", arity = "0..*", description = "as of emit")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return output.run(tenter.terminal(), this::send);
  }

  private ExitCode send(Report report) {
    RawJson expectation = expected == null ? null : expectation(expected);
    EmitOptions options = options();
    Object[] arguments = EmitArguments.parse(words, System.in);
    ClientWatcher watcher = new ClientWatcher(tenter.terminal(), output.verbosity());
    try (SocketIoClient client = connection.client(ReconnectPolicy.never(), watcher)) {
      NamespaceSocket socket = connection.socket(client);
      Call call = socket.call(options, event, arguments);
      ConnectionOptions.connect(socket);
      Arguments ack = call.args().join();
      report.ack(socket.namespace(), ack);
      if (expectation != null) {
        verify(expectation, RawJson.of(JsonText.compact(ack)));
      }
      return ExitCode.DONE;
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof SocketIoException error
          ? Diagnosis.ofSending(error)
          : failed;
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    }
  }

  private EmitOptions options() {
    if (retries < 0) {
      throw CommandFailure.usage("--retries is " + retries, "it must be 0 or more");
    }
    EmitOptions options = retries == 0 ? EmitOptions.defaults() : EmitOptions.retried(retries);
    return options.within(timeout);
  }

  private static RawJson expectation(String json) {
    try {
      return RawJson.of(json);
    } catch (IllegalArgumentException invalid) {
      throw CommandFailure.usage(
          "--expect is " + invalid.getMessage(), "a text needs its quotes: --expect '\"ok\"'");
    }
  }

  private static void verify(RawJson expectation, RawJson ack) {
    List<RawJson> all = ack.elements();
    RawJson actual = all.size() == 1 ? all.get(0) : ack;
    if (!JsonEquality.same(expectation, actual)) {
      throw new CommandFailure(
          ExitCode.UNMET,
          "the ack is not what --expect says\nexpected "
              + JsonText.compact(expectation)
              + "\nactual   "
              + JsonText.compact(actual),
          "");
    }
  }
}
