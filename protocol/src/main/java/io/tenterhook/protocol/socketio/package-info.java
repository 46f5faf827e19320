/**
 * Codecs of Socket.IO protocol 5, the inner layer: what an Engine.IO message packet contains.
 *
 * <p>A wire format is a {@link io.tenterhook.protocol.socketio.Parser}; the default one is here,
 * what all have in common in {@link io.tenterhook.protocol.socketio.PacketRules}.
 *
 * <p>Not here: whether a namespace is joined or an ack awaited (that is the session's). Start
 * reading in {@link io.tenterhook.protocol.socketio.Packet}, then {@link
 * io.tenterhook.protocol.socketio.PacketDecoder}.
 */
@NullMarked
package io.tenterhook.protocol.socketio;

import org.jspecify.annotations.NullMarked;
