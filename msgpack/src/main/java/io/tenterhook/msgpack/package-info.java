/**
 * Socket.IO packets in MessagePack, as {@code socket.io-msgpack-parser} has them.
 *
 * <p>All above the parser sees JSON and attachments, so this package translates both ways and binds
 * nothing. The bytes themselves are msgpack-core's business. Start reading in {@link
 * io.tenterhook.msgpack.MessagePackParser}.
 */
@NullMarked
package io.tenterhook.msgpack;

import org.jspecify.annotations.NullMarked;
