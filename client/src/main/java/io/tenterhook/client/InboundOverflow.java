package io.tenterhook.client;

/**
 * What happens when more than {@code maxInboundQueueBytes} of events wait for the handlers of a
 * namespace.
 *
 * <pre>{@code
 * builder.limits(Limits.defaults().maxInboundQueueBytes(2 << 20)).inboundOverflow(InboundOverflow.DROP_OLDEST);
 * }</pre>
 *
 * <p>Only plain events are ever dropped: acks, events that ask for an ack, and what is told of the
 * connection's life are kept. Should these alone be too many, the client stops reading whatever the
 * policy. A dropped event is a received one to connection state recovery: it does not come again.
 */
public enum InboundOverflow {
  /**
   * The client stops reading until half has been handled: TCP slows the server down, and nothing is
   * lost. Pings are not read either: a server that waits longer than its pingTimeout for a pong
   * drops the connection.
   */
  PAUSE_READING,
  /**
   * What has waited longest is dropped, up to sixteen events at a time; what the handlers have
   * taken up is not. For handlers who want the latest. Pings are answered whatever handlers do.
   */
  DROP_OLDEST,
  /** What does not fit is dropped. Pings are answered whatever handlers do. */
  DROP_NEWEST,
  /**
   * The connection ends with {@link DisconnectReason#OVERFLOW}; the {@link ReconnectPolicy} decides
   * what then. Everything that came is handled. The next connection is not read before half of it
   * has been.
   */
  DISCONNECT
}
