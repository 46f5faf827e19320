package io.tenterhook.testing;

import org.jspecify.annotations.Nullable;

/**
 * A client's wish to join a namespace: the packet CONNECT and the connection that it came on.
 *
 * @param connection the connection, with headers and query in its {@link
 *     ServerConnection#request()}
 * @param namespace the name of the namespace
 * @param auth the JSON object that the client sent along, or null if it sent none
 */
public record ConnectRequest(
    ServerConnection connection, String namespace, @Nullable String auth) {}
