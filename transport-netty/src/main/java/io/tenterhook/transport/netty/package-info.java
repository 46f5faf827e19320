/**
 * Carries frames over WebSocket and HTTP long-polling with Netty.
 *
 * <p>Not here: what a frame means. No Netty type appears in a public signature.
 */
@NullMarked
package io.tenterhook.transport.netty;

import org.jspecify.annotations.NullMarked;
