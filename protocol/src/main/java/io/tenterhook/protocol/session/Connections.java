package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.session.SessionOutput.Drop;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a session, one at a time, and the pauses between them. The place where engine,
 * namespaces and back-off meet; {@link ClientSession} is the door in front of it.
 */
final class Connections {
  // A failed namespace that nobody else shares the connection with fails the connection: so there
  // is one back-off for the ordinary client with one namespace, and its transport is closed at
  // once.

  private final SessionConfig config;
  private final Deadlines deadlines;
  private final SessionOutput output;
  private final Namespaces namespaces;
  private final Retry reconnect;

  private @Nullable Engine engine;
  private boolean everConnected;
  private boolean writable = true;

  Connections(SessionConfig config, Deadlines deadlines, SessionOutput output) {
    this.config = config;
    this.deadlines = deadlines;
    this.output = output;
    Tickets tickets = new Tickets();
    this.namespaces =
        new Namespaces(
            (name, firstAckId) ->
                new NamespaceMachine(name, this, deadlines, tickets, config, firstAckId));
    this.reconnect =
        new Retry(deadlines, tickets) {
          @Override
          void attempt(long now) {
            startAttempt(now);
          }
        };
  }

  Namespaces namespaces() {
    return namespaces;
  }

  SessionOutput output() {
    return output;
  }

  // ---- what the transport says

  void transportOpened() {
    if (engine != null) {
      engine.transportOpened();
    }
  }

  void received(byte[] message, boolean binary, long now) {
    Engine current = engine;
    if (current == null) {
      return;
    }
    try {
      Packet packet = binary ? current.binary(message) : current.text(message, now);
      if (packet != null) {
        receive(packet, now);
      }
    } catch (ProtocolException violation) {
      ended(new SessionEnd.ProtocolViolated(violation), now);
    }
  }

  private void receive(Packet packet, long now) {
    NamespaceMachine namespace = namespaces.find(packet.namespace());
    if (namespace == null) {
      if (packet instanceof Packet.Connect connect) {
        ConnectAnswer.checkUnasked(connect);
      }
      output.dropped(Drop.NAMESPACE_NOT_OPEN, packet.namespace());
    } else {
      namespace.receive(packet, now);
    }
  }

  void writable(boolean isWritable) {
    writable = isWritable;
  }

  boolean isWritable() {
    return writable;
  }

  void pauseReading() {
    if (engine != null) {
      engine.pauseReading();
    }
  }

  void resumeReading(long now) {
    if (engine != null) {
      engine.resumeReading(now);
    }
  }

  // ---- how a connection begins

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
    for (NamespaceMachine namespace : namespaces.all()) {
      if (namespace.state() == NamespaceMachine.State.PENDING) {
        attempt(namespace, now);
      }
    }
  }

  /** A CONNECT was accepted. */
  void accepted(long now) {
    everConnected = true;
    if (engine != null) {
      engine.accepted(now);
    }
  }

  // ---- how it ends

  /**
   * Credentials that are late are ours to answer for. An unanswered CONNECT is the server's: as it
   * must not be sent twice (the reference server closes the connection then), only a new connection
   * can help.
   */
  void connectTimedOut(NamespaceMachine namespace, SessionEnd.TimedOut end, long now) {
    if (end.phase() == SessionEnd.Phase.AUTH) {
      namespaceFailed(namespace, end, now);
    } else {
      ended(end, now);
    }
  }

  /** One namespace failed, or was sent away, while the connection is sound. */
  void namespaceFailed(NamespaceMachine namespace, SessionEnd end, long now) {
    if (namespaces.useConnection(other -> other != namespace)) {
      namespace.failedAlone(end, everConnected, now);
    } else {
      ended(end, now);
    }
  }

  /** The connection is over; whoever still wants one is asked about. */
  void ended(SessionEnd end, long now) {
    Engine over = engine;
    if (over == null) {
      return;
    }
    engine = null;
    over.stop();
    if (over.livedFor(config.stableAfterNanos(), now)) {
      reconnect.reset();
    }
    boolean wanted = namespaces.useConnection(any -> true);
    int ticket = wanted ? reconnect.failed(end) : 0;
    output.closeTransport(end);
    for (NamespaceMachine namespace : namespaces.all()) {
      namespace.connectionLost(end, now);
    }
    if (wanted) {
      output.askRetry(null, ticket, end, reconnect.failures(), everConnected);
    }
  }

  void closeIfUnused(SessionEnd end, long now) {
    if (!namespaces.useConnection(any -> true)) {
      reconnect.stop();
      reconnect.reset();
      ended(end, now);
    }
  }

  // ---- whether there is another

  /** Of the connection, or of one namespace on it. */
  private @Nullable Retry retry(@Nullable Namespace name) {
    if (name == null) {
      return reconnect;
    }
    NamespaceMachine namespace = namespaces.find(name);
    return namespace == null ? null : namespace.retry;
  }

  void retryAfter(@Nullable Namespace name, int ticket, long delayNanos, long now) {
    Retry retry = retry(name);
    if (retry != null && retry.awaits(ticket)) {
      long delay = retry.waitFor(delayNanos, now);
      output.retrying(name, retry.failures(), delay, retry.cause());
    }
  }

  void hurry(long now) {
    reconnect.hurry(now);
  }

  void giveUp(@Nullable Namespace name, int ticket, long now) {
    Retry retry = retry(name);
    if (retry == null || !retry.awaits(ticket)) {
      return;
    }
    SessionEnd cause = retry.cause();
    retry.stop();
    retry.reset();
    for (NamespaceMachine namespace : namespaces.all()) {
      if (name == null ? namespace.failedWithConnection() : namespace.name.equals(name)) {
        namespace.end(cause);
      } else if (namespace.state() == NamespaceMachine.State.PENDING) {
        attempt(namespace, now);
      }
    }
  }
}
