package io.tenterhook.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees what a client does. Override what you care about; everything else does nothing, but for
 * {@link #onHandlerError}, which logs.
 *
 * <pre>{@code
 * builder.observer(new ClientObserver() {
 *   @Override
 *   public void onUnhandledEvent(Event event) {
 *     unknownEvents.increment();
 *   }
 * });
 * }</pre>
 *
 * <p>Called on the handler executor, one call after another for the same namespace, but perhaps at
 * the same time for different ones: be safe for threads. What an observer throws is logged and
 * harms nothing.
 */
public interface ClientObserver {

  /**
   * An attempt to connect starts.
   *
   * @param attempt 0 for the first; n for the n-th after a failure or a loss
   */
  default void onAttempt(int attempt) {}

  /**
   * An attempt to connect is over: the server has accepted the first namespace, or it has failed.
   *
   * @param attempt its number, as in {@link #onAttempt}
   * @param duration how long it took
   * @param failure why it failed; null if it succeeded
   */
  default void onAttemptEnded(int attempt, Duration duration, @Nullable Ending failure) {}

  /**
   * The transport is open and the server has said by which rules (Engine.IO v4, "Handshake"). The
   * session's id is left out: whoever knows it can speak for the client.
   *
   * @param pingInterval how often the server pings
   * @param pingTimeout how long it is waited for a late ping
   * @param maxPayloadBytes the largest message that the server takes; 0 if it has not said
   */
  default void onHandshake(Duration pingInterval, Duration pingTimeout, long maxPayloadBytes) {}

  /**
   * An attempt goes to this server: of several, and after the {@link EndpointSupplier} has said so.
   *
   * @param attempt as in {@link #onAttempt}
   * @param hostAndPort for example {@code fabric.example:443}
   */
  default void onEndpoint(int attempt, String hostAndPort) {}

  /**
   * A server has sent the attempt elsewhere, and it goes there. Paths and queries are left out:
   * they may hold secrets.
   *
   * @param from the origin that has answered, for example {@code http://fabric.example:80}
   * @param to the origin that is asked next; perhaps the same
   */
  default void onRedirect(String from, String to) {}

  /**
   * The server has accepted a namespace.
   *
   * @param namespace its name
   * @param sid the id the server gave it
   * @param recovered whether the server went on with the earlier session: missed events have been
   *     delivered
   */
  default void onConnected(String namespace, String sid, boolean recovered) {}

  /**
   * A connected namespace has lost its connection.
   *
   * @param namespace its name
   * @param ending why
   * @param willReconnect whether it will be tried again
   */
  default void onDisconnected(String namespace, Ending ending, boolean willReconnect) {}

  /**
   * An attempt to connect has failed, or a connection was lost, and the next attempt waits.
   *
   * @param attempt the number of the attempt to come
   * @param delay when, from now
   * @param ending what failed or was lost
   */
  default void onRetry(int attempt, Duration delay, Ending ending) {}

  /**
   * A connection to the server is open, or has been upgraded: packets go by this transport now.
   *
   * @param transport which one
   * @param upgraded whether the connection went by another one before
   */
  default void onTransport(Transport transport, boolean upgraded) {}

  /**
   * The upgrade to WebSocket has failed; the connection goes on by long-polling.
   *
   * @param why one clause
   */
  default void onUpgradeFailed(String why) {}

  /**
   * A namespace has ended for good: only {@link NamespaceSocket#connect()} brings it back.
   *
   * @param namespace its name
   * @param ending why
   */
  default void onEnded(String namespace, Ending ending) {}

  /**
   * An event came that nobody handles.
   *
   * @param event what came
   */
  default void onUnhandledEvent(Event event) {}

  /**
   * Something from the server, or for it, was harmlessly left undelivered.
   *
   * @param namespace where it belongs
   * @param what one sentence: a late ack, a packet for a namespace that was left, an answer whose
   *     connection is gone; or how many events did not fit into the inbound queue since the last
   *     time
   */
  default void onDropped(String namespace, String what) {}

  /**
   * A handler, a callback or a policy of the user threw. Logged by default.
   *
   * @param where what was being done, for example {@code event "trade" on /feed}
   * @param error what was thrown
   */
  default void onHandlerError(String where, Throwable error) {
    Logger logger = System.getLogger("io.tenterhook.client");
    logger.log(Level.WARNING, "a handler failed: " + where, error);
  }

  /**
   * Whether {@link #onPacket} shall be called at all.
   *
   * @return false unless overridden; asked once, when the client is built
   */
  default boolean observesPackets() {
    return false;
  }

  /**
   * An event or an ack has come or was written. Packets are left out while the observer cannot keep
   * up.
   *
   * @param outgoing ours, else the server's
   * @param namespace where it belongs
   * @param event the event's name; null for an ack
   * @param bytes its size, attachments included
   */
  default void onPacket(boolean outgoing, String namespace, @Nullable String event, long bytes) {}

  /**
   * A handler or a callback has been running for longer than {@code slowHandlerAfter}, and still
   * runs. Told once for each event, on a thread that handlers cannot block. Logged by default.
   *
   * @param where what is being done, for example {@code event "trade" on /feed}
   * @param running for how long at least
   * @param stack where its thread is at this moment, innermost call first
   */
  default void onSlowHandler(String where, Duration running, List<StackTraceElement> stack) {
    Logger logger = System.getLogger("io.tenterhook.client");
    Throwable here = new Throwable("where it is");
    here.setStackTrace(stack.toArray(new StackTraceElement[0]));
    logger.log(Level.WARNING, "a slow handler: " + where + ", for " + running, here);
  }

  /**
   * Whether {@link #onFrame} shall be called at all: it costs a copy of every frame.
   *
   * @return false unless overridden; asked once, when the client is built
   */
  default boolean observesFrames() {
    return false;
  }

  /**
   * One Engine.IO frame on the wire, for a trace. Frames are left out while the observer cannot
   * keep up.
   *
   * @param outgoing ours, else the server's
   * @param text the frame, auth payloads masked, at most 1,000 characters; binary frames as their
   *     size
   */
  default void onFrame(boolean outgoing, String text) {}

  /**
   * Several observers as one. Each hears everything, whatever the others throw; each that does not
   * override {@link #onHandlerError} logs.
   *
   * @param observers told in this order
   * @return the one to give to the builder
   */
  static ClientObserver all(ClientObserver... observers) {
    return new AllObservers(List.of(observers));
  }
}
