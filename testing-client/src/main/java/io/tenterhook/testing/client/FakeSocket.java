package io.tenterhook.testing.client;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.VirtualTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A double of the client, for unit tests of code that is given a {@link NamespaceSocket}. The
 * socket is a real one, on a server in memory: acks, timeouts, reconnects and errors are those of
 * the real thing, and the test plays the server.
 *
 * <pre>{@code
 * try (FakeSocket fake = FakeSocket.connected("/chat")) {
 *   fake.socket().on("message", event -> fake.socket().emit("post", "hi"));   // the code under test
 *
 *   fake.receive("message", "{\"text\":\"hello\"}");
 *   List<ReceivedEvent> posts = fake.emitted("post");      // one, with the argument "hi"
 *   fake.disconnect();
 *   fake.time().advance(ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>All methods return when everything that they caused is done, handlers included. Arguments are
 * JSON texts. To be used by the test's thread.
 */
public final class FakeSocket implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final SocketIoServer server;
  private final SocketIoClient client;
  private final NamespaceSocket socket;

  private FakeSocket(String namespace, UnaryOperator<SocketIoClientBuilder> settings) {
    server = SocketIoServer.inMemory();
    try {
      server.namespace(namespace);
      client = settings.apply(InMemory.client(server)).build();
      socket = client.socket(namespace);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /**
   * Makes a socket that is connected.
   *
   * @param namespace for instance {@code "/chat"}
   * @return the double
   */
  public static FakeSocket connected(String namespace) {
    return connected(namespace, settings -> settings);
  }

  /**
   * Makes a socket that is connected, of a client with settings of its own.
   *
   * @param namespace for instance {@code "/chat"}
   * @param settings for instance {@code builder -> builder.ackTimeout(ofSeconds(2))}
   * @return the double
   */
  public static FakeSocket connected(
      String namespace, UnaryOperator<SocketIoClientBuilder> settings) {
    FakeSocket fake = disconnected(namespace, settings);
    try {
      fake.socket.connect().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      fake.time().settle();
      return fake;
    } catch (RuntimeException | Error e) {
      fake.close();
      throw e;
    }
  }

  /**
   * Makes a socket that is not connected yet, for code that does so itself.
   *
   * @param namespace for instance {@code "/chat"}
   * @return the double
   */
  public static FakeSocket disconnected(String namespace) {
    return disconnected(namespace, settings -> settings);
  }

  /**
   * Makes a socket that is not connected yet, of a client with settings of its own.
   *
   * @param namespace for instance {@code "/chat"}
   * @param settings for instance {@code builder -> builder.reconnect(ReconnectPolicy.never())}
   * @return the double
   */
  public static FakeSocket disconnected(
      String namespace, UnaryOperator<SocketIoClientBuilder> settings) {
    return new FakeSocket(namespace, settings);
  }

  /**
   * What the code under test is given.
   *
   * @return the socket
   */
  public NamespaceSocket socket() {
    return socket;
  }

  /**
   * The client of the socket.
   *
   * @return the client
   */
  public SocketIoClient client() {
    return client;
  }

  /**
   * The server, for all that this class has no word for: faults, refusals, other namespaces.
   *
   * @return the server
   */
  public SocketIoServer server() {
    return server;
  }

  /**
   * The clock.
   *
   * @return stands still until it is moved
   */
  public VirtualTime time() {
    return server.time();
  }

  /**
   * The server's end of the socket.
   *
   * @return the peer that joined last
   * @throws AssertionError if the socket is not connected
   */
  public ServerSocketPeer peer() {
    time().settle();
    List<ServerSocketPeer> peers = server.namespace(socket.namespace()).peers();
    if (peers.isEmpty()) {
      throw new AssertionError(
          socket.namespace() + " is not connected; the journal:\n" + server.journal());
    }
    return peers.get(peers.size() - 1);
  }

  /**
   * Lets the socket receive an event.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   * @throws AssertionError if the socket is not connected
   */
  public void receive(String event, String... jsonArgs) {
    peer().emit(event, jsonArgs);
    time().settle();
  }

  /**
   * The events of a name that the socket has emitted.
   *
   * @param event the name
   * @return all since the beginning, oldest first
   */
  public List<ReceivedEvent> emitted(String event) {
    time().settle();
    return server.events().stream()
        .filter(each -> each.name().equals(event))
        .filter(each -> each.peer().namespace().name().equals(socket.namespace()))
        .toList();
  }

  /**
   * Answers the oldest event of a name that waits for an answer. To answer all that will come, see
   * {@code server().namespace(…).on(…)}.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   * @throws AssertionError if none waits
   */
  public void answer(String event, String... jsonArgs) {
    ReceivedEvent waiting =
        emitted(event).stream()
            .filter(each -> each.wantsAck() && !each.isAnswered())
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "no \"" + event + "\" waits for an answer; emitted: " + server.events()));
    waiting.ack(jsonArgs);
    time().settle();
  }

  /**
   * The server sends the socket away, by DISCONNECT.
   *
   * @throws AssertionError if the socket is not connected
   */
  public void disconnect() {
    peer().disconnect(false);
    time().settle();
  }

  /**
   * The network fails: the connection is reset.
   *
   * @throws AssertionError if the socket is not connected
   */
  public void cut() {
    peer().connection().cut();
    time().settle();
  }

  /** Closes client and server. */
  @Override
  public void close() {
    client.close();
    server.close();
  }
}
