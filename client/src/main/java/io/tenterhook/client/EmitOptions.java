package io.tenterhook.client;

import io.tenterhook.protocol.session.Delivery;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one event shall be delivered: an argument of the emit, never a flag of the socket.
 *
 * <pre>{@code
 * socket.emit(EmitOptions.droppable(), "cursor", 17, 4);         // better lost than late
 * socket.emit(EmitOptions.buffered(), "post", post);             // kept while offline
 * socket.emit(EmitOptions.retried(3).within(ofSeconds(5)), "pay", post)
 *     .whenComplete((done, failure) -> log.info("paid: {}", failure == null));
 * }</pre>
 *
 * <p>Retries keep the event until the server has acknowledged it, buffering until it can be sent;
 * otherwise it fails when it cannot be sent now. Immutable.
 */
public final class EmitOptions {
  private static final EmitOptions DEFAULTS = new EmitOptions(false, null, 0, null);

  private final boolean droppable;
  private final @Nullable Boolean buffered;
  private final int retries;
  private final @Nullable Duration ackTimeout;

  private EmitOptions(
      boolean droppable, @Nullable Boolean buffered, int retries, @Nullable Duration ackTimeout) {
    this.droppable = droppable;
    this.buffered = buffered;
    this.retries = retries;
    this.ackTimeout = ackTimeout;
  }

  /**
   * As the client was told: buffered if it has an offline buffer, else now or never.
   *
   * @return such options
   */
  public static EmitOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Dropped rather than late: when not connected, and when the network is busy ({@code volatile} in
   * the JS client).
   *
   * @return such options
   */
  public static EmitOptions droppable() {
    return new EmitOptions(true, false, 0, null);
  }

  /**
   * Kept while the namespace is not connected, within the limits of the client's {@link
   * OfflineBuffer}.
   *
   * @return such options
   */
  public static EmitOptions buffered() {
    return new EmitOptions(false, true, 0, null);
  }

  /**
   * Now or never, also if the client has an offline buffer.
   *
   * @return such options
   */
  public static EmitOptions unbuffered() {
    return new EmitOptions(false, false, 0, null);
  }

  /**
   * Sent until the server has acknowledged it: at least once, strictly in the order of the emits of
   * this kind, one at a time, and again after a lost connection. The server sees doubles: give the
   * payload an id of its own by which it can drop them.
   *
   * @param retries how often it is sent again, 1 or more
   * @return such options
   */
  public static EmitOptions retried(int retries) {
    return new EmitOptions(false, null, Settings.atLeast("retries", 1, retries), null);
  }

  /**
   * How long each ack is awaited, instead of the client's {@code ackTimeout}. Matters only where an
   * ack is asked for: calls and retries.
   *
   * @param limit more than zero
   * @return such options
   */
  public EmitOptions within(Duration limit) {
    return new EmitOptions(droppable, buffered, retries, Settings.positive("within", limit));
  }

  Duration ackTimeout(Settings settings) {
    return ackTimeout == null ? settings.ackTimeout() : ackTimeout;
  }

  boolean wantsAck() {
    return retries > 0;
  }

  /** What the session shall do. */
  Delivery delivery(Settings settings, boolean withAck) {
    boolean keep = buffered == null ? settings.bufferOffline() : buffered;
    long ackNanos = withAck || retries > 0 ? ackTimeout(settings).toNanos() : 0;
    Delivery wanted = new Delivery(droppable, keep && retries == 0, retries, ackNanos);
    // One for all sockets that have no other wishes.
    return wanted.equals(Delivery.PLAIN) ? Delivery.PLAIN : wanted;
  }
}
