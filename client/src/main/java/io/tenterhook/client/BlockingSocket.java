package io.tenterhook.client;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A namespace for code that does one thing after another: each method returns when it is done, or
 * throws.
 *
 * <pre>{@code
 * BlockingSocket blocking = client.socket("/realtime").blocking();
 * blocking.connect();
 * Receipt receipt = blocking.call(Receipt.class, "post", new Post("hi"));
 * Optional<Event> next = blocking.receive(ofSeconds(5));
 * blocking.disconnect();
 * }</pre>
 *
 * <p>A view: handlers, futures and other views of the same namespace go on. It collects all events;
 * as long as nobody has ever received one, the last 64 KiB of them (the first loss is told to
 * {@link ClientObserver#onDropped}). Safe for any thread, virtual ones too, but for those of the
 * client's own: there every method throws {@link IllegalStateException}. An interrupted wait undoes
 * nothing.
 */
public final class BlockingSocket {
  private final ClientSocket socket;
  private volatile EventQueue events;

  BlockingSocket(ClientSocket socket) {
    this.socket = socket;
    this.events = collect(socket);
  }

  private static EventQueue collect(ClientSocket socket) {
    EventQueue queue = new EventQueue(socket, Set.of(), true);
    socket.tap(queue);
    return queue;
  }

  /**
   * Connects, as {@link NamespaceSocket#connect()}. Events of an earlier life that nobody received
   * are forgotten.
   *
   * @throws SocketIoException if the {@link ReconnectPolicy} gives up
   * @throws InterruptedException if the calling thread is interrupted; connecting goes on
   */
  public void connect() throws InterruptedException {
    socket.checkMayBlock("connect");
    if (events.hasEnded()) {
      events = collect(socket);
    }
    await(socket.connect());
  }

  /**
   * Sends an event: waits until there is room, and until the operating system has it.
   *
   * @param event the event's name
   * @param arguments as for {@link NamespaceSocket#emit(String, Object...)}
   * @throws SocketIoException if it was not sent, or only {@linkplain SocketIoException#maybeSent()
   *     maybe}
   * @throws InterruptedException if the calling thread is interrupted; the event may be sent
   * @throws IllegalArgumentException if the name is reserved, or an argument cannot be JSON
   */
  public void emit(String event, @Nullable Object... arguments) throws InterruptedException {
    socket.checkMayBlock("emit");
    await(socket.whenWritable());
    await(socket.emit(EmitOptions.defaults(), event, arguments));
  }

  /**
   * Sends an event and waits for its ack, at most for the client's {@code ackTimeout}.
   *
   * @param event the event's name
   * @param arguments as for {@link NamespaceSocket#emit(String, Object...)}
   * @return the ack's arguments
   * @throws SocketIoException if there is no ack
   * @throws InterruptedException if the calling thread is interrupted; the event may be sent
   * @throws IllegalArgumentException if the name is reserved, or an argument cannot be JSON
   */
  public Arguments call(String event, @Nullable Object... arguments) throws InterruptedException {
    socket.checkMayBlock("call");
    await(socket.whenWritable());
    return await(socket.call(event, arguments).args());
  }

  /**
   * Sends an event and waits for its ack.
   *
   * @param type what to make of the ack's first argument
   * @param event the event's name
   * @param arguments as for {@link NamespaceSocket#emit(String, Object...)}
   * @param <T> the type
   * @return the ack's first argument
   * @throws SocketIoException if there is no ack, or it does not fit
   * @throws InterruptedException if the calling thread is interrupted; the event may be sent
   * @throws IllegalArgumentException if the name is reserved, or an argument cannot be JSON
   */
  public <T> T call(Class<T> type, String event, @Nullable Object... arguments)
      throws InterruptedException {
    return call(event, arguments).get(0, type);
  }

  /**
   * Waits for the next event, for a while.
   *
   * @param limit how long; zero not to wait at all
   * @return the event; empty if none came in time
   * @throws SocketIoException when all events are taken and the namespace has ended
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Optional<Event> receive(Duration limit) throws InterruptedException {
    socket.checkMayBlock("receive");
    return events.receive(limit);
  }

  /**
   * Leaves the namespace.
   *
   * @throws InterruptedException if the calling thread is interrupted; it is left nevertheless
   */
  public void disconnect() throws InterruptedException {
    socket.checkMayBlock("disconnect");
    await(socket.disconnect());
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  @Override
  public String toString() {
    return "BlockingSocket[" + socket.namespace() + "]";
  }
}
