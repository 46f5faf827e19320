package io.tenterhook.cli;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * What the client is for, with nothing else installed: it connects with a token that is good once,
 * receives, emits, answers and asks; the link is cut; it comes back by itself with a fresh token
 * and goes on. A second client, with a used token, is refused.
 *
 * <p>Whatever happens is told as one line of the {@link Story}; {@code expect} waits for the line
 * that must come, or fails with exit code 7. So does the end, if anything else has happened.
 */
@Command(name = "demo", description = "Shows, and checks, what the client does; needs no server.")
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();
  @Mixin private ColourOption colour = new ColourOption();

  @Option(
      names = "--patience",
      paramLabel = "SPAN",
      defaultValue = "30s",
      converter = Span.class,
      description = "how long each step may take (default: ${DEFAULT-VALUE})")
  private Duration patience = ofSeconds(30);

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = tenter.terminal();
    colour.apply(terminal);
    tell(new Story(terminal, patience));
    return terminal.settle(ExitCode.DONE).number();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what becomes of them is told, and expected
  private static void tell(Story story) throws InterruptedException {
    try (DemoServer server = new DemoServer(story);
        SocketIoClient client =
            SocketIoClient.builder(server.url())
                .auth(() -> Map.of("token", server.freshToken())) // asked anew for every CONNECT
                .reconnect(ReconnectPolicy.exponential(ofMillis(100), ofSeconds(1)))
                .build()) {

      NamespaceSocket realtime = client.socket("/realtime");
      realtime.onConnect(() -> story.tell("client", "is connected"));
      realtime.onDisconnect(
          (ending, willReconnect) ->
              story.tell(
                  "client",
                  "is off: " + ending.reason().text() + (willReconnect ? ", will reconnect" : "")));
      realtime.on("news", String.class, news -> story.tell("client", "receives news: " + news));
      realtime.onRequest(
          "question",
          String.class,
          question -> {
            story.tell("client", "is asked: " + question + " and answers 42");
            return 42;
          });

      realtime.connect();
      story.expect("server", "lets token-1 in");
      story.expect("client", "is connected");
      story.expect("client", "receives news: welcome");

      realtime.emit("post", "hello");
      story.expect("server", "gets the post: \"hello\"");
      story.expect("client", "receives news: hello");

      server.ask("six times seven?");
      story.expect("client", "is asked: six times seven? and answers 42");
      story.expect("server", "gets the answer 42");

      realtime
          .call("add", 20, 22)
          .within(ofSeconds(2))
          .as(Integer.class)
          .thenAccept(sum -> story.tell("client", "calls add(20, 22) and gets " + sum));
      story.expect("client", "calls add(20, 22) and gets 42");

      server.cutTheLink();
      story.expect("client", "is off: transport error, will reconnect");
      story.expect("server", "lets token-2 in");
      story.expect("client", "is connected");
      story.expect("client", "receives news: welcome");

      realtime.emit("post", "still here");
      story.expect("server", "gets the post: \"still here\"");
      story.expect("client", "receives news: still here");

      tryWithUsedToken(server, story);
      story.expect("server", "refuses a used token");
      story.expect("second", "is refused: \"not authorized\", data {\"reason\":\"used token\"}");
    }
    story.expect("client", "is off: io client disconnect");
    story.end();
  }

  private static void tryWithUsedToken(DemoServer server, Story story) {
    try (SocketIoClient second =
        SocketIoClient.builder(server.url()).auth(() -> Map.of("token", "token-1")).build()) {
      second.socket("/realtime").connect().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ConnectRefusedException refused) {
        String data = refused.data().map(RawJson::toString).orElse("none");
        story.tell("second", "is refused: \"" + refused.serverMessage() + "\", data " + data);
      }
    }
  }
}
