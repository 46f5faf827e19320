/**
 * The pure core: what the two protocols say, and nothing of how bytes travel.
 *
 * <p>Not here: clocks, threads, sockets, randomness, logging. They come as parameters.
 */
@NullMarked
package io.tenterhook.protocol;

import org.jspecify.annotations.NullMarked;
