package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.session.SessionEnd.Phase;
import io.tenterhook.protocol.session.SessionOutput.Drop;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One namespace, over all connections of a session. Drawn in {@code docs/states.md}.
 *
 * <pre>
 * CLOSED --open--> PENDING --engine open--> AUTHENTICATING --auth--> CONNECTING --40--> CONNECTED
 *
 * CONNECTING --leave--> ABANDONED   the server still owes an answer: no second CONNECT before it
 * any of them but RETRYING --connection lost--> PENDING, or CLOSED if the user has left
 * --refused, auth failed, sent away--> RETRYING while others use the connection
 * </pre>
 */
final class NamespaceMachine {
  /**
   * From our DISCONNECT to the next CONNECT on the same connection. The reference server handles a
   * DISCONNECT one turn of its event loop later than a CONNECT: when it reads both at once it takes
   * the CONNECT for a second one and closes the connection (socket.io 4.8, {@code
   * Client.ondecoded}). Nothing on the wire says that it is done, so this is a pause and not an
   * answer.
   */
  static final long REOPEN_PAUSE_NANOS = 100_000_000;

  private static final long NEVER = Long.MIN_VALUE;

  enum State {
    /** The user does not want it, and the server knows. */
    CLOSED,
    /** Wanted, for the next moment with an open engine. */
    PENDING,
    /** The credentials were asked for. */
    AUTHENTICATING,
    /** CONNECT was sent. */
    CONNECTING,
    /** CONNECT was accepted. */
    CONNECTED,
    /** CONNECT was sent, then the user left. */
    ABANDONED,
    /** Failed alone; {@link #retry} is asking or waiting. */
    RETRYING
  }

  final Namespace name;
  final Outbox outbox;
  final Recovery recovery = new Recovery();
  final Retry retry;

  private final Connections connections;
  private final Deadlines deadlines;
  private final Tickets tickets;
  private final SessionConfig config;
  private final Deadline patience;
  private final Deadline pause;
  private final EarlyEvents early;

  private State state = State.CLOSED;
  private long openedAt;
  private long connectedAt;
  private long disconnectSentAt = NEVER;
  private boolean failedBefore;
  private int authTicket;

  NamespaceMachine(
      Namespace name,
      Connections connections,
      Deadlines deadlines,
      Tickets tickets,
      SessionConfig config,
      long firstAckId) {
    this.name = name;
    this.connections = connections;
    this.deadlines = deadlines;
    this.tickets = tickets;
    this.config = config;
    this.outbox = new Outbox(name, connections, deadlines, config, firstAckId);
    this.early = new EarlyEvents(config.maxEarlyEventBytes());
    this.patience =
        new Deadline() {
          @Override
          void reached(long now) {
            Phase phase = state == State.AUTHENTICATING ? Phase.AUTH : Phase.CONNECT;
            connections.connectTimedOut(
                NamespaceMachine.this,
                new SessionEnd.TimedOut(phase, config.connectTimeoutNanos()),
                now);
          }
        };
    this.pause =
        new Deadline() {
          @Override
          void reached(long now) {
            disconnectSentAt = NEVER;
            openedAt = now;
            connections.attempt(NamespaceMachine.this, now);
          }
        };
    this.retry =
        new Retry(deadlines, tickets) {
          @Override
          void attempt(long now) {
            pend(now);
            connections.attempt(NamespaceMachine.this, now);
          }
        };
  }

  State state() {
    return state;
  }

  /** Nothing would be lost with it. */
  boolean isForgettable(long now) {
    return state == State.CLOSED && !justLeft(now) && outbox.isEmpty() && recovery.state() == null;
  }

  /** The user wants it, now or later. */
  boolean wanted() {
    return state != State.CLOSED && state != State.ABANDONED;
  }

  /** It needs the connection to be there. */
  boolean usesConnection() {
    return wanted() && state != State.RETRYING;
  }

