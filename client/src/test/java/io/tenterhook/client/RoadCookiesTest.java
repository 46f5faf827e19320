package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.LinkRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoadCookiesTest {
  private final CookieJar jar = new CookieJar(() -> Instant.EPOCH);
  private final Endpoint endpoint = Endpoint.of("http://my_host:3000");
  private final List<String> told = new ArrayList<>();

  private RoadCookies cookies(Endpoint of, @Nullable CookieJar kept, Map<String, String> given) {
    return new RoadCookies(of, kept, given, (from, set) -> told.addAll(set));
  }

  private static List<Map.Entry<String, String>> setting(String... values) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Type", "text/plain"));
    for (String value : values) {
      headers.add(Map.entry("set-cookie", value));
    }
    return headers;
  }

  private static Map.Entry<String, String> cookie(String value) {
    return Map.entry("Cookie", value);
  }

  @Test
  void carriesNoHeaderWhenThereIsNoCookie() {
    RoadCookies cookies = cookies(endpoint, jar, Map.of());
    cookies.answered(setting());

    assertThat(cookies.headers()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void carriesEachCookieOfAnAnswerFromTheNextRequestOn() {
    RoadCookies cookies = cookies(endpoint, jar, Map.of());
    cookies.answered(setting("io=1", "route=a; Path=/"));
    assertThat(cookies.headers()).containsExactly(cookie("io=1; route=a"));

    cookies.answered(setting("io=; Max-Age=0"));
    assertThat(cookies.headers()).containsExactly(cookie("route=a"));
    assertThat(cookies(endpoint, jar, Map.of()).headers()).containsExactly(cookie("route=a"));
  }

  @Test
  void keepsTheUsersOwnCookieHeaderBeside() {
    Endpoint own =
        endpoint
            .withHeader("X-Other", "1")
            .plusHeader("cookie", "u=1; io=mine")
            .plusHeader("Cookie", "v=2");
    RoadCookies cookies = cookies(own, jar, Map.of());
    cookies.answered(setting("io=1", "route=a"));
    LinkRequest request = own.webSocket(null, 1);

    assertThat(cookies.carriedBy(request).headers())
        .containsExactly(Map.entry("X-Other", "1"), cookie("u=1; io=mine; v=2; route=a"));
    assertThat(cookies.takenOff(request).headers()).containsExactly(Map.entry("X-Other", "1"));
    assertThat(cookies.carriedBy(request).toString()).doesNotContain("mine");
  }

  @Test
  void keepsNothingWithoutAJar() {
    RoadCookies cookies = cookies(endpoint.withHeader("Cookie", "u=1"), null, Map.of());
    cookies.answered(setting("io=1"));

    assertThat(cookies.headers()).containsExactly(cookie("u=1"));
    assertThat(told).isEmpty();
  }

  @Test
  void letsAnAnswerReplaceWhatAHandlerGave() {
    RoadCookies cookies = cookies(endpoint, jar, RoadCookies.pairs("route=old; user=1"));
    assertThat(cookies.headers()).containsExactly(cookie("route=old; user=1"));

    cookies.answered(setting("route=new; Path=/", "user=; Max-Age=0", "x=1; Domain=evil.example"));

    assertThat(cookies.headers()).containsExactly(cookie("route=new"));
    assertThat(told).hasSize(3);
  }

  @Test
  void takesNothingOfRfc2965() {
    assertThat(RoadCookies.pairs("$Version=\"1\"; io=\"abc\";$Path=\"/\";$Domain=\"h.local\"; q=1"))
        .isEqualTo(Map.of("io", "\"abc\"", "q", "1"));
  }
}
