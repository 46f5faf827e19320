/**
 * The client that applications see.
 *
 * <p>Start reading at {@link io.tenterhook.client.SocketIoClient} and {@link
 * io.tenterhook.client.NamespaceSocket}; everything that can go wrong is a {@link
 * io.tenterhook.client.SocketIoException}. For how it works: {@code Client} lives on one event
 * loop, reached through {@code Mailbox} and telling through {@code Inbox}; {@code Outlet} carries
 * out what the session of {@code io.tenterhook.protocol} wants done.
 *
 * <p>Not here: the wire format and the state machines ({@code io.tenterhook.protocol}), Netty and
 * Jackson, which are reached through {@link io.tenterhook.client.spi} only.
 */
@NullMarked
package io.tenterhook.client;

import org.jspecify.annotations.NullMarked;