  /** The user wants it. @return whether that is news */
  boolean open(long now) {
    if (state == State.ABANDONED) {
      state = State.CONNECTING;
      deadlines.set(patience, now, config.connectTimeoutNanos());
      return false;
    }
    if (state != State.CLOSED) {
      return false;
    }
    pend(now);
    return true;
  }

  /** Goes on where an earlier session was. @return false if CONNECT has been sent */
  boolean resume(RecoveryState earlier) {
    boolean inTime =
        switch (state) {
          case CLOSED, PENDING, AUTHENTICATING, RETRYING -> true;
          case CONNECTING, CONNECTED, ABANDONED -> false;
        };
    if (inTime) {
      recovery.resume(earlier);
    }
    return inTime;
  }

  private void pend(long now) {
    state = State.PENDING;
    openedAt = now;
    failedBefore = false;
  }

  /** The server may not have handled our DISCONNECT yet. */
  boolean justLeft(long now) {
    return disconnectSentAt != NEVER && now - disconnectSentAt < REOPEN_PAUSE_NANOS;
  }

  /** It was part of a connection that failed, and nothing has been tried since. */
  boolean failedWithConnection() {
    return state == State.PENDING && failedBefore;
  }

  /** The engine is open: ask for credentials, unless the server needs a moment. */
  void authenticate(Engine engine, long now) {
    if (justLeft(now)) {
      deadlines.set(pause, disconnectSentAt, REOPEN_PAUSE_NANOS);
      return;
    }
    state = State.AUTHENTICATING;
    long since = Math.max(openedAt, engine.startedAt());
    deadlines.set(patience, since, config.connectTimeoutNanos());
    authTicket = tickets.next();
    connections.output().requestAuth(name, authTicket);
  }

  boolean awaitsAuth(int ticket) {
    return state == State.AUTHENTICATING && authTicket == ticket;
  }

  void authenticated(byte @Nullable [] auth) {
    state = State.CONNECTING;
    send(config.parser().connect(name, recovery.merge(auth)));
  }

  /** Takes a packet for this namespace. */
  void receive(Packet packet, long now) {
    if (packet instanceof Packet.Event event) {
      receiveEvent(event);
    } else if (packet instanceof Packet.Ack ack) {
      receiveAck(ack, now);
    } else if (packet instanceof Packet.Connect connect) {
      receiveConnect(connect, now);
    } else if (packet instanceof Packet.ConnectError error) {
      receiveConnectError(error, now);
    } else {
      receiveDisconnect(now);
    }
  }

  private void receiveEvent(Packet.Event event) {
    if (state == State.CONNECTED) {
      deliver(event);
    } else if (state == State.CONNECTING) {
      hold(event);
    } else {
      drop();
    }
  }

  private void hold(Packet.Event event) {
    try {
      early.hold(event);
    } catch (ProtocolException tooMuch) {
      // asked again where to go on, the server would send the same again
      recovery.forget();
      throw tooMuch;
    }
  }

  private void deliver(Packet.Event event) {
    connections.output().event(event);
    recovery.delivered(event);
  }

  private void receiveAck(Packet.Ack ack, long now) {
    if (!outbox.receive(ack, now)) {
      connections.output().dropped(Drop.ACK_NOT_AWAITED, name);
    }
  }

  private void receiveConnect(Packet.Connect connect, long now) {
    switch (state) {
      case CONNECTING -> {
        ConnectAnswer answer = ConnectAnswer.of(connect);
        state = State.CONNECTED;
        deadlines.clear(patience);
        connectedAt = now;
        connections.accepted(now);
        boolean recovered = recovery.connected(answer.pid());
        // The JS client's order since 4.8.2: missed events, buffered emits, retries, connect.
        early.release().forEach(this::deliver);
        outbox.connected(now);
        connections.output().connected(name, answer.sid(), recovered);
      }
      case ABANDONED -> {
        state = State.CLOSED;
        sendDisconnect(now);
      }
      case CONNECTED ->
          throw new ProtocolException(
              ProtocolRule.SECOND_CONNECT, "a second CONNECT answer for " + name);
      default -> {
        ConnectAnswer.checkUnasked(connect);
        drop();
      }
    }
  }

