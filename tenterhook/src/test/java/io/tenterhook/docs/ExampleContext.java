package io.tenterhook.docs;

import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.testing.SocketIoServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the examples in the documentation take for granted. Compiled against, never run. */
@SuppressWarnings("NullAway")
public class ExampleContext {
  protected final SocketIoClientBuilder builder = SocketIoClient.builder("https://fabric.example");
  protected final SocketIoClient client = builder.build();
  protected final NamespaceSocket socket = client.socket("/");
  protected final Vault vault = new Vault();
  protected final Log log = new Log();
  protected final Counter unknownEvents = new Counter();
  protected final Post post = new Post("hi");
  protected final Backoff backoff = new Backoff();
  protected final String urlA = "https://a.example";
  protected final String urlB = "https://b.example";
  protected final SocketIoServer server = SocketIoServer.start();
  protected final Path folder = Path.of("certificates");
  protected Event event;
  protected Throwable failure;

  public record Message(String author, String text) {}

  public record Post(String text) {}

  public record Receipt(long id) {}

  public record Question(String text) {}

  public record Answer(int value) {}

  public record Order(String id) {}

  public static class Vault {
    public String freshToken() {
      return "token";
    }

    public CompletionStage<String> tokenLater() {
      return CompletableFuture.completedStage("token");
    }

    public void forgetToken() {}
  }

  public static class Log {
    public void info(String format, Object... values) {}

    public void warn(String format, Object... values) {}
  }

  public static class Counter {
    public void increment() {}
  }

  public static class Backoff {
    public Duration next() {
      return Duration.ofSeconds(1);
    }
  }
}
