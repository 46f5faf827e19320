package io.tenterhook.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One namespace on a client's connection: the place to listen and to emit.
 *
 * <pre>{@code
 * NamespaceSocket realtime = client.socket("/realtime");
 * realtime.on("message", Message.class, m -> log.info("{}: {}", m.author(), m.text()));
 * realtime.connect().join();
 * realtime.emit("post", new Post("hi"));
 * Receipt receipt =
 *     realtime.call("post", new Post("hi")).within(ofSeconds(5)).as(Receipt.class).join();
 * }</pre>
 *
 * <p>Safe for any thread. Handlers, futures and callbacks run on the handler executor, never on the
 * event loop; those of one namespace run one after another, in the order of what they report. A
 * handler therefore cannot wait for a future of its own namespace: {@code join()} and {@code get()}
 * throw {@link IllegalStateException} there.
 */
public interface NamespaceSocket extends EventRegistry {

  /**
   * The namespace's name.
   *
   * @return for example {@code /realtime}; {@code /} for the main namespace
   */
  String namespace();

  // ---- life

  /**
   * Connects the namespace; opens the client's connection if there is none. While the client is
   * reconnecting this joins the next attempt.
   *
   * @return completes when the server has accepted; fails with a {@link SocketIoException} when the
   *     {@link ReconnectPolicy} (or {@link #disconnect()}) has put an end to trying. The same
   *     future while connecting, a completed one when connected.
   */
  CompletableFuture<Void> connect();

  /**
   * Connects, and returns when the connection has ended and will not be tried again: for callers
   * who write their own loop. With {@link ReconnectPolicy#never()} that is at the first failure or
   * loss.
   *
   * <pre>{@code
   * while (true) {
   *   Ending ending = socket.runUntilClosed();
   *   if (ending.reason() == DisconnectReason.CLIENT_DISCONNECT) break;
   *   Thread.sleep(backoff.next().toMillis());
   * }
   * }</pre>
   *
   * @return how it ended
   * @throws InterruptedException if the calling thread is interrupted; the namespace is then
   *     disconnected
   * @throws IllegalStateException if called on one of the client's own threads
   */
  Ending runUntilClosed() throws InterruptedException;

  /**
   * Leaves the namespace, in whatever state it is: nothing more is asked of the server for it. The
   * connection closes with its last namespace.
   *
   * @return completes when the namespace has ended; never fails
   */
  CompletableFuture<Void> disconnect();

  /**
   * Whether events can be emitted now.
   *
   * @return true between the server's acceptance and the end of the connection
   */
  boolean isConnected();

  /**
   * Whether the namespace is connected or will be tried again.
   *
   * @return true from {@link #connect()} until it has ended
   */
  boolean isActive();

  /**
   * The id the server gave this socket.
   *
   * @return the sid of the present connection; empty when not connected
   */
  Optional<String> sid();

  /**
   * Whether the present connection goes on with the session of the one before: the server has
   * delivered what was missed.
   *
   * @return false if it is a new session, or not connected
   */
  boolean isRecovered();

  /**
   * What a later client needs to go on where this one is, should this one be lost. A namespace that
   * is left, or a client that is closed, cannot be recovered: the server forgets those who say
   * goodbye.
   *
   * @return completes with the present state; empty if the server does not recover
   */
  CompletableFuture<Optional<RecoveryState>> recoveryState();

  /**
   * Runs a callback after each successful CONNECT, the first and every reconnect, before events
   * that come later.
   *
   * @param callback what to run
   * @return to take it away again
   */
  Subscription onConnect(Runnable callback);

  /**
   * Runs a callback when a connected namespace has lost its connection.
   *
   * @param callback what to run
   * @return to take it away again
   */
  Subscription onDisconnect(DisconnectHandler callback);

  // ---- listening: see also EventRegistry

  /**
   * Events as a stream, for reactive libraries. Each subscriber gets the events that come from then
   * on, as many as it requests. While a subscriber that wants an event has no demand, the event and
   * those behind it wait, for all handlers of this namespace; then the {@link InboundOverflow}
   * applies. Acks do not wait. A reconnect does not end the stream; when the namespace has ended it
   * completes after {@link #disconnect()}, and fails with the {@link SocketIoException} otherwise.
   *
   * <pre>{@code
   * Flow.Publisher<Event> trades = socket.events("trade");
   * }</pre>
   *
   * @param names the events' names; none for all events
   * @return to subscribe to, any number of times
   * @throws IllegalArgumentException if a name is reserved by the protocol, or given twice
   */
  Flow.Publisher<Event> events(String... names);

