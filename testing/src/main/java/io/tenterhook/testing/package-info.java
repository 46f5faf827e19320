/**
 * A Socket.IO server that runs inside the test and misbehaves on request.
 *
 * <p>Not here: anything of the client, so that a mistake cannot be made on both sides at once.
 */
@NullMarked
package io.tenterhook.testing;

import org.jspecify.annotations.NullMarked;
