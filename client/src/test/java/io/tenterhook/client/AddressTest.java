package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  private static final String SECRET = "canary-5f3e";

  @ParameterizedTest
  @CsvSource({
    "http://host, ws://host:80",
    "ws://host, ws://host:80",
    "https://host, wss://host:443",
    "wss://host, wss://host:443",
    "HTTPS://host, wss://host:443",
    "http://host:3000, ws://host:3000",
    "https://host:80/, wss://host:80",
    "' http://host ', ws://host:80",
    "http://10.0.0.1:8080, ws://10.0.0.1:8080",
    "http://a-b.c_d.example, ws://a-b.c_d.example:80",
  })
  void opensAWebSocketWhereTheUrlSays(String url, String origin) {
    assertThat(Address.parse(url).webSocket().toString())
        .isEqualTo(origin + "/socket.io/?EIO=4&transport=websocket");
  }

  @Test
  void keepsHostAndPortOfAHostWithUnderscore() {
    Address address = Address.parse("http://my_host:1");

    assertThat(address.host()).isEqualTo("my_host");
    assertThat(address.port()).isEqualTo(1);
    assertThat(address.webSocket().toString()).startsWith("ws://my_host:1/socket.io/");
  }

  @Test
  void takesBracketsOffAnIpv6LiteralForTheHostAndPutsThemIntoTheUrl() {
    Address address = Address.parse("https://[::1]:8443");

    assertThat(address.host()).isEqualTo("::1");
    assertThat(address.port()).isEqualTo(8443);
    assertThat(address.webSocket().toString()).startsWith("wss://[::1]:8443/socket.io/");
    assertThat(address).hasToString("https://[::1]:8443");
  }

  @Test
  void keepsTheZoneOfAnIpv6Literal() {
    assertThat(Address.parse("http://[fe80::1%eth0]:80").host()).isEqualTo("fe80::1%eth0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://[abc]",
        "http://[1:2]",
        "http://[::1",
        "http://::1",
        "http://[]:1",
        "http://[1.2.3.4]",
      })
  void refusesWhatIsNoIpv6Literal(String url) {
    assertThatThrownBy(() -> Address.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(url)
        .hasMessageContaining("scheme://host:port");
  }

  @Test
  void writesAnInternationalHostAsDnsKnowsIt() {
    assertThat(Address.parse("https://bücher.example").host()).isEqualTo("xn--bcher-kva.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http://:80",
        "http://host:",
        "http://host:port",
        "http://a b",
        "http://a..b",
        "http://ho\"st",
        "http://host:1:2",
      })
  void refusesAHostOrPortThatCannotBeRead(String url) {
    assertThatThrownBy(() -> Address.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scheme://host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host:0", "http://host:65536", "http://host:99999"})
  void refusesAPortOutOfRange(String url) {
    assertThatThrownBy(() -> Address.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:3000", "localhost", "", "//host", "host/path"})
  void refusesAUrlWithoutSchemeAndSaysWhatToWrite(String url) {
    assertThatThrownBy(() -> Address.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no scheme")
        .hasMessageContaining("http://" + url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "file:///tmp/x", "tcp://host:1"})
  void refusesAnotherScheme(String url) {
    assertThatThrownBy(() -> Address.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use http, https, ws or wss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:" + SECRET + "@host",
        "https://" + SECRET + "@host:1/",
        "user:" + SECRET + "@host",
        "http://a@b@" + SECRET,
      })
  void refusesUserInfoWithoutShowingIt(String url) {
    assertThatThrownBy(() -> Address.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void saysWhereCredentialsBelong() {
    assertThatThrownBy(() -> Address.parse("http://user:" + SECRET + "@host"))
        .hasMessageContaining("auth(")
        .hasMessageContaining("header(");
  }

  @Test
  void refusesAPathAndSaysWhereANamespaceBelongs() {
    assertThatThrownBy(() -> Address.parse("http://host/realtime"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("socket(\"/realtime\")")
        .hasMessageContaining("path(");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host/path?token=" + SECRET,
        "host?token=" + SECRET,
        "ftp://host?token=" + SECRET,
        "http://host:0?token=" + SECRET,
        "http://host?token=a " + SECRET,
        "http://host?EIO=4&token=" + SECRET,
        "http://host/path#" + SECRET,
        "host#" + SECRET,
      })
  void neverShowsTheQueryOfAUrlThatItRefuses(String url) {
    assertThatThrownBy(() -> Address.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(refusal -> assertThat(SecretsIn.of(refusal)).doesNotContain(SECRET));
  }

  @Test
  void keepsTheQueryOfTheUrl() {
    assertThat(Address.parse("http://host?room=a%20b&x").webSocket().getRawQuery())
        .isEqualTo("EIO=4&transport=websocket&room=a%20b&x");
  }

  @Test
  void encodesNameAndValueOfAQueryParameter() {
    Address address = Address.parse("http://host").withQuery("a&b", "c=d é/?#");

    assertThat(address.webSocket().getRawQuery())
        .isEqualTo("EIO=4&transport=websocket&a%26b=c%3Dd+%C3%A9%2F%3F%23");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EIO", "transport", "sid", "t", "b64", "j"})
  void refusesAQueryNameThatEngineIoReserves(String name) {
    Address address = Address.parse("http://host");

    assertThatThrownBy(() -> address.withQuery(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"")
        .hasMessageContaining("reserved")
        .hasMessageContaining("choose another");
    assertThatThrownBy(() -> Address.parse("http://host?a=1&" + name + "=2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reserved");
  }

  @Test
  void refusesAReservedQueryNameBehindPercentEncoding() {
    assertThatThrownBy(() -> Address.parse("http://host?s%69d=2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"sid\"");
  }

  @ParameterizedTest
  @CsvSource({"/socket.io, /socket.io/", "/a/b/, /a/b/", "/, /", "/a%20b, /a%20b/"})
  void endsTheHttpPathWithASlash(String given, String path) {
    assertThat(Address.parse("http://host").withPath(given).webSocket().getRawPath())
        .isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "socket.io", "/a b", "/a?b", "/a#b", "/é", "/a%zz/", "/a%", "/<a>", "/a\\b"})
  void refusesAnHttpPathThatNoUrlCanHold(String path) {
    Address address = Address.parse("http://host");

    assertThatThrownBy(() -> address.withPath(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path is")
        .hasMessageContaining("must start with /");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "é", "a\r\nb"})
  void refusesAHeaderNameThatHttpDoesNotAllow(String name) {
    assertThatThrownBy(() -> Address.header(name, "v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("header name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET + "\r\nX: y",
        SECRET + "\n",
        SECRET + "\0",
        SECRET + "€",
        SECRET + "\u007f"
      })
  void refusesAHeaderValueThatHttpDoesNotAllowWithoutShowingIt(String value) {
    assertThatThrownBy(() -> Address.header("Authorization", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "connection",
        "UPGRADE",
        "Sec-WebSocket-Key",
        "sec-websocket-protocol",
        "Content-Length",
        "Transfer-Encoding",
      })
  void refusesAHeaderThatTheHandshakeSets(String name) {
    assertThatThrownBy(() -> Address.header(name, "v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("set by the WebSocket handshake");
  }

  @Test
  void takesAnyOtherHeader() {
    assertThat(Address.header("Authorization", "Bearer a.b-c"))
        .hasToString("Authorization=Bearer a.b-c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "My_Host.local", "127.0.0.1", "xn--bcher-kva.example", "a."})
  void keepsAnAsciiNameAsItIs(String host) {
    assertThat(Address.parse("http://" + host).host()).isEqualTo(host);
  }

  @Test
  void refusesAsciiNamesThatDnsHasNoPlaceFor() {
    String tooLong = "a".repeat(64);

    assertThatThrownBy(() -> Address.parse("http://" + tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Address.parse("http://a..b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNeitherPathNorQueryInMessages() {
    Address address =
        Address.parse("http://host?token=" + SECRET).withPath("/" + SECRET).withQuery("q", SECRET);

    assertThat(address).hasToString("http://host:80");
  }
}
