package io.tenterhook.client;

import org.jspecify.annotations.Nullable;

/**
 * Gives the auth payload of one CONNECT. It is asked anew for <b>every</b> CONNECT: the first, each
 * reconnect, each namespace.
 *
 * <pre>{@code
 * builder.auth(() -> Map.of("token", vault.freshToken()));
 * }</pre>
 *
 * <p>Called on the handler executor; it may block for as long as the connect timeout allows. It may
 * throw: that attempt fails with {@link AuthFailedException}, the next one asks again. For a
 * supplier that answers later see {@link AsyncAuthSupplier}.
 */
@FunctionalInterface
public interface AuthSupplier {

  /**
   * The payload for one CONNECT.
   *
   * @return anything that becomes a JSON object (a map, a record, {@link RawJson}); null for none
   * @throws Exception if there are no credentials now
   */
  @Nullable Object get() throws Exception;
}
