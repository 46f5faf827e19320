/**
 * Tests against servers that are not ours: socket.io and NestJS on Node, run as child processes.
 *
 * <p>Not here: the servers themselves ({@code interop-tests/peers}), and misbehaviour that no real
 * server shows (tests of {@code io.tenterhook.client}).
 *
 * <p>Start reading at {@link io.tenterhook.interop.NineRulesTest}, then {@link
 * io.tenterhook.interop.NodePeer}.
 */
@NullMarked
package io.tenterhook.interop;

import org.jspecify.annotations.NullMarked;
