package io.tenterhook.client;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.VirtualTime;
import io.tenterhook.testing.client.InMemory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server, a diary, and clients: what most scenarios need. All gone in the end. */
final class Stage implements AutoCloseable {
  /** Far more than anything here takes; only what hangs takes as long. */
  static final long PATIENCE_SECONDS = 20;

  final SocketIoServer server;

  /** Null for the default ones. */
  private final @Nullable Resources resources;

  final Diary diary = new Diary();
  private final List<SocketIoClient> clients = new CopyOnWriteArrayList<>();

  Stage() {
    this(SocketIoServer.start());
  }

  Stage(SocketIoServer server) {
    this(server, null);
  }

  private Stage(SocketIoServer server, @Nullable Resources resources) {
    this.server = server;
    this.resources = resources;
  }

  /** A server without a port, and a clock that {@link #time} moves. */
  static Stage inMemory() {
    SocketIoServer server = SocketIoServer.inMemory();
    return new Stage(server, InMemory.resources(server));
  }

  /** Of a stage in memory. */
  VirtualTime time() {
    return server.time();
  }

  /**
   * A client of the server that keeps the diary and does not try again, neither later nor by
   * another transport: faults are armed for one request.
   */
  SocketIoClientBuilder client() {
    return client(server.uri().toString());
  }

  SocketIoClientBuilder client(String url) {
    SocketIoClientBuilder builder =
        SocketIoClient.builder(url)
            .transports(Transport.WEBSOCKET)
            .reconnect(ReconnectPolicy.never())
            .observer(diary);
    return resources == null ? builder : builder.resources(resources);
  }

  SocketIoClient build(SocketIoClientBuilder builder) {
    SocketIoClient client = builder.build();
    clients.add(client);
    return client;
  }

  /** A client with the default settings of {@link #client()}, and its socket, connected. */
  NamespaceSocket connected(SocketIoClientBuilder builder, String namespace) {
    NamespaceSocket socket = build(builder).socket(namespace);
    join(socket.connect());
    return socket;
  }

  /** Runs on a thread of its own. */
  static CompletableFuture<Ending> run(NamespaceSocket socket) {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ending.complete(socket.runUntilClosed());
              } catch (Throwable thrown) {
                ending.completeExceptionally(thrown);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return ending;
  }

  /** Runs the main namespace, and returns when it is connected. */
  CompletableFuture<Ending> running(SocketIoClientBuilder builder) {
    return running(build(builder).socket());
  }

  CompletableFuture<Ending> running(NamespaceSocket socket) {
    CompletableFuture<Void> connected = new CompletableFuture<>();
    Subscription subscription = socket.onConnect(() -> connected.complete(null));
    CompletableFuture<Ending> ending = run(socket);
    join(connected);
    subscription.close();
    return ending;
  }

  static <T> T join(CompletableFuture<T> future) {
    return future.copy().orTimeout(PATIENCE_SECONDS, SECONDS).join();
  }

  /** What a future fails with; fails itself if it does not. */
  static Throwable failure(CompletableFuture<?> future) {
    try {
      Object value = join(future);
      throw new AssertionError("expected a failure, came " + value);
    } catch (CompletionException failed) {
      return failed.getCause();
    }
  }

  @Override
  public void close() {
    clients.forEach(SocketIoClient::close);
    server.close();
  }
}
