package io.tenterhook.client;

import java.util.concurrent.CompletionStage;

/**
 * Like {@link EndpointSupplier}, but answers later, on any thread. An answer that comes after its
 * attempt was given up is dropped.
 *
 * <pre>{@code
 * builder.endpointAsync((configured, attempt) ->
 *     vault.tokenLater().thenApply(token -> configured.withQuery("token", token)));
 * }</pre>
 */
@FunctionalInterface
public interface AsyncEndpointSupplier {

  /**
   * Starts to find the endpoint of one attempt.
   *
   * @param configured what the builder was told; with alternatives, the one whose turn it is
   * @param attempt 0 for the first; n for the n-th after a failure or a loss
   * @return completes with where to go
   * @throws Exception if there is none now
   */
  CompletionStage<Endpoint> get(Endpoint configured, int attempt) throws Exception;
}
