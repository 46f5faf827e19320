/**
 * Carries WebSocket messages with Netty.
 *
 * <p>Start reading at {@link io.tenterhook.transport.netty.NettyTransportProvider}. A link goes
 * through three classes: {@code Opening} finds addresses and makes a TCP connection, with a {@code
 * Tunnel} through it if there is a proxy, {@code UpgradeHandler} speaks TLS and HTTP until the
 * server has switched to WebSocket, {@code FrameHandler} carries messages, whose bytes {@code
 * FrameDecoder} reads and {@code FrameBatch} writes. {@code NettyLink} is what the client holds,
 * from the first moment to the last, and the only one that tells the listener that it is over.
 *
 * <p>Everything but {@code BlockingWork} runs on the link's event loop. Not here: what a message
 * means, when to give up, whether to try again.
 */
@NullMarked
package io.tenterhook.transport.netty;

import org.jspecify.annotations.NullMarked;