  /**
   * Events to be taken one by one by threads of your own, virtual ones too. It collects from now
   * on; when it is full the events behind wait, as for {@link #events}.
   *
   * @param names the events' names; none for all events
   * @return to be closed
   * @throws IllegalArgumentException if a name is reserved by the protocol, or given twice
   */
  EventReceiver receiver(String... names);

  /**
   * The same namespace for code that blocks.
   *
   * @return the view, the same at each call; it collects all events from the first call on
   */
  BlockingSocket blocking();

  // ---- emitting

  /**
   * Sends an event. Arguments become JSON on the calling thread; then they are on their way. What
   * is lost on the way, or dropped from the offline buffer, goes to {@link
   * ClientObserver#onDropped}.
   *
   * @param event the event's name
   * @param arguments strings, numbers, booleans, null, {@link RawJson}, and whatever the JSON
   *     binding can write, with {@code byte[]} and {@code ByteBuffer} anywhere inside
   * @throws IllegalArgumentException if the name is reserved, or an argument cannot be JSON
   * @throws NotConnectedException if the namespace is not connected and the client has no offline
   *     buffer: nothing was sent
   * @throws PayloadTooLargeException if the server would not take it: nothing was sent
   * @throws OverflowException if too much waits to be sent already: nothing was sent
   */
  void emit(String event, @Nullable Object... arguments);

  /**
   * Sends an event as the options say, and tells its fate.
   *
   * @param options how it shall be delivered
   * @param event the event's name
   * @param arguments as for {@link #emit(String, Object...)}
   * @return completes when the operating system has taken it or, if it is retried, when the server
   *     has acknowledged it. Fails with a {@link SocketIoException} whose {@link
   *     SocketIoException#maybeSent()} tells whether the server may have it.
   * @throws IllegalArgumentException if the name is reserved, or an argument cannot be JSON
   */
  CompletableFuture<Void> emit(EmitOptions options, String event, @Nullable Object... arguments);

  /**
   * Prepares an event that asks for an ack. It is sent by the last step: {@link Call#as}, {@link
   * Call#args()}.
   *
   * @param event the event's name
   * @param arguments as for {@link #emit(String, Object...)}
   * @return to say how long to wait and what to make of the answer
   * @throws IllegalArgumentException if the name is reserved, or an argument cannot be JSON
   */
  Call call(String event, @Nullable Object... arguments);

  /**
   * Prepares an event that asks for an ack, to be delivered as the options say.
   *
   * @param options how it shall be delivered
   * @param event the event's name
   * @param arguments as for {@link #emit(String, Object...)}
   * @return to say what to make of the answer
   * @throws IllegalArgumentException if the name is reserved, or an argument cannot be JSON
   */
  Call call(EmitOptions options, String event, @Nullable Object... arguments);

  /**
   * Sees every emit and call of this namespace, on the calling thread, after its arguments have
   * become JSON and before it is sent, buffered or refused. It cannot change them. What it throws
   * goes to {@link ClientObserver#onHandlerError} and stops nothing.
   *
   * @param handler runs for each; not for acks
   * @return to take it away again
   */
  Subscription onAnyOutgoing(EmitHandler handler);

  /**
   * What waits to be sent: buffered and retried emits.
   *
   * @return a moment's view
   */
  OfflineBuffer.Level buffered();

  /** Empties the offline buffer: its emits are told that they were never sent. Retries go on. */
  void discardBuffered();

  /**
   * Whether an emit would go out without much waiting.
   *
   * @return false while not connected, or while more than half of {@code maxOutboundQueueBytes}
   *     wait
   */
  boolean isWritable();

  /**
   * For emitters who would rather wait than be refused.
   *
   * @return completes when no more than half of {@code maxOutboundQueueBytes} wait; at once if that
   *     is so now
   */
  CompletableFuture<Void> whenWritable();

  /** Hears of a lost connection. */
  @FunctionalInterface
  interface DisconnectHandler {
    /**
     * The connection is gone.
     *
     * @param ending why
     * @param willReconnect whether it will be tried again
     */
    void disconnected(Ending ending, boolean willReconnect);
  }

  /** Sees what is emitted. */
  @FunctionalInterface
  interface EmitHandler {
    /**
     * An event is about to be sent.
     *
     * @param event its name
     * @param arguments as they were given; unmodifiable
     * @throws Exception goes to {@link ClientObserver#onHandlerError}
     */
    void emitted(String event, List<@Nullable Object> arguments) throws Exception;
  }
}
