/**
 * What both protocols share: the {@linkplain io.tenterhook.protocol.ProtocolRule rules} a peer can
 * break and the {@linkplain io.tenterhook.protocol.ProtocolException exception} that names one.
 *
 * <p>The module is pure: no clock, thread, socket, randomness or logging. Bytes come in, typed
 * values go out. Not here: the packets themselves. Start reading in {@link
 * io.tenterhook.protocol.engineio.EnginePacketType} (outer layer), then {@link
 * io.tenterhook.protocol.socketio.PacketDecoder} (inner layer).
 */
@NullMarked
package io.tenterhook.protocol;

import org.jspecify.annotations.NullMarked;
