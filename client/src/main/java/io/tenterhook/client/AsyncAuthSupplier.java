package io.tenterhook.client;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Like {@link AuthSupplier}, but answers later, on any thread. An answer that comes after the
 * connection has gone is dropped.
 *
 * <pre>{@code
 * builder.authAsync(() -> vault.tokenLater().thenApply(token -> Map.of("token", token)));
 * }</pre>
 */
@FunctionalInterface
public interface AsyncAuthSupplier {

  /**
   * Starts to get the payload for one CONNECT.
   *
   * @return completes with anything that becomes a JSON object, or null for none
   * @throws Exception if there are no credentials now
   */
  CompletionStage<? extends @Nullable Object> get() throws Exception;
}
