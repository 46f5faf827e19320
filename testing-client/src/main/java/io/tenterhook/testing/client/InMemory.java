package io.tenterhook.testing.client;

import io.tenterhook.client.Resources;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.Transport;
import io.tenterhook.testing.SocketIoServer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Connects clients to servers in memory. They share a thread and a clock, {@link
 * SocketIoServer#time}: heartbeats, ack timeouts and pauses between attempts happen when the test
 * moves it.
 *
 * <pre>{@code
 * try (SocketIoServer server = SocketIoServer.inMemory();
 *     SocketIoClient client = InMemory.client(server).build()) {
 *   NamespaceSocket socket = client.socket("/");
 *   socket.connect().join();
 *   CompletableFuture<Arguments> answer = socket.call("ask").within(ofSeconds(5)).args();
 *   server.time().advance(ofSeconds(5));   // takes no time, and the answer has failed
 * }
 * }</pre>
 */
public final class InMemory {
  private InMemory() {}

  /**
   * Prepares a client of a server: its URL, its resources, and WebSocket as the only transport.
   *
   * @param server made by {@link SocketIoServer#inMemory}
   * @return a builder for whatever else the test wants
   * @throws IllegalStateException if the server has a port
   */
  public static SocketIoClientBuilder client(SocketIoServer server) {
    return SocketIoClient.builder(server.uri().toString())
        .transports(Transport.WEBSOCKET)
        .resources(resources(server));
  }

  /**
   * Makes resources for clients of these servers, which are found by the host of their {@link
   * SocketIoServer#uri}. Handlers and callbacks run on threads of the clock, which waits for them.
   *
   * @param server made by {@link SocketIoServer#inMemory}
   * @param others with the same clock: see {@link
   *     io.tenterhook.testing.SocketIoServerBuilder#inMemory(io.tenterhook.testing.VirtualTime)}
   * @return need not be closed: the threads are the clock's, and end with it
   * @throws IllegalStateException if a server has a port
   * @throws IllegalArgumentException if a server has another clock
   */
  public static Resources resources(SocketIoServer server, SocketIoServer... others) {
    List<SocketIoServer> servers = Stream.concat(Stream.of(server), Stream.of(others)).toList();
    for (SocketIoServer each : servers) {
      if (each.time() != server.time()) {
        throw new IllegalArgumentException(
            each + " and " + server + " have not the same clock: give both one VirtualTime");
      }
    }
    return Resources.create(
        "memory", new MemoryLoops(server.time().loop(), servers), server.time().loop().workers());
  }
}
