package io.tenterhook.client;

import java.util.concurrent.CompletableFuture;

/**
 * A connection to one Socket.IO server, with any number of namespaces on it.
 *
 * <pre>{@code
 * try (SocketIoClient client = SocketIoClient.builder("https://fabric.example")
 *     .auth(() -> Map.of("token", vault.freshToken()))
 *     .reconnect(ReconnectPolicy.exponential(ofSeconds(1), ofSeconds(60)))
 *     .build()) {
 *   NamespaceSocket socket = client.socket("/");
 *   socket.on("news", event -> log.info("{}", event.args()));
 *   socket.connect().join();
 *   socket.emit("hello", "world");
 * }
 * }</pre>
 *
 * <p>Safe for any thread. Many clients share the event loop and the handler threads of their {@link
 * Resources}. The event loop's thread is not a daemon: a client that is not closed keeps the JVM
 * alive.
 */
public interface SocketIoClient extends AutoCloseable {

  /**
   * Starts to describe a client. Nothing is connected before {@link NamespaceSocket#connect()}.
   *
   * @param url {@code http}, {@code https}, {@code ws} or {@code wss}, host and perhaps port and
   *     query; no path (a namespace goes to {@link #socket}, an HTTP path to {@link
   *     SocketIoClientBuilder#path})
   * @return the builder
   * @throws IllegalArgumentException if the URL cannot be used; says why and what to do
   */
  static SocketIoClientBuilder builder(String url) {
    return new SocketIoClientBuilder(url);
  }

  /**
   * One namespace of the server; the same object for the same name.
   *
   * @param namespace for example {@code /realtime}; {@code /} is the main one
   * @return the socket, not connected yet
   * @throws IllegalArgumentException if the name cannot be one
   */
  NamespaceSocket socket(String namespace);

  /**
   * The main namespace.
   *
   * @return {@code socket("/")}
   */
  default NamespaceSocket socket() {
    return socket("/");
  }

  /**
   * Disconnects every namespace and gives back everything the client holds. Waits until that is
   * done, for at most five seconds; does not wait on one of the client's own threads. Harmless when
   * repeated.
   */
  @Override
  void close();

  /**
   * Like {@link #close()}, without waiting.
   *
   * @return completes when the connection is closed and, if this was the last client of the shared
   *     resources, their threads have ended; never fails
   */
  CompletableFuture<Void> closeAsync();
}
