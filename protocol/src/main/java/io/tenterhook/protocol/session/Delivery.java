package io.tenterhook.protocol.session;

/**
 * How an event wants to be delivered. One object serves many packets.
 *
 * <p>Where wishes collide the first of these decides: retries keep a packet until it is
 * acknowledged; buffering keeps it until it can be sent; otherwise it fails when it cannot be sent
 * now.
 *
 * <p>Packets of one namespace with retries are sent in the order of their emits, and so are those
 * without. Between the two there is no order: a packet with retries waits for the one before it to
 * be acknowledged, and others overtake it.
 *
 * @param droppable drop it rather than let it wait for a slow network ({@code volatile} in the JS
 *     client); not together with buffering or retries
 * @param buffered keep it while the namespace is not connected
 * @param retries how often it is sent again until it is acknowledged; needs an ack timeout
 * @param ackTimeoutNanos how long the ack is awaited: from the emit on, or with retries from each
 *     sending on; 0 if none is wanted
 */
public record Delivery(boolean droppable, boolean buffered, int retries, long ackTimeoutNanos) {
  /** Now or never, without an ack. */
  public static final Delivery PLAIN = new Delivery(false, false, 0, 0);

  /**
   * Refuses wishes that cannot come true together.
   *
   * @param droppable drop it rather than let it wait for a slow network; not together with
   *     buffering or retries
   * @param buffered keep it while the namespace is not connected
   * @param retries how often it is sent again until it is acknowledged; needs an ack timeout
   * @param ackTimeoutNanos how long the ack is awaited: from the emit on, or with retries from each
   *     sending on; 0 if none is wanted
   */
  public Delivery {
    if (droppable && (buffered || retries > 0)) {
      throw new IllegalArgumentException("what may be dropped is neither buffered nor retried");
    }
    if (retries < 0 || ackTimeoutNanos < 0) {
      throw new IllegalArgumentException(
          "retries and ackTimeoutNanos must not be negative, are %d and %d"
              .formatted(retries, ackTimeoutNanos));
    }
    if (retries > 0 && ackTimeoutNanos == 0) {
      throw new IllegalArgumentException(retries + " retries need an ack timeout");
    }
  }

  /**
   * Now or never, with an ack.
   *
   * @param timeoutNanos how long the ack is awaited, more than 0
   * @return such a delivery
   */
  public static Delivery acknowledged(long timeoutNanos) {
    if (timeoutNanos == 0) {
      throw new IllegalArgumentException("an ack needs a timeout above 0");
    }
    return new Delivery(false, false, 0, timeoutNanos);
  }
}
