package io.tenterhook.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of environment variables. Upper case HTTP_PROXY is not read: in a CGI program it is
 * the client's header Proxy (httpoxy, CVE-2016-5385).
 */
final class ProxyVariables implements ProxySupplier {
  private final @Nullable Proxy secure;
  private final @Nullable Proxy plain;

  ProxyVariables(Map<String, String> variables) {
    NoProxy except = except(variables);
    secure = proxy(variables, except, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
    plain = proxy(variables, except, "http_proxy", "all_proxy", "ALL_PROXY");
  }

  @Override
  public @Nullable Proxy proxyFor(Endpoint endpoint) {
    return endpoint.isSecure() ? secure : plain;
  }

  private static NoProxy except(Map<String, String> variables) {
    String name = firstSet(variables, "no_proxy", "NO_PROXY");
    try {
      return name == null ? NoProxy.NOTHING : NoProxy.parse(variables.getOrDefault(name, ""));
    } catch (IllegalArgumentException unusable) {
      throw in(name, unusable);
    }
  }

  private static @Nullable Proxy proxy(
      Map<String, String> variables, NoProxy except, String... names) {
    String name = firstSet(variables, names);
    try {
      return name == null ? null : Proxy.parse(variables.getOrDefault(name, "")).except(except);
    } catch (IllegalArgumentException unusable) {
      throw in(name, unusable);
    }
  }

  private static @Nullable String firstSet(Map<String, String> variables, String... names) {
    for (String name : names) {
      if (!variables.getOrDefault(name, "").isBlank()) {
        return name;
      }
    }
    return null;
  }

  private static IllegalArgumentException in(@Nullable String name, IllegalArgumentException why) {
    return new IllegalArgumentException(
        "the environment variable " + name + ": " + why.getMessage(), why);
  }
}
