/**
 * The client's side of a test server in memory: no port, and time that the test moves.
 *
 * <p>Start reading in {@link io.tenterhook.testing.client.InMemory}, which connects a real client,
 * and in {@link io.tenterhook.testing.client.FakeSocket}, which is client and server in one object.
 * {@code MemoryLoops} and {@code MemoryLink} implement the client's SPI on what {@code
 * io.tenterhook.testing} offers to any client.
 *
 * <p>Not here: the server, which knows nothing of the client.
 */
@NullMarked
package io.tenterhook.testing.client;

import org.jspecify.annotations.NullMarked;
