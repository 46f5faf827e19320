package io.tenterhook.protocol.session;

import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import io.tenterhook.protocol.socketio.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * The whole life of a Socket.IO client: namespaces, one connection at a time, and the pauses
 * between connections. Pure: it has no clock, thread or socket, and does what it does only inside
 * its methods.
 *
 * <pre>{@code
 * session.open(Namespace.ROOT, now);     // output: openTransport(0)
 * session.transportOpened();
 * session.text(bytes("0{\"sid\":…}"), now);  // output: requestAuth(/, 1)
 * session.authenticated(Namespace.ROOT, 1, json, now);  // output: transmit 40{…}
 * session.text(bytes("40{\"sid\":…}"), now); // output: connected(/, sid)
 * }</pre>
 *
 * <p>{@code now} counts nanoseconds from an origin of the caller's choice; it is never negative and
 * never goes back. When {@link #nextDeadline} has come the caller calls {@link #deadline}. One
 * thread; the {@link SessionOutput} must not call back in.
 *
 * <p>Sources: Engine.IO v4 and Socket.IO v5; where they are silent, the reference server.
 */
public final class ClientSession {
  private final SessionOutput output;
  private final Deadlines deadlines = new Deadlines();
  private final Connections connections;
  private final Namespaces namespaces;

  private boolean closed;

  /**
   * A session with no namespace and no connection.
   *
   * @param config limits and times
   * @param output hears what to do
   */
  public ClientSession(SessionConfig config, SessionOutput output) {
    this.output = output;
    this.connections = new Connections(config, deadlines, output);
    this.namespaces = connections.namespaces();
  }

  // ---- what the user wants

  /**
   * The user wants a namespace connected. Harmless if it is on its way already. Starts the
   * connection if there is none, or waits for the next attempt.
   *
   * @param name which one
   * @param now the present moment
   */
  public void open(Namespace name, long now) {
    if (closed) {
      output.ended(name, new SessionEnd.ClientClosed());
      return;
    }
    NamespaceMachine namespace = namespaces.of(name, now);
    if (namespace.open(now)) {
      connections.attempt(namespace, now);
    }
  }

  /**
   * The user leaves a namespace. The connection is closed when nobody uses it any more.
   *
   * @param name which one
   * @param now the present moment
   */
  public void leave(Namespace name, long now) {
    NamespaceMachine namespace = namespaces.find(name);
    if (namespace != null && namespace.wanted()) {
      namespace.leave(new SessionEnd.ClientDisconnected(), now);
      connections.closeIfUnused(new SessionEnd.Unused(), now);
    }
  }

  /**
   * The user emits an event. Its fate is output, at once or later, unless it was sent and wants no
   * ack. What may be buffered is kept also before {@link #open}.
   *
   * @param packet given away
   * @param now the present moment
   */
  public void emit(OutboundPacket packet, long now) {
    if (closed) {
      output.failed(packet, EmitFailure.NOT_CONNECTED, new SessionEnd.ClientClosed());
    } else {
      namespaces.of(packet.namespace(), now).outbox.emit(packet, now);
    }
  }

  /**
   * The user does not want to send what is buffered. Retries go on.
   *
   * @param name of which namespace
   */
  public void discardBuffered(Namespace name) {
    NamespaceMachine namespace = namespaces.find(name);
    if (namespace != null) {
      namespace.outbox.discard();
    }
  }

  /**
   * Takes over what an earlier session, perhaps of an earlier process, left of a namespace.
   *
   * @param name which one
   * @param earlier from {@link #recoveryState}
   * @param now the present moment
   * @return false if that came too late, and changed nothing: CONNECT has been sent, or the session
   *     is closed
   */
  public boolean resume(Namespace name, RecoveryState earlier, long now) {
    return !closed && namespaces.of(name, now).resume(earlier);
  }

  /**
   * What a later session needs to go on where this one is.
   *
   * @param name which namespace
   * @return null if the server cannot recover it
   */
  public @Nullable RecoveryState recoveryState(Namespace name) {
    NamespaceMachine namespace = namespaces.find(name);
    return namespace == null ? null : namespace.recovery.state();
  }

  /**
   * The user answers a server's ack request of the present connection.
   *
   * @param packet its payload is the array of the answer's arguments
   * @param ackId from the server's event
   */
  public void acknowledge(OutboundPacket packet, long ackId) {
    NamespaceMachine namespace = namespaces.find(packet.namespace());
    if (namespace == null) {
      output.failed(packet, EmitFailure.NOT_CONNECTED, null);
    } else {
      namespace.outbox.acknowledge(packet, ackId);
    }
  }

  /**
   * The user is done with everything. Each wanted namespace ends; the connection is closed.
   *
   * @param now the present moment
   */
  public void close(long now) {
    closed = true;
    SessionEnd end = new SessionEnd.ClientClosed();
    for (NamespaceMachine namespace : namespaces.all()) {
      if (namespace.wanted()) {
        namespace.leave(end, now);
      } else {
        namespace.forget(end);
      }
    }
    connections.closeIfUnused(end, now);
  }

  /**
   * Like {@link #close}, but not a word to the server: it takes the connection for lost, and keeps
   * what it needs to recover its sockets. {@link #recoveryState} stays.
   *
   * @param now the present moment
   */
  public void suspend(long now) {
    closed = true;
    SessionEnd end = new SessionEnd.ClientClosed();
    for (NamespaceMachine namespace : namespaces.all()) {
      namespace.suspend(end);
    }
    connections.closeIfUnused(end, now);
  }

  /**
   * The pause before the next attempt to connect shall be over now. What failed so far still
   * counts. Harmless when there is none.
   *
   * @param now the present moment
   */
  public void hurry(long now) {
    connections.hurry(now);
  }

  /**
   * How many acks are awaited, but for those of packets with retries, which are still buffered.
   *
   * @return in all namespaces
   */
  public int pendingAcks() {
    int count = 0;
    for (NamespaceMachine namespace : namespaces.all()) {
      count += namespace.outbox.pendingAcks();
    }
    return count;
  }

  // ---- what the transport says

  /** The transport asked for by {@link SessionOutput#openTransport} is open. */
  public void transportOpened() {
    connections.transportOpened();
  }

  /**
   * The transport could not be opened, or is gone.
   *
   * @param detail comes back in {@link SessionEnd.TransportLost}
   * @param now the present moment
   */
  public void transportLost(Object detail, long now) {
    connections.ended(new SessionEnd.TransportLost(detail), now);
  }

  /**
   * A whole text message came.
   *
   * @param message given away
   * @param now the present moment
   */
  public void text(byte[] message, long now) {
    connections.received(message, false, now);
  }

  /**
   * A whole binary message came.
   *
   * @param message given away
   * @param now the present moment
   */
  public void binary(byte[] message, long now) {
    connections.received(message, true, now);
  }

  /**
   * Whether the transport takes more at once; packets that may be dropped are, when it does not.
   *
   * @param isWritable true for a new transport
   */
  public void writable(boolean isWritable) {
    connections.writable(isWritable);
  }

  /**
   * The caller stops reading the present transport for a while: the server's pings cannot be heard.
   * The next transport starts unpaused.
   */
  public void readingPaused() {
    connections.pauseReading();
  }

  /**
   * The caller reads again.
   *
   * @param now the present moment
   */
  public void readingResumed(long now) {
    connections.resumeReading(now);
  }

  // ---- answers to the session's questions

  /**
   * The credentials for one CONNECT.
   *
   * @param name whose
   * @param ticket from {@link SessionOutput#requestAuth}
   * @param auth a JSON object in UTF-8, or null for none
   * @param now the present moment
   */
  public void authenticated(Namespace name, int ticket, byte @Nullable [] auth, long now) {
    NamespaceMachine namespace = namespaces.find(name);
    if (namespace != null && namespace.awaitsAuth(ticket)) {
      namespace.authenticated(auth);
    }
  }

  /**
   * The credentials for one CONNECT could not be had: this attempt fails, the next one asks again.
   *
   * @param name whose
   * @param ticket from {@link SessionOutput#requestAuth}
   * @param detail comes back in {@link SessionEnd.AuthFailed}
   * @param now the present moment
   */
  public void authFailed(Namespace name, int ticket, Object detail, long now) {
    NamespaceMachine namespace = namespaces.find(name);
    if (namespace != null && namespace.awaitsAuth(ticket)) {
      connections.namespaceFailed(namespace, new SessionEnd.AuthFailed(detail), now);
    }
  }

  /**
   * Try again after a while.
   *
   * @param name from {@link SessionOutput#askRetry}
   * @param ticket likewise
   * @param delayNanos how long to wait; not above 0 is at once
   * @param now the present moment
   */
  public void retryAfter(@Nullable Namespace name, int ticket, long delayNanos, long now) {
    connections.retryAfter(name, ticket, Math.max(0, delayNanos), now);
  }

  /**
   * Do not try again: what failed ends with the cause. What was opened since gets its own attempt.
   *
   * @param name from {@link SessionOutput#askRetry}
   * @param ticket likewise
   * @param now the present moment
   */
  public void giveUp(@Nullable Namespace name, int ticket, long now) {
    connections.giveUp(name, ticket, now);
  }

  // ---- time

  /**
   * When {@link #deadline} must be called next. May move with every call of any method.
   *
   * @return a moment on the caller's clock; {@link Long#MAX_VALUE} for never
   */
  public long nextDeadline() {
    return deadlines.next();
  }

  /**
   * Does what is due. Harmless when called early.
   *
   * @param now the present moment
   */
  public void deadline(long now) {
    deadlines.run(now);
  }
}
