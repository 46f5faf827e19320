package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.ProxyTunnel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Proxies that the JDK or the environment names. */
class ProxySupplierTest {
  private static final Endpoint SECURE = Endpoint.of("wss://server.example?token=canary");
  private static final Endpoint PLAIN = Endpoint.of("http://server.example:3000");

  private static String of(Map<String, String> variables, Endpoint endpoint) {
    return String.valueOf(new ProxyVariables(variables).proxyFor(endpoint));
  }

  @Test
  void takesTheVariableOfTheScheme() {
    Map<String, String> variables =
        Map.of("HTTPS_PROXY", "http://a:1", "http_proxy", "b:2", "ALL_PROXY", "socks5://c:3");

    assertThat(of(variables, SECURE)).isEqualTo("http://a:1");
    assertThat(of(variables, PLAIN)).isEqualTo("http://b:2");
  }

  @Test
  void takesLowerCaseFirstAndTheGeneralVariableLast() {
    assertThat(of(Map.of("HTTPS_PROXY", "a:1", "https_proxy", "b:2"), SECURE))
        .isEqualTo("http://b:2");
    assertThat(of(Map.of("ALL_PROXY", "a:1", "all_proxy", "socks5h://b:2"), SECURE))
        .isEqualTo("socks5://b:2");
    assertThat(of(Map.of("https_proxy", "", "ALL_PROXY", "c:3"), SECURE)).isEqualTo("http://c:3");
  }

  @Test
  void doesNotReadWhatAHeaderOfACgiRequestCanSet() {
    assertThat(of(Map.of("HTTP_PROXY", "evil:1"), PLAIN)).isEqualTo("null");
  }

  @Test
  void hasNoProxyWithoutVariables() {
    assertThat(of(Map.of(), SECURE)).isEqualTo("null");
  }

  @Test
  void leavesOutTheServersOfNoProxy() {
    ProxyVariables variables =
        new ProxyVariables(Map.of("all_proxy", "p:1", "NO_PROXY", "localhost, .server.example"));

    assertThat(tunnel(variables, SECURE)).isNull();
    assertThat(tunnel(variables, Endpoint.of("https://other.example"))).isNotNull();
  }

  private static @Nullable ProxyTunnel tunnel(ProxyVariables variables, Endpoint endpoint) {
    Proxy proxy = variables.proxyFor(endpoint);
    return proxy == null ? null : proxy.tunnelTo(endpoint, 1);
  }

  @Test
  void saysWhichVariableCannotBeUsed() {
    assertThatThrownBy(() -> new ProxyVariables(Map.of("all_proxy", "ftp://u:canary@p:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the environment variable all_proxy: cannot use the proxy URL")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> new ProxyVariables(Map.of("NO_PROXY", "http://x")))
        .hasMessageStartingWith("the environment variable NO_PROXY: cannot except");
  }

  // ---- java.net.ProxySelector

  private static final class Selector extends ProxySelector {
    private final List<URI> asked = new ArrayList<>();
    private final List<java.net.Proxy> answer;

    Selector(java.net.Proxy... answer) {
      this.answer = List.of(answer);
    }

    @Override
    public List<java.net.Proxy> select(URI uri) {
      asked.add(uri);
      return answer;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  private static java.net.Proxy proxy(java.net.Proxy.Type type, String host, int port) {
    return new java.net.Proxy(type, InetSocketAddress.createUnresolved(host, port));
  }

  @Test
  void asksASelectorAboutTheUrlWithoutItsQuery() throws Exception {
    Selector selector =
        new Selector(proxy(java.net.Proxy.Type.HTTP, "p", 1), java.net.Proxy.NO_PROXY);

    assertThat(ProxySupplier.of(selector).proxyFor(SECURE)).hasToString("http://p:1");
    assertThat(selector.asked).containsExactly(URI.create("https://server.example:443/socket.io/"));
  }

  @Test
  void takesTheFirstAnswerOfASelector() throws Exception {
    assertThat(
            ProxySupplier.of(
                    new Selector(
                        proxy(java.net.Proxy.Type.SOCKS, "s", 2),
                        proxy(java.net.Proxy.Type.HTTP, "p", 1)))
                .proxyFor(PLAIN))
        .hasToString("socks5://s:2");
    assertThat(
            ProxySupplier.of(
                    new Selector(java.net.Proxy.NO_PROXY, proxy(java.net.Proxy.Type.HTTP, "p", 1)))
                .proxyFor(PLAIN))
        .isNull();
  }

  @Test
  void failsWhenASelectorGivesNothing() {
    assertThatThrownBy(() -> ProxySupplier.of(new Selector()).proxyFor(PLAIN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("neither a proxy nor DIRECT");
  }
}
