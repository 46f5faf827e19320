package io.tenterhook.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
   * What packets travel by at present.
   *
   * @return empty when there is no connection
   */
  Optional<Transport> transport();

  /**
   * What the server has chosen of the {@linkplain SocketIoClientBuilder#subprotocols subprotocols}.
   *
   * @return empty when there is no WebSocket, or the server has chosen none
   */
  Optional<String> subprotocol();

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

  /**
   * Takes no more emits ({@link ClientClosedException}), waits until what was emitted is written
   * and until acks and retries have come to their end, and closes as {@link #close()} does.
   *
   * <pre>{@code
   * CloseReport left = client.close(ofSeconds(5));
   * }</pre>
   *
   * @param limit closes after this time even if something is left; zero does not wait
   * @return what was left
   * @throws IllegalStateException on one of the client's own threads, as in a handler: there use
   *     {@link #closeAsync(Duration)}
   */
  CloseReport close(Duration limit);

  /**
   * Like {@link #close(Duration)}, without blocking.
   *
   * @param limit closes after this time even if something is left
   * @return completes with what was left, when the client is closed; never fails
   */
  CompletableFuture<CloseReport> closeAsync(Duration limit);

  /**
   * Like {@link #closeAsync(Duration)}, but does not say goodbye: a server with connection state
   * recovery takes the connection for lost, and keeps what this client misses until the next one
   * comes with the {@linkplain SocketIoClientBuilder#resume states}.
   *
   * <pre>{@code
   * Map<String, RecoveryState> states = client.suspend(ofSeconds(5)).join();
   * states.forEach(builder::resume);                                 // in the next process
   * }</pre>
   *
   * @param limit suspends after this time even if something is left to be sent
   * @return completes when the client is closed and its handlers have returned from the last event,
   *     with the states of the namespaces that can be recovered; empty if the client was closed
   *     before. Never fails
   */
  CompletableFuture<Map<String, RecoveryState>> suspend(Duration limit);

  /**
   * Finds out whether the server is still there, sooner than its missing ping would tell. If no
   * answer comes in time the connection ends with {@link DisconnectReason#PING_TIMEOUT}, and the
   * {@link ReconnectPolicy} decides; but not while reading is paused because handlers are behind,
   * when no answer could be read.
   *
   * <pre>{@code
   * client.checkAlive(ofSeconds(1)).exceptionally(failure -> {
   *   log.warn("{}", failure);
   *   return null;
   * });
   * }</pre>
   *
   * @param limit for the answer to a WebSocket ping; more than zero
   * @return completes when an answer has come; fails with {@link SocketIoTimeoutException} when it
   *     has not, with {@link NotConnectedException} if no namespace is connected, and with {@link
   *     DisconnectedException} if the connection ends meanwhile
   */
  CompletableFuture<Void> checkAlive(Duration limit);

  /**
   * To be called when the machine has another network or has slept. While the client waits for its
   * next attempt, that is made at once; the delays after it go on growing. While it is connected,
   * it checks the connection as {@link #checkAlive} with a limit of five seconds does. Otherwise
   * nothing happens.
   */
  void networkChanged();
}
