/**
 * HTTP long-polling, and the upgrade from it to WebSocket, as pure machines: no request is made
 * here, no clock is read. A session does not know on which transport it is; these machines are what
 * makes polling look like a WebSocket to it. Start reading at {@link PollingCycle}.
 *
 * <p>The format of bodies is in {@code io.tenterhook.protocol.engineio}.
 */
@NullMarked
package io.tenterhook.protocol.polling;

import org.jspecify.annotations.NullMarked;
