/**
 * The client's side of a Socket.IO connection as a machine without input, output or clock.
 *
 * <p>Start reading at {@link io.tenterhook.protocol.session.ClientSession}, the only entrance;
 * {@link io.tenterhook.protocol.session.SessionOutput} is the only exit. Behind them each concern
 * is a machine of its own: {@code Engine} (handshake and heartbeat of one connection), {@code
 * NamespaceMachine} (one namespace over all connections), {@code Outbox} (what it sends, with
 * {@code PendingAcks}, {@code SendBuffer} and {@code RetryQueue}), {@code Recovery}, {@code Retry}
 * (back-off), {@code Deadlines}. {@code docs/states.md} draws them. Not in here: bytes to packets
 * ({@code socketio}, {@code engineio}), threads, sockets, JSON binding.
 */
@NullMarked
package io.tenterhook.protocol.session;

import org.jspecify.annotations.NullMarked;
