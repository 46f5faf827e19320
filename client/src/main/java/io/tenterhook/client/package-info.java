/**
 * The API of the client.
 *
 * <p>Not here: the wire format ({@code io.tenterhook.protocol}), Netty and Jackson, which are
 * reached through {@code io.tenterhook.client.spi} only.
 */
@NullMarked
package io.tenterhook.client;

import org.jspecify.annotations.NullMarked;
