/**
 * Codecs of Engine.IO protocol 4, the outer layer: packet types, the handshake, polling payloads.
 *
 * <p>Not here: when a packet is legal (that is the session's), and the content of a message packet
 * (that is {@link io.tenterhook.protocol.socketio}). Start reading in {@link
 * io.tenterhook.protocol.engineio.EnginePacket}.
 */
@NullMarked
package io.tenterhook.protocol.engineio;

import org.jspecify.annotations.NullMarked;
