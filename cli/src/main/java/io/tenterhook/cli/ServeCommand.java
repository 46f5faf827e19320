package io.tenterhook.cli;

import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.client.Transport;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The test server, for people: prints who comes, what they send, and what is sent back. */
@Command(name = "serve", description = "Runs a test server on the loopback interface.")
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private StopOptions stop = new StopOptions();

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "3000",
      description = "where to listen; 0 for any free port (default: ${DEFAULT-VALUE})")
  private int port = 3000;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      split = "\n",
      description = "a namespace to serve beside /; repeatable")
  private List<String> namespaces = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "/socket.io/",
      description = "the HTTP path (default: ${DEFAULT-VALUE})")
  private String path = "/socket.io/";

  @Option(names = "--echo", description = "send events back, or as the ack if one is wanted")
  private boolean echo;

  private final JsonLines lines = new JsonLines(InstantSource.system());
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = tenter.terminal();
    try (SocketIoServer server = start()) {
      terminal.whenClosed(stopped::countDown);
      serve(server, "/");
      namespaces.forEach(name -> serve(server, name));
      stop.afterSpan(stopped::countDown);
      terminal.status("listening on " + server.uri());
      stopped.await();
    }
    if (!terminal.isClosed()) {
      stop.verify();
    }
    return terminal.settle(ExitCode.DONE).number();
  }

  private SocketIoServer start() {
    try {
      SocketIoServerBuilder builder = SocketIoServer.builder().path(path).withoutJournal();
      return (port == 0 ? builder : builder.port(port)).start();
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    } catch (UncheckedIOException taken) {
      throw CommandFailure.usage(
          "cannot listen on port " + port + ": " + innermost(taken).getMessage(),
          "is another server there? -p chooses another port, -p 0 any free one");
    }
  }

  private static Throwable innermost(Throwable problem) {
    Throwable cause = problem.getCause();
    return cause == null ? problem : innermost(cause);
  }

  private void serve(SocketIoServer server, String namespace) {
    server.namespace(namespace).onConnect(this::joined).otherwise(this::received);
  }

  private void joined(ServerSocketPeer peer) {
    String name = peer.namespace().name();
    tenter.terminal().data(lines.connect(name, peer.sid(), false, Transport.WEBSOCKET));
    var unused =
        peer.disconnected()
            .thenAccept(
                reason -> tenter.terminal().data(lines.disconnect(name, reason.text(), false)));
  }

  private void received(ReceivedEvent event) {
    if (stop.admits()) {
      print(Direction.IN, event, false);
      if (echo) {
        event.echo();
        print(Direction.OUT, event, event.wantsAck());
      }
    }
    if (stop.isEnough()) {
      stopped.countDown();
    }
  }

  private void print(Direction direction, ReceivedEvent event, boolean asAck) {
    String namespace = event.peer().namespace().name();
    String args = JsonText.compact("[" + String.join(",", event.args()) + "]", event.attachments());
    tenter
        .terminal()
        .data(
            asAck
                ? lines.ack(direction, namespace, args)
                : lines.event(direction, namespace, event.name(), args, OptionalLong.empty()));
  }
}
