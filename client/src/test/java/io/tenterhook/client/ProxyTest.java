package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.ProxyTunnel;
import io.tenterhook.client.spi.ProxyTunnel.Credentials;
import io.tenterhook.client.spi.ProxyTunnel.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
  private static final String SECRET = "canary-77a0";
  private static final Endpoint SERVER = Endpoint.of("https://server.example");

  private static @Nullable ProxyTunnel tunnel(Proxy proxy) {
    return proxy.tunnelTo(SERVER, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, HTTP, proxy.example, 3128",
    "HTTP://proxy.example, HTTP, proxy.example, 80",
    "proxy.example:3128, HTTP, proxy.example, 3128",
    "' socks5://127.0.0.1:1080/ ', SOCKS5, 127.0.0.1, 1080",
    "socks5h://my_proxy, SOCKS5, my_proxy, 1080",
    "http://[::1]:8080, HTTP, ::1, 8080",
  })
  void readsTheUrlOfAProxy(String url, Protocol protocol, String host, int port) {
    assertThat(tunnel(Proxy.parse(url))).isEqualTo(new ProxyTunnel(protocol, host, port, null, 7));
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:pass@p:1, user, pass",
    "http://us%40er:p%3Aa+ss%25@p:1, us@er, p:a+ss%",
    "http://user@p:1, user, ''",
    "http://user:a@b:c@p:1, user, a@b:c",
    "socks5://us%3Aer:pass@p:1, us:er, pass",
  })
  void decodesCredentials(String url, String user, String password) {
    assertThat(tunnel(Proxy.parse(url)).credentials()).isEqualTo(new Credentials(user, password));
  }

  @Test
  void takesAnIpv6AddressWithAndWithoutBrackets() {
    assertThat(tunnel(Proxy.http("::1", 8080))).isEqualTo(tunnel(Proxy.http("[::1]", 8080)));
    assertThat(Proxy.http("::1", 8080)).hasToString("http://[::1]:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "https://p:1",
        "socks4://p:1",
        "http://p:0",
        "http://p:65536",
        "http://p:1/path",
        "http://a b:1",
        "http://[p]:1",
        "http://u:" + SECRET + "%zz@p:1",
        "http://u:" + SECRET + "@p:1/path",
        "http://u:" + SECRET + "%0a@p:1",
        "https://u:" + SECRET + "@p:1",
        "socks5://" + SECRET + "@p:1",
      })
  void refusesAUrlWithoutShowingItsCredentials(String url) {
    assertThatThrownBy(() -> Proxy.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(proxy|URL).*")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  @Test
  void refusesCredentialsThatCannotBeSent() {
    assertThatThrownBy(() -> Proxy.http("p", 1).withCredentials("a:" + SECRET, "b"))
        .hasMessageContaining("colon")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> Proxy.http("p", 1).withCredentials("a", SECRET + "\r\nX: y"))
        .hasMessageContaining("control character")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> Proxy.socks5("p", 1).withCredentials("é".repeat(128), "b"))
        .hasMessageContaining("has 256 bytes of UTF-8 but SOCKS5 takes 1 to 255");
    assertThatThrownBy(() -> Proxy.socks5("p", 1).withCredentials("a", ""))
        .hasMessageContaining("has 0 bytes");
  }

  @Test
  void showsNoCredentials() {
    Proxy proxy = Proxy.http("p", 1).withCredentials("user-" + SECRET, SECRET);

    assertThat(proxy).hasToString("http://***@p:1");
    assertThat(Proxy.socks5("p", 1)).hasToString("socks5://p:1");
    assertThat(String.valueOf(tunnel(proxy))).doesNotContain(SECRET);
    assertThat(SERVER.through(tunnel(proxy)).toString()).doesNotContain(SECRET);
  }

  @Test
  void isNotForExceptedServers() {
    Proxy proxy = Proxy.http("p", 1).except("server.example:443", "10.0.0.0/8");

    assertThat(tunnel(proxy)).isNull();
    assertThat(proxy.tunnelTo(Endpoint.of("http://10.1.2.3"), 7)).isNull();
    assertThat(proxy.tunnelTo(Endpoint.of("http://server.example"), 7)).isNotNull();
    assertThat(tunnel(proxy.withCredentials("a", "b"))).isNull();
    assertThat(tunnel(proxy.except())).isNotNull();
  }
}
