package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6265, chapter 5. */
class CookieJarTest {
  private static final String PATH = "/socket.io/";

  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final CookieJar jar = new CookieJar(() -> now);

  private static Cookie.Target http(String host, String path) {
    return new Cookie.Target(false, host, path);
  }

  private static Cookie.Target https(String host) {
    return new Cookie.Target(true, host, PATH);
  }

  private List<String> carried(Cookie.Target target) {
    return jar.cookiesFor(target).stream()
        .map(cookie -> cookie.name() + "=" + cookie.value())
        .toList();
  }

  private List<String> afterSetting(String... setCookies) {
    for (String setCookie : setCookies) {
      jar.store(setCookie, http("chat.fabric.example", PATH));
    }
    return carried(http("chat.fabric.example", PATH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io=abc",
        " io = abc ;",
        "io=abc; Path=/",
        "io=abc; Path=/socket.io",
        "io=abc; Path=/socket.io/",
        "io=abc; Path=nonsense",
        "io=abc; HttpOnly; SameSite=Lax",
        "io=abc; sAmEsItE=None; Priority=High; Partitioned",
        "io=abc; Max-Age=60",
        "io=abc; Max-Age=999999999999999999999999",
        "io=abc; Max-Age=soon",
        "io=abc; Expires=Wed, 09 Jun 2038 10:18:14 GMT",
        "io=abc; Expires=whenever",
        "io=abc; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "io=abc; Domain=fabric.example",
        "io=abc; Domain=.Fabric.Example",
        "io=abc; Domain=chat.fabric.example",
        "io=abc; Domain=",
        "io=old; Path=/x; Path=/; Max-Age=0; Max-Age=1; =; ;"
      })
  void carriesWhatTheServerSet(String setCookie) {
    assertThat(afterSetting(setCookie)).hasSize(1).allMatch(pair -> pair.matches("io=(abc|old)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "io",
        "=abc",
        "io=a\u0000bc",
        "io=a\nbc",
        "io=abc; Path=/other",
        "io=abc; Path=/socket",
        "io=abc; Secure",
        "io=abc; Max-Age=0",
        "io=abc; Max-Age=-1",
        "io=abc; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "io=abc; Expires=Wed, 09 Jun 2038 10:18:14 GMT; Max-Age=0",
        "io=abc; Domain=other.example",
        "io=abc; Domain=evil-fabric.example",
        "io=abc; Domain=deep.chat.fabric.example",
        "io=abc; Domain=example"
      })
  void carriesNothingElse(String setCookie) {
    assertThat(afterSetting(setCookie)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "io=\"a b\",   io=\"a b\"",
    "io=a=b==,     io=a=b==",
    "io=\"\",      io=\"\"",
    "io=,          io=",
    "io=ü,         io=ü"
  })
  void sendsTheValueBackAsItCame(String setCookie, String carried) {
    assertThat(afterSetting(setCookie + "; Max-Age=60")).containsExactly(carried);
  }

  @Test
  void replacesByNameDomainAndPath() {
    assertThat(afterSetting("a=1", "b=1", "a=2")).containsExactly("a=2", "b=1");
    assertThat(afterSetting("a=3; Path=/")).containsExactly("a=2", "b=1", "a=3");
  }

  @Test
  void deletesByMaxAgeOfZero() {
    assertThat(afterSetting("a=1; Path=/", "b=1; Path=/", "a=; Path=/; Max-Age=0"))
        .containsExactly("b=1");
  }

  @Test
  void putsLongerPathsFirst() {
    assertThat(afterSetting("root=1; Path=/", "near=1; Path=/socket.io/", "also=1; Path=/"))
        .containsExactly("near=1", "root=1", "also=1");
  }

  @Test
  void forgetsWhatHasExpired() {
    assertThat(afterSetting("a=1; Max-Age=60", "b=1")).containsExactly("a=1", "b=1");

    now = now.plusSeconds(60);

    assertThat(carried(http("chat.fabric.example", PATH))).containsExactly("b=1");
  }

  @Test
  void keepsNothingForMoreThanFourHundredDays() {
    afterSetting("a=1; Max-Age=9999999999");

    now = now.plus(Duration.ofDays(400));

    assertThat(carried(http("chat.fabric.example", PATH))).isEmpty();
  }

  @Test
  void keepsCookiesOfAHostAwayFromAllOthers() {
    afterSetting("a=1");

    assertThat(carried(http("fabric.example", PATH))).isEmpty();
    assertThat(carried(http("deep.chat.fabric.example", PATH))).isEmpty();
    assertThat(carried(http("other.example", PATH))).isEmpty();
    assertThat(carried(http("CHAT.fabric.example", PATH))).containsExactly("a=1");
  }

  @Test
  void sharesCookiesOfADomainWithTheHostsBelowIt() {
    afterSetting("a=1; Domain=fabric.example");

    assertThat(carried(http("fabric.example", PATH))).containsExactly("a=1");
    assertThat(carried(http("b.fabric.example", PATH))).containsExactly("a=1");
    assertThat(carried(http("example", PATH))).isEmpty();
    assertThat(carried(http("evilfabric.example", PATH))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,0.0.1", "localhost,localhost", "my_host,my_host", "::1,:1"})
  void givesHostsWithoutADomainCookiesOfTheirOwn(String host, String domain) {
    jar.store("own=1", http(host, PATH));
    jar.store("domain=1; Domain=" + domain, http(host, PATH));

    assertThat(carried(http(host, PATH))).first().isEqualTo("own=1");
    assertThat(carried(http("x." + domain, PATH))).isEmpty();
    assertThat(carried(http("9.0.0.1", PATH))).isEmpty();
  }

  @Test
  void matchesWholeSegmentsOfAPath() {
    jar.store("a=1; Path=/app", http("h.example", "/"));

    assertThat(carried(http("h.example", "/app"))).hasSize(1);
    assertThat(carried(http("h.example", "/app/socket.io/"))).hasSize(1);
    assertThat(carried(http("h.example", "/application/"))).isEmpty();
  }

  @Test
  void sendsSecureCookiesOverTlsAlone() {
    jar.store("a=1; Secure", https("h.example"));

    assertThat(carried(https("h.example"))).containsExactly("a=1");
    assertThat(carried(http("h.example", PATH))).isEmpty();
  }

  @Test
  void letsPlainTextReplaceNoSecureCookie() {
    jar.store("a=good; Secure", https("h.example"));
    jar.store("a=evil", http("h.example", PATH));

    assertThat(carried(https("h.example"))).containsExactly("a=good");
  }

  @Test
  void isBounded() {
    for (int i = 0; i <= CookieJar.MAX_COOKIES; i++) {
      afterSetting("c" + i + "=1");
    }
    assertThat(carried(http("chat.fabric.example", PATH)))
        .hasSize(CookieJar.MAX_COOKIES)
        .doesNotContain("c0=1")
        .contains("c1=1", "c" + CookieJar.MAX_COOKIES + "=1");
    assertThat(afterSetting("huge=" + "x".repeat(4_096))).hasSize(CookieJar.MAX_COOKIES);
  }

  @Test
  void showsNoValue() {
    afterSetting("a=canary");

    assertThat(jar.toString() + jar.cookiesFor(http("chat.fabric.example", PATH)))
        .doesNotContain("canary");
  }
}
