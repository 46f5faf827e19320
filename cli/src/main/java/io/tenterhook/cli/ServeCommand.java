package io.tenterhook.cli;

import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerNamespace;
import io.tenterhook.testing.SocketIoServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The test server, for people: prints who comes, what they send, and what is sent back. */
@Command(name = "serve", description = "Runs a test server on the loopback interface.")
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ServingOptions serving = new ServingOptions();
  @Mixin private StopOptions stop = new StopOptions();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      split = "\n",
      description = "a namespace to serve beside / and those of the script; repeatable")
  private List<String> namespaces = new ArrayList<>();

  @Option(
      names = "--echo",
      description =
          "send events back, or as the ack if one is wanted; those that no script answers")
  private boolean echo;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "a YAML or JSON file that says what the server does")
  private @Nullable Path script;

  @Option(
      names = "--require-auth",
      paramLabel = "TOKEN",
      description = {
        "let in clients alone whose auth is {\"token\":TOKEN};",
        "@file, env:VARIABLE and cmd:COMMAND keep it off the command line"
      })
  private @Nullable String requiredAuth;

  @Option(
      names = {"-v", "--verbose"},
      split = ",",
      description = "-v tells of requests and ends, -vv of every packet; auth is masked")
  private boolean[] verbosity = {};

  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = tenter.terminal();
    ServeReport report = new ServeReport(terminal, stop, verbosity.length);
    ServeScript story = script == null ? ServeScript.empty() : ServeScript.read(script);
    TokenCheck check =
        requiredAuth == null ? null : TokenCheck.parse(requiredAuth, System.getenv());
    Set<String> served = new LinkedHashSet<>();
    served.add("/");
    served.addAll(namespaces);
    served.addAll(story.namespaces());
    try (SocketIoServer server =
        serving.start(
            terminal,
            half -> {
              half.journal().onEntry(report::heard);
              served.forEach(name -> serve(half.namespace(name), report, check));
              story.applyTo(half);
            })) {
      terminal.whenClosed(stopped::countDown);
      stop.afterSpan(stopped::countDown);
      terminal.status("listening on " + server.uri());
      stopped.await();
      if (verbosity.length > 0) {
        served.forEach(name -> tellUnused(terminal, server.namespace(name)));
      }
    }
    if (!terminal.isClosed()) {
      stop.verify();
    }
    return terminal.settle(ExitCode.DONE).number();
  }

  private void serve(ServerNamespace namespace, ServeReport report, @Nullable TokenCheck check) {
    namespace.onConnect(report::joined).onAny(this::handled);
    if (echo) {
      namespace.echo();
    }
    if (check != null) {
      namespace.use(check);
    }
  }

  /** What was sent back at once has been written by now. */
  private void handled(ReceivedEvent event) {
    if (stop.isEnough()) {
      stopped.countDown();
    }
  }

  private static void tellUnused(Terminal terminal, ServerNamespace namespace) {
    namespace
        .unusedStubs()
        .forEach(stub -> terminal.status("never used: " + namespace.name() + " " + stub));
  }
}
