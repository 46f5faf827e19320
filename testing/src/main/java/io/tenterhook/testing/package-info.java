/**
 * A Socket.IO server that runs inside the test and misbehaves on request.
 *
 * <p>Start reading in {@link io.tenterhook.testing.SocketIoServer}. What comes in goes from {@code
 * HttpDoor} (may this request become a connection?) through {@code WebSocketWire} (frames) and
 * {@code EngineSession} (Engine.IO) to {@code JoinedSockets} (Socket.IO: who has joined what) and
 * {@link io.tenterhook.testing.ServerNamespace} (the test's handlers).
 *
 * <p>Without a port the way is {@code MemoryEntrance}, {@code MemoryWire}, and then the same;
 * {@code World} is its thread and its clock.
 *
 * <p>Handlers run on the event loop of their connection: they see its packets in order, and must
 * not block. JSON is raw text throughout; {@link io.tenterhook.testing.Json} writes the little that
 * is tedious to write by hand.
 *
 * <p>Not here: anything of the client, so that a mistake cannot be made on both sides at once.
 */
@NullMarked
package io.tenterhook.testing;

import org.jspecify.annotations.NullMarked;
