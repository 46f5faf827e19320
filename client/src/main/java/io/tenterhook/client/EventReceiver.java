package io.tenterhook.client;

import java.time.Duration;
import java.util.Optional;

/**
 * Collects events until somebody takes them.
 *
 * <pre>{@code
 * try (EventReceiver trades = socket.receiver("trade")) {
 *   while (true) {
 *     Event trade = trades.receive();
 *     log.info("{}", trade.args());
 *   }
 * }
 * }</pre>
 *
 * <p>Safe for any number of threads; each event goes to one of them. It holds 64 KiB of events and
 * one more; then the namespace's events wait until half has been taken. It lives over reconnects,
 * until the namespace has ended: make a new one after the next {@link NamespaceSocket#connect()}.
 */
public interface EventReceiver extends AutoCloseable {

  /**
   * Waits for the next event.
   *
   * @return the event
   * @throws SocketIoException when all events are taken and the namespace has ended: why it ended,
   *     {@link ClientClosedException} after {@link NamespaceSocket#disconnect()}
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException if it would have to wait on one of the client's own threads, or
   *     is closed
   */
  Event receive() throws InterruptedException;

  /**
   * Waits for the next event, for a while.
   *
   * @param limit how long; zero not to wait at all
   * @return the event; empty if none came in time
   * @throws SocketIoException as for {@link #receive()}
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException as for {@link #receive()}
   */
  Optional<Event> receive(Duration limit) throws InterruptedException;

  /** Collects no more and forgets what nobody took. Who waits gets an exception. */
  @Override
  void close();
}
