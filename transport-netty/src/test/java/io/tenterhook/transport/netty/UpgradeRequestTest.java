package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.FullHttpRequest;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.Route;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class UpgradeRequestTest {

  private static FullHttpRequest http(String uri, String host, int port) {
    return http(
        new LinkRequest(URI.create(uri), host, port, List.of(), null, 1_000, null, Route.DIRECT));
  }

  private static FullHttpRequest http(LinkRequest request) {
    return new UpgradeRequest(request, new byte[16]).http();
  }

  private static FullHttpRequest withHeader(String name, String value) {
    return http(
        OneLoop.withHeaders(OneLoop.to("example.org", 3_000), List.of(Map.entry(name, value))));
  }

  @ParameterizedTest
  @CsvSource({
    "ws://example.org:3000/, example.org, 3000, example.org:3000",
    "ws://example.org/, example.org, 80, example.org",
    "wss://example.org/, example.org, 443, example.org",
    "ws://example.org:443/, example.org, 443, example.org:443",
    "ws://my_host:81/, my_host, 81, my_host:81",
    "ws://[::1]:81/, ::1, 81, [::1]:81",
    "ws://[fe80::1%25eth0]/, fe80::1%eth0, 80, [fe80::1]",
  })
  void namesHostAndPortAsHttpWantsThem(String uri, String host, int port, String expected) {
    assertThat(http(uri, host, port).headers().getAll("host")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ws://h:1/socket.io/?EIO=4&t=a%20b, /socket.io/?EIO=4&t=a%20b",
    "ws://h:1/%C3%A4?x=%2F, /%C3%A4?x=%2F",
    "ws://h:1, /",
    "ws://my_host:1/a?b, /a?b",
  })
  void sendsPathAndQueryAsTheyAre(String uri, String expected) {
    assertThat(http(uri, "h", 1).uri()).isEqualTo(expected);
  }

  @Test
  void sendsUserHeadersInOrderAlsoTwice() {
    LinkRequest request =
        OneLoop.withHeaders(
            OneLoop.to(3_000),
            List.of(Map.entry("X-A", "1"), Map.entry("x-a", "2"), Map.entry("Cookie", "c=d; e=f")));
    FullHttpRequest http = http(request);
    assertThat(http.headers().getAll("X-A")).containsExactly("1", "2");
    assertThat(http.headers().get("cookie")).isEqualTo("c=d; e=f");
  }

  @Test
  void letsTheUserSetTheHostHeader() {
    assertThat(withHeader("HOST", "virtual.example").headers().getAll("Host"))
        .containsExactly("virtual.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Upgrade", "CONNECTION", "sec-websocket-key", "Sec-WebSocket-Version", "Host"})
  void doublesNoHeaderOfTheHandshake(String name) {
    assertThat(withHeader(name, "user").headers().getAll(name)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "Transfer-Encoding", "Sec-WebSocket-Extensions"})
  void dropsHeadersThatWouldBelieTheRequest(String name) {
    assertThat(withHeader(name, "5").headers().contains(name)).isFalse();
  }

  @Test
  void inventsNoOrigin() {
    assertThat(withHeader("X", "y").headers().contains("Origin")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"})
  void refusesLineBreaksInHeaderValuesAndDoesNotQuoteThem(String value) {
    assertThatThrownBy(() -> withHeader("X-Token", "canary" + value))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X Y", "X\r\nY", "X:", ""})
  void refusesHeaderNamesThatAreNone(String name) {
    assertThatThrownBy(() -> withHeader(name, "v")).isInstanceOf(IllegalArgumentException.class);
  }
}
