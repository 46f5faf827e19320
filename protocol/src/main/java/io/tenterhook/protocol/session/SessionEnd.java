package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Namespace;
import org.jspecify.annotations.Nullable;

/** Why a connection, or one namespace on it, came to its end. */
public sealed interface SessionEnd {

  /** The user left the namespace. */
  record ClientDisconnected() implements SessionEnd {}

  /** The user closed the whole session. */
  record ClientClosed() implements SessionEnd {}

  /** No namespace uses the connection any more. */
  record Unused() implements SessionEnd {}

  /** The server sent a Socket.IO DISCONNECT: it wants this namespace to go. */
  record ServerDisconnected() implements SessionEnd {}

  /** The server sent an Engine.IO CLOSE packet: it wants the connection to go. */
  record EngineClosed() implements SessionEnd {}

  /**
   * The server answered CONNECT with CONNECT_ERROR.
   *
   * @param namespace which was refused
   * @param payload an object with {@code message} and perhaps {@code data}, or a string; null if
   *     the packet had none
   */
  record Refused(Namespace namespace, @Nullable JsonRange payload) implements SessionEnd {}

  /**
   * The transport could not be opened, or was lost.
   *
   * @param detail the caller's own description, passed through untouched
   */
  record TransportLost(Object detail) implements SessionEnd {}

  /**
   * The server broke a rule of the protocol.
   *
   * @param violation which one, and where
   */
  record ProtocolViolated(ProtocolException violation) implements SessionEnd {}

  /**
   * The credentials for CONNECT could not be had.
   *
   * @param detail the caller's own description, passed through untouched
   */
  record AuthFailed(Object detail) implements SessionEnd {}

  /**
   * Something did not happen in time.
   *
   * @param phase what was awaited
   * @param nanos how long, in nanoseconds
   */
  record TimedOut(Phase phase, long nanos) implements SessionEnd {}

  /** What a {@link TimedOut} waited for. */
  enum Phase {
    /** TCP, TLS and the transport's own handshake. */
    TRANSPORT,
    /** The Engine.IO OPEN packet. */
    HANDSHAKE,
    /** The user's credentials. */
    AUTH,
    /** The server's answer to CONNECT. */
    CONNECT,
    /** The server's next Engine.IO ping. */
    HEARTBEAT
  }
}
