package io.tenterhook.client;

/**
 * Says where each attempt goes and what its handshake carries: for query parameters and headers
 * that must be fresh, for servers that move.
 *
 * <pre>{@code
 * builder.endpoint((configured, attempt) ->
 *     configured.withHeader("Authorization", "Bearer " + vault.freshToken()));
 * }</pre>
 *
 * <p>Called on the handler executor before each attempt; it may block for as long as the connect
 * timeout allows. It may throw: that attempt fails with {@link EndpointFailedException}, the next
 * one asks again. For a supplier that answers later see {@link AsyncEndpointSupplier}.
 */
@FunctionalInterface
public interface EndpointSupplier {

  /**
   * The endpoint of one attempt.
   *
   * @param configured what the builder was told; with alternatives, the one whose turn it is
   * @param attempt 0 for the first; n for the n-th after a failure or a loss
   * @return where to go
   * @throws Exception if there is none now
   */
  Endpoint get(Endpoint configured, int attempt) throws Exception;
}
