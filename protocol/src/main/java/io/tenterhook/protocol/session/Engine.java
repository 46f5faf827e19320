package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.session.SessionEnd.Phase;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import org.jspecify.annotations.Nullable;

/**
 * The Engine.IO half of one connection: handshake and heartbeat. A new connection gets a new
 * engine, so nothing half-read can survive it.
 *
 * <pre>
 * TRANSPORT --transport open--> HANDSHAKE --OPEN packet--> OPEN --> gone
 * </pre>
 *
 * <p>The heartbeat is the server's (Engine.IO v4, "Heartbeat"): it pings, we answer with pong, we
 * never ping. The link is dead when no ping came for pingInterval + pingTimeout; nothing else that
 * arrives counts as a sign of life.
 */
final class Engine {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final byte[] PONG = {EnginePacketType.PONG.code()};

  private enum State {
    TRANSPORT,
    HANDSHAKE,
    OPEN
  }

  private final Connections connections;
  private final Deadlines deadlines;
  private final Parser.Decoder decoder;
  private final Deadline patience;
  private final long connectTimeoutNanos;
  private final long startedAt;

  private State state = State.TRANSPORT;
  private long silenceNanos;
  private boolean paused;
  private long acceptedAt = -1;

  Engine(Connections connections, Deadlines deadlines, SessionConfig config, long now) {
    this.connections = connections;
    this.deadlines = deadlines;
    this.decoder = config.parser().decoder(config.limits());
    this.connectTimeoutNanos = config.connectTimeoutNanos();
    this.startedAt = now;
    this.patience =
        new Deadline() {
          @Override
          void reached(long now) {
            connections.ended(impatience(), now);
          }
        };
    deadlines.set(patience, now, connectTimeoutNanos);
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  long startedAt() {
    return startedAt;
  }

  void transportOpened() {
    if (state == State.TRANSPORT) {
      state = State.HANDSHAKE;
    }
  }

  /** A CONNECT was accepted: from now on the connection is of use. */
  void accepted(long now) {
    if (acceptedAt < 0) {
      acceptedAt = now;
    }
  }

  /** Whether the connection has been of use for at least so long. */
  boolean livedFor(long nanos, long now) {
    return acceptedAt >= 0 && now - acceptedAt >= nanos;
  }

  /** The server's pings are not read for a while, so their absence means nothing. */
  void pauseReading() {
    paused = true;
    if (isOpen()) {
      deadlines.clear(patience);
    }
  }

  void resumeReading(long now) {
    if (paused && isOpen()) {
      deadlines.set(patience, now, silenceNanos);
    }
    paused = false;
  }

  /** No deadline of this connection is left. */
  void stop() {
    deadlines.clear(patience);
  }

  /**
   * Takes a text message.
   *
   * @return a complete Socket.IO packet; null if it was something else, or attachments are due
   * @throws ProtocolException if a rule is broken
   */
  @Nullable Packet text(byte[] message, long now) {
    if (message.length == 0) {
      throw new ProtocolException(ProtocolRule.EMPTY_PACKET, "an empty text message");
    }
    EnginePacketType type = EnginePacketType.of(message[0]);
    if (state != State.OPEN) {
      open(type, message, now);
      return null;
    }
    return switch (type) {
      case MESSAGE -> decoder.text(message, 1, message.length);
      case PING -> {
        connections.output().transmit(PONG.clone(), 0, 1, false, null);
        if (!paused) {
          deadlines.set(patience, now, silenceNanos);
        }
        yield null;
      }
      case CLOSE -> {
        connections.ended(new SessionEnd.EngineClosed(), now);
        yield null;
      }
      case PONG, NOOP -> null;
      case OPEN, UPGRADE ->
          throw new ProtocolException(
              ProtocolRule.UNEXPECTED_ENGINE_PACKET,
              "no " + type + " on an open WebSocket session");
    };
  }

  /** Takes a binary message; as {@link #text}. */
  @Nullable Packet binary(byte[] message) {
    if (state != State.OPEN) {
      throw new ProtocolException(
          ProtocolRule.UNEXPECTED_ENGINE_PACKET, "expected OPEN first, got a binary message");
    }
    return decoder.binary(message);
  }

  private void open(EnginePacketType type, byte[] message, long now) {
    if (type != EnginePacketType.OPEN) {
      throw new ProtocolException(
          ProtocolRule.UNEXPECTED_ENGINE_PACKET, "expected OPEN first, got " + type);
    }
    Handshake handshake = Handshake.parse(message, 1, message.length);
    state = State.OPEN;
    silenceNanos =
        (handshake.pingIntervalMillis() + handshake.pingTimeoutMillis()) * NANOS_PER_MILLI;
    if (paused) {
      deadlines.clear(patience);
    } else {
      deadlines.set(patience, now, silenceNanos);
    }
    connections.handshakeDone(handshake, now);
  }

  private SessionEnd impatience() {
    return switch (state) {
      case TRANSPORT -> new SessionEnd.TimedOut(Phase.TRANSPORT, connectTimeoutNanos);
      case HANDSHAKE -> new SessionEnd.TimedOut(Phase.HANDSHAKE, connectTimeoutNanos);
      case OPEN -> new SessionEnd.TimedOut(Phase.HEARTBEAT, silenceNanos);
    };
  }
}
