package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.session.SessionOutput.Drop;
import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  // A failed namespace that nobody else shares the connection with fails the connection: so there
  // is one back-off for the ordinary client with one namespace, and its transport is closed at
  // once.

  private final SessionConfig config;
  private final SessionOutput output;
  private final Deadlines deadlines = new Deadlines();
  private final Tickets tickets = new Tickets();
  private final Map<Namespace, NamespaceMachine> namespaces = new LinkedHashMap<>();
  private final Retry reconnect;

  private @Nullable Engine engine;
  private long unusedAckId;
  private boolean everConnected;
  private boolean closed;
  private boolean writable = true;

  /**
   * A session with no namespace and no connection.
   *
   * @param config limits and times
   * @param output hears what to do
   */
  public ClientSession(SessionConfig config, SessionOutput output) {
    this.config = config;
    this.output = output;
    this.reconnect =
        new Retry(deadlines, tickets) {
          @Override
          void attempt(long now) {
            startAttempt(now);
          }
        };
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
    NamespaceMachine namespace = namespace(name, now);
    if (namespace.open(now)) {
      attempt(namespace, now);
    }
  }

  private NamespaceMachine namespace(Namespace name, long now) {
    NamespaceMachine namespace = namespaces.get(name);
    if (namespace == null) {
      // not as they close: one that is opened again soon goes on with its own numbers
      namespaces.values().removeIf(known -> forget(known, now));
      namespace = new NamespaceMachine(name, this, deadlines, tickets, config, unusedAckId);
      namespaces.put(name, namespace);
    }
    return namespace;
  }

  /** A session may see any number of names; those that are closed leave nothing but a number. */
  private boolean forget(NamespaceMachine namespace, long now) {
    if (!namespace.isForgettable(now)) {
      return false;
    }
    unusedAckId = Math.max(unusedAckId, namespace.outbox.nextAckId());
    return true;
  }

  /**
   * The user leaves a namespace. The connection is closed when nobody uses it any more.
   *
   * @param name which one
   * @param now the present moment
   */
  public void leave(Namespace name, long now) {
    NamespaceMachine namespace = namespaces.get(name);
    if (namespace != null && namespace.wanted()) {
      namespace.leave(new SessionEnd.ClientDisconnected(), now);
      closeIfUnused(new SessionEnd.Unused(), now);
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
      namespace(packet.namespace(), now).outbox.emit(packet, now);
    }
  }

  /**
   * The user does not want to send what is buffered. Retries go on.
   *
   * @param name of which namespace
   */
  public void discardBuffered(Namespace name) {
    NamespaceMachine namespace = namespaces.get(name);
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
    return !closed && namespace(name, now).resume(earlier);
  }

  /**
   * What a later session needs to go on where this one is.
   *
   * @param name which namespace
   * @return null if the server cannot recover it
   */
  public @Nullable RecoveryState recoveryState(Namespace name) {
    NamespaceMachine namespace = namespaces.get(name);
    return namespace == null ? null : namespace.recovery.state();
  }

  /**
   * The user answers a server's ack request of the present connection.
   *
   * @param packet its payload is the array of the answer's arguments
   * @param ackId from the server's event
   */
  public void acknowledge(OutboundPacket packet, long ackId) {
    NamespaceMachine namespace = namespaces.get(packet.namespace());
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
    for (NamespaceMachine namespace : List.copyOf(namespaces.values())) {
      if (namespace.wanted()) {
        namespace.leave(end, now);
      } else {
        namespace.forget(end);
      }
    }
    closeIfUnused(end, now);
  }

  // ---- what the transport says

  /** The transport asked for by {@link SessionOutput#openTransport} is open. */
  public void transportOpened() {
    if (engine != null) {
      engine.transportOpened();
    }
  }

  /**
   * The transport could not be opened, or is gone.
   *
   * @param detail comes back in {@link SessionEnd.TransportLost}
   * @param now the present moment
   */
  public void transportLost(Object detail, long now) {
    if (engine != null) {
      connectionEnded(new SessionEnd.TransportLost(detail), now);
    }
  }

  /**
   * A whole text message came.
   *
   * @param message given away
   * @param now the present moment
   */
  public void text(byte[] message, long now) {
    Engine current = engine;
    if (current == null) {
      return;
    }
    try {
      Packet packet = current.text(message, now);
      if (packet != null) {
        receive(packet, now);
      }
    } catch (ProtocolException violation) {
      connectionEnded(new SessionEnd.ProtocolViolated(violation), now);
    }
  }

  /**
   * A whole binary message came.
   *
   * @param message given away
   * @param now the present moment
   */
  public void binary(byte[] message, long now) {
    Engine current = engine;
    if (current == null) {
      return;
    }
    try {
      Packet packet = current.binary(message);
      if (packet != null) {
        receive(packet, now);
      }
    } catch (ProtocolException violation) {
      connectionEnded(new SessionEnd.ProtocolViolated(violation), now);
    }
  }

  /**
   * Whether the transport takes more at once; packets that may be dropped are, when it does not.
   *
   * @param isWritable true for a new transport
   */
  public void writable(boolean isWritable) {
    writable = isWritable;
  }

  /**
   * The caller stops reading the present transport for a while: the server's pings cannot be heard.
   * The next transport starts unpaused.
   */
  public void readingPaused() {
    if (engine != null) {
      engine.pauseReading();
    }
  }

  /**
   * The caller reads again.
   *
   * @param now the present moment
   */
  public void readingResumed(long now) {
    if (engine != null) {
      engine.resumeReading(now);
    }
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
    NamespaceMachine namespace = namespaces.get(name);
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
    NamespaceMachine namespace = namespaces.get(name);
    if (namespace != null && namespace.awaitsAuth(ticket)) {
      namespaceFailed(namespace, new SessionEnd.AuthFailed(detail), now);
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
    Retry retry = retry(name);
    if (retry != null && retry.awaits(ticket)) {
      long delay = Math.max(0, delayNanos);
      retry.waitFor(delay, now);
      output.retrying(name, retry.failures(), delay, retry.cause());
    }
  }

  /**
   * Do not try again: what failed ends with the cause. What was opened since gets its own attempt.
   *
   * @param name from {@link SessionOutput#askRetry}
   * @param ticket likewise
   * @param now the present moment
   */
  public void giveUp(@Nullable Namespace name, int ticket, long now) {
    Retry retry = retry(name);
    if (retry == null || !retry.awaits(ticket)) {
      return;
    }
    SessionEnd cause = retry.cause();
    retry.stop();
    retry.reset();
    for (NamespaceMachine namespace : List.copyOf(namespaces.values())) {
      if (name == null ? namespace.failedWithConnection() : namespace.name.equals(name)) {
        namespace.end(cause);
      } else if (namespace.state() == NamespaceMachine.State.PENDING) {
        attempt(namespace, now);
      }
    }
  }

  private @Nullable Retry retry(@Nullable Namespace name) {
    if (name == null) {
      return reconnect;
    }
    NamespaceMachine namespace = namespaces.get(name);
    return namespace == null ? null : namespace.retry;
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

  // ---- between the machines

  boolean isWritable() {
    return writable;
  }

  SessionOutput output() {
    return output;
  }

  private void startAttempt(long now) {
    engine = new Engine(this, deadlines, config, now);
    writable = true;
    output.openTransport(reconnect.failures());
  }

  /** A pending namespace goes on as far as it can: credentials, or a connection first. */
  void attempt(NamespaceMachine namespace, long now) {
    Engine current = engine;
    if (current == null) {
      if (reconnect.idle()) {
        startAttempt(now);
      }
    } else if (current.isOpen()) {
      namespace.authenticate(current, now);
    }
  }

  void handshakeDone(Handshake handshake, long now) {
    output.handshake(handshake);
    for (NamespaceMachine namespace : List.copyOf(namespaces.values())) {
      if (namespace.state() == NamespaceMachine.State.PENDING) {
        attempt(namespace, now);
      }
    }
  }

  void accepted(long now) {
    everConnected = true;
    if (engine != null) {
      engine.accepted(now);
    }
  }

  private void receive(Packet packet, long now) {
    NamespaceMachine namespace = namespaces.get(packet.namespace());
    if (namespace == null) {
      output.dropped(Drop.NAMESPACE_NOT_OPEN, packet.namespace());
    } else {
      namespace.receive(packet, now);
    }
  }

  /**
   * Credentials that are late are ours to answer for. An unanswered CONNECT is the server's: as it
   * must not be sent twice (the reference server closes the connection then), only a new connection
   * can help.
   */
  void connectTimedOut(NamespaceMachine namespace, SessionEnd.TimedOut end, long now) {
    if (end.phase() == SessionEnd.Phase.AUTH) {
      namespaceFailed(namespace, end, now);
    } else {
      connectionEnded(end, now);
    }
  }

  /** One namespace failed, or was sent away, while the connection is sound. */
  void namespaceFailed(NamespaceMachine namespace, SessionEnd end, long now) {
    if (usedByOthers(namespace)) {
      namespace.failedAlone(end, everConnected, now);
    } else {
      connectionEnded(end, now);
    }
  }

  private boolean usedByOthers(NamespaceMachine except) {
    for (NamespaceMachine namespace : namespaces.values()) {
      if (namespace != except && namespace.usesConnection()) {
        return true;
      }
    }
    return false;
  }

  /** The connection is over; whoever still wants one is asked about. */
  void connectionEnded(SessionEnd end, long now) {
    Engine ended = engine;
    if (ended == null) {
      return;
    }
    engine = null;
    ended.stop();
    if (ended.livedFor(config.stableAfterNanos(), now)) {
      reconnect.reset();
    }
    boolean wanted = false;
    for (NamespaceMachine namespace : namespaces.values()) {
      wanted |= namespace.usesConnection();
    }
    int ticket = wanted ? reconnect.failed(end) : 0;
    output.closeTransport(end);
    for (NamespaceMachine namespace : List.copyOf(namespaces.values())) {
      namespace.connectionLost(end, now);
    }
    if (wanted) {
      output.askRetry(null, ticket, end, reconnect.failures(), everConnected);
    }
  }

  private void closeIfUnused(SessionEnd end, long now) {
    for (NamespaceMachine namespace : namespaces.values()) {
      if (namespace.usesConnection()) {
        return;
      }
    }
    reconnect.stop();
    reconnect.reset();
    connectionEnded(end, now);
  }
}