  private void receiveConnectError(Packet.ConnectError error, long now) {
    switch (state) {
      case CONNECTING ->
          connections.namespaceFailed(this, new SessionEnd.Refused(name, error.payload()), now);
      case ABANDONED -> state = State.CLOSED;
      case CONNECTED ->
          throw new ProtocolException(
              ProtocolRule.CONNECT_ERROR_AFTER_CONNECT,
              "a CONNECT_ERROR for " + name + ", which is connected");
      default -> drop();
    }
  }

  private void receiveDisconnect(long now) {
    switch (state) {
      case CONNECTING, CONNECTED -> {
        // the server keeps nothing for those whom it sends away
        recovery.forget();
        connections.namespaceFailed(this, new SessionEnd.ServerDisconnected(), now);
      }
      case ABANDONED -> state = State.CLOSED;
      // ours and the server's crossed: it is about the socket that the user has left
      default -> drop();
    }
  }

  private void drop() {
    connections.output().dropped(Drop.NAMESPACE_NOT_OPEN, name);
  }

  /** The user does not want it any more, or the whole session. */
  void leave(SessionEnd end, long now) {
    switch (state) {
      case CONNECTED -> {
        close();
        sendDisconnect(now);
      }
      case CONNECTING -> {
        close();
        state = State.ABANDONED;
      }
      default -> close();
    }
    retry.reset();
    forget(end);
    connections.output().ended(name, end);
  }

  /** The session ends, but the server shall take it for lost. */
  void suspend(SessionEnd end) {
    if (wanted()) {
      end(end);
    } else {
      outbox.end(end);
    }
  }

  /** Nothing that was kept for a later connection is of use. */
  void forget(SessionEnd end) {
    recovery.forget();
    outbox.end(end);
  }

  /** The connection is gone; a wanted namespace waits for the next. */
  void connectionLost(SessionEnd end, long now) {
    disconnectSentAt = NEVER;
    if (state == State.RETRYING) {
      return;
    }
    boolean wasConnected = state == State.CONNECTED;
    boolean wanted = wanted();
    countAnewIfStable(now);
    close();
    if (wanted) {
      state = State.PENDING;
      failedBefore = true;
    }
    if (wasConnected) {
      connections.output().interrupted(name, end);
      outbox.disconnected(end);
    }
  }

  /** Failed while others use the connection: ask whether to try again. */
  void failedAlone(SessionEnd end, boolean everConnected, long now) {
    boolean wasConnected = state == State.CONNECTED;
    countAnewIfStable(now);
    close();
    state = State.RETRYING;
    int ticket = retry.failed(end);
    if (wasConnected) {
      connections.output().interrupted(name, end);
      outbox.disconnected(end);
    }
    connections.output().askRetry(name, ticket, end, retry.failures(), everConnected);
  }

  /** Being accepted is not enough: a server may accept and send away for ever. */
  private void countAnewIfStable(long now) {
    if (state == State.CONNECTED && now - connectedAt >= config.stableAfterNanos()) {
      retry.reset();
    }
  }

  /** It will not be tried again. */
  void end(SessionEnd end) {
    close();
    retry.reset();
    outbox.end(end);
    connections.output().ended(name, end);
  }

  /** Everything that only an open namespace has is gone. */
  private void close() {
    state = State.CLOSED;
    deadlines.clear(patience);
    deadlines.clear(pause);
    retry.stop();
    early.release();
  }

  private void sendDisconnect(long now) {
    disconnectSentAt = now;
    send(config.parser().disconnect(name));
  }

  private void send(byte[] frame) {
    connections.output().transmit(frame, 0, frame.length, config.parser().binary(), null);
  }
}
