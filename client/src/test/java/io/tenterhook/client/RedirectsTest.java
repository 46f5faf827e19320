package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.LinkClosure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
  private static final String CANARY = "canary";

  private final CookieJar jar = new CookieJar(() -> Instant.EPOCH);

  private Redirects from(String url, String... named) {
    return from(Endpoint.of(url), 5, named);
  }

  private Redirects from(Endpoint start, int max, String... named) {
    RoadCookies cookies = new RoadCookies(start, jar, Map.of("given", CANARY), (at, set) -> {});
    return new Redirects(start, cookies, Set.of(named), max);
  }

  private static Endpoint withCredentials(String url) {
    return Endpoint.of(url)
        .withQuery("token", CANARY)
        .withHeader("Authorization", CANARY)
        .withHeader("Cookie", "id=" + CANARY);
  }

  private static String request(Redirects redirects) {
    return redirects.here().webSocket(null, 1).uri().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/new/socket.io/, /new/socket.io/",
    "new/, /socket.io/new/",
    "../x, /x",
    "/x?a=1, /x",
    "'', /socket.io/",
    "?a=1, /socket.io/",
    "http://h:3000, /",
    "HTTP://H:3000/x, /x",
    "ws://h:3000/x#part, /x",
    "//h:3000/x, /x"
  })
  void resolvesALocationAgainstWhereTheRequestWent(String location, String path) {
    Redirects redirects = from("http://h:3000?token=1");
    // Else a redirect to the same place would be a circle.
    redirects.cookies().answered(List.of(Map.entry("Set-Cookie", "seen=1")));

    assertThat(redirects.follow(location)).isNull();
    assertThat(request(redirects))
        .startsWithIgnoringCase("ws://h:3000" + path + "?EIO=4&transport=websocket")
        .endsWith("&token=1");
  }

  @Test
  void keepsTheQueryOfTheLocationButForWhatIsEngineIos() {
    Redirects redirects = from("http://h?room=7&token=1");

    assertThat(redirects.follow("/x?EIO=3&room=8&transport=polling&sid=s&t=a&b=%20")).isNull();

    assertThat(request(redirects))
        .isEqualTo("ws://h:80/x?EIO=4&transport=websocket&room=8&b=%20&token=1");
  }

  @Test
  void keepsCredentialsAtTheSameOrigin() {
    Redirects redirects = from(withCredentials("http://h:3000"), 5);

    assertThat(redirects.follow("/elsewhere/")).isNull();

    assertThat(redirects.isAtHome()).isTrue();
    assertThat(redirects.here().headers("Authorization")).containsExactly(CANARY);
    assertThat(request(redirects)).contains(CANARY);
    assertThat(redirects.cookies().headers())
        .containsExactly(Map.entry("Cookie", "id=canary; given=canary"));
  }

  @Test
  void keepsCredentialsWhenTheSameHostWantsTls() {
    Redirects redirects = from(withCredentials("http://h"), 5);

    assertThat(redirects.follow("https://H/socket.io/")).isNull();

    assertThat(redirects.here().isSecure()).isTrue();
    assertThat(redirects.here().headers("Authorization")).containsExactly(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://b.example", "http://h:3001", "https://h:3000", "//b.example/x"})
  void followsToAnotherOriginOnlyIfItIsNamed(String location) {
    Redirects redirects = from(withCredentials("http://h:3000"), 5);

    assertThat(redirects.follow(location + "?token=" + CANARY))
        .contains("another origin, not followed")
        .contains("redirectsTo(\"http")
        .doesNotContain(CANARY);
    assertThat(redirects.here().port()).isEqualTo(3000);
  }

  @Test
  void takesNoCredentialsToAnotherOriginNorBackAgain() {
    jar.store("home=canary; Domain=h.example", new Cookie.Target(false, "h.example", "/"));
    jar.store("theirs=1", new Cookie.Target(true, "b.example", "/"));
    String other = Redirects.origin("https://B.example");
    Redirects redirects = from(withCredentials("http://h.example"), 5, other);

    assertThat(redirects.follow("https://b.example/socket.io/?shard=3")).isNull();

    assertThat(redirects.isAtHome()).isFalse();
    assertThat(request(redirects))
        .isEqualTo("wss://b.example:443/socket.io/?EIO=4&transport=websocket&shard=3");
    assertThat(redirects.here().webSocket(null, 1).headers()).isEmpty();
    assertThat(redirects.cookies().headers()).containsExactly(Map.entry("Cookie", "theirs=1"));

    assertThat(redirects.follow("https://b.example/again/")).isNull();
    assertThat(request(redirects)).doesNotContain(CANARY);
    assertThat(redirects.follow("http://h.example/")).contains("TLS");
  }

  @Test
  void givesNothingToTheFirstOriginWhenAnotherSendsBackToIt() {
    Redirects redirects = from(withCredentials("http://h"), 5, Redirects.origin("http://b:1"));
    assertThat(redirects.follow("http://b:1/")).isNull();

    assertThat(redirects.follow("http://h/x")).isNull();

    assertThat(redirects.here().webSocket(null, 1).headers()).isEmpty();
    assertThat(request(redirects)).doesNotContain(CANARY);
  }

  @Test
  void neverGoesFromTlsToPlainTextEvenIfNamed() {
    Redirects redirects = from("https://h", Redirects.origin("http://h"));

    assertThat(redirects.follow("http://h/")).contains("from TLS to plain text");
  }

  @Test
  void followsNoMoreThanIsAllowed() {
    Redirects two = from(Endpoint.of("http://h"), 2);
    assertThat(two.follow("/1")).isNull();
    assertThat(two.follow("/2")).isNull();

    assertThat(two.follow("/3")).contains("one more than maxRedirects, 2");
    assertThat(from(Endpoint.of("http://h"), 0).follow("/1")).contains("maxRedirects is 0");
  }

  @Test
  void refusesACircle() {
    Redirects redirects = from("http://h");
    assertThat(redirects.follow("/a")).isNull();
    assertThat(redirects.follow("/b")).isNull();

    assertThat(redirects.follow("/a")).contains("a circle");
    assertThat(from("http://h").follow("/socket.io/")).contains("a circle");
  }

  @ParameterizedTest
  @CsvSource({
    "javascript:alert(1), the scheme",
    "ftp://h/, the scheme",
    "http:/x, without a host",
    "http:///x, without a host",
    "http://u:canary@h/, user-info",
    "http://h:99999/, cannot be read",
    "http://[x]/, cannot be read",
    "/ä, must be encoded",
    "/a b, must be encoded",
    "/%zz, must be encoded",
    "/?q=^, must be encoded"
  })
  void saysWhatIsWrongWithALocation(String location, String what) {
    assertThat(from("http://h").follow(location)).contains(what).doesNotContain(CANARY);
  }

  @Test
  void takesNoHostThatIsTooLongForAMessage() {
    assertThat(from("http://h").follow("http://" + "a.".repeat(200) + "example/"))
        .isEqualTo("to an address whose host is too long");
  }

  @Test
  void wantsALocation() {
    assertThat(from("http://h").follow(null)).isEqualTo("without a Location");
  }

  @Test
  void takesTheStatusesThatLeadSomewhere() {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      assertThat(Redirects.isOne(http(status))).isTrue();
    }
    for (int status : new int[] {200, 300, 304, 305, 400}) {
      assertThat(Redirects.isOne(http(status))).isFalse();
    }
  }

  private static LinkClosure http(int status) {
    return new LinkClosure(LinkClosure.Kind.HTTP, status, "", "", null);
  }

  @Test
  void takesOriginsAlone() {
    assertThat(Redirects.origin("wss://B.example")).isEqualTo("https://b.example:443");
    assertThatThrownBy(() -> Redirects.origin("https://b.example/x")).hasMessageContaining("path");
    assertThatThrownBy(() -> Redirects.origin("https://b.example?a=canary"))
        .hasMessageContaining("with a query")
        .hasMessageNotContaining(CANARY);
  }
}
