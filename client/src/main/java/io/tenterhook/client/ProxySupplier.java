package io.tenterhook.client;

import java.net.ProxySelector;
import org.jspecify.annotations.Nullable;

/**
 * Says which proxy each attempt goes through: for proxies that differ by server or come and go, and
 * for credentials that must be fresh.
 *
 * <pre>{@code
 * builder.proxy(ProxySupplier.environment());
 * builder.proxy(ProxySupplier.of(java.net.ProxySelector.getDefault()));
 * builder.proxy(endpoint -> endpoint.host().endsWith(".internal")
 *     ? null
 *     : Proxy.http("proxy.example", 3128).withCredentials("robot", vault.freshToken()));
 * }</pre>
 *
 * <p>Called on the handler executor before each attempt; it may block for as long as the connect
 * timeout allows. It may throw: that attempt fails with {@link EndpointFailedException}, the next
 * one asks again.
 */
@FunctionalInterface
public interface ProxySupplier {

  /**
   * The proxy of one attempt.
   *
   * @param endpoint where the attempt goes
   * @return null to go there without a proxy
   * @throws Exception if it cannot be said now
   */
  @Nullable Proxy proxyFor(Endpoint endpoint) throws Exception;

  /**
   * What the JDK, or an application server, is configured with. It is asked about the endpoint's
   * {@code http} or {@code https} URL without its query. Of several answers the first counts;
   * {@code SOCKS} is taken for SOCKS5. Credentials it has none.
   *
   * @param selector for example the JDK's default, which reads {@code https.proxyHost}
   * @return a supplier that asks it
   */
  static ProxySupplier of(ProxySelector selector) {
    return new SelectedProxies(selector);
  }

  /**
   * What the environment variables say now, as curl reads them: {@code https_proxy} or {@code
   * HTTPS_PROXY} for {@code https} and {@code wss}, {@code http_proxy} (in lower case only) for
   * {@code http} and {@code ws}, {@code all_proxy} or {@code ALL_PROXY} for what has none, and
   * {@code no_proxy} or {@code NO_PROXY} for servers without one.
   *
   * @return a supplier that looks at the variables no more
   * @throws IllegalArgumentException if one of them cannot be used; says which
   */
  static ProxySupplier environment() {
    return new ProxyVariables(System.getenv());
  }
}
