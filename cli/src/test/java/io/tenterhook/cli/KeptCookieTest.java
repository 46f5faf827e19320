package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptCookieTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private static @Nullable KeptCookie set(String header) {
    return KeptCookie.ofHeader(header, "a.fabric.example", "/socket.io/", true, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "io=abc | a.fabric.example;FALSE;/socket.io;FALSE;0;io;abc",
        "io=abc; Path=/; Secure | a.fabric.example;FALSE;/;TRUE;0;io;abc",
        "r=\"a=b\"; path=/; HttpOnly | #HttpOnly_a.fabric.example;FALSE;/;FALSE;0;r;\"a=b\"",
        "r=1; Domain=.Fabric.Example; Path=/ | .fabric.example;TRUE;/;FALSE;0;r;1",
        "r=1; Max-Age=60; Path=/ | a.fabric.example;FALSE;/;FALSE;1700000060;r;1",
        "r=1; Path=/; Expires=Tue, 14 Nov 2023 22:14:20 GMT"
            + " | a.fabric.example;FALSE;/;FALSE;1700000060;r;1",
        "r=1; Path=/; Expires=Tue, 14-Nov-2023 22:14:20 GMT; Max-Age=1"
            + " | a.fabric.example;FALSE;/;FALSE;1700000001;r;1",
        "r=1; Path=/; Expires=tomorrow; SameSite=Lax | a.fabric.example;FALSE;/;FALSE;0;r;1"
      })
  void aCookieBecomesALineAndIsReadAgain(String header, String line) {
    KeptCookie cookie = set(header);
    assertThat(cookie.line()).isEqualTo(line.replace(';', '\t'));
    assertThat(KeptCookie.ofLine(cookie.line())).isEqualTo(cookie);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no equals",
        "=x",
        "r=1; Domain=other.example",
        "r=1; Domain=example.",
        "r=\u0001",
        "r=a\tb"
      })
  void whatAServerMayNotSetIsNotKept(String header) {
    assertThat(set(header)).isNull();
  }

  @Test
  void secureCookiesTravelByTlsAlone() {
    assertThat(KeptCookie.ofHeader("r=1; Secure", "h", "/", false, NOW)).isNull();
    assertThat(set("r=1; Path=/; Secure").isFor("a.fabric.example", "/", false)).isFalse();
    assertThat(set("r=1; Path=/; Secure").isFor("a.fabric.example", "/", true)).isTrue();
  }

  @Test
  void cookiesGoToTheirHostAndPathAlone() {
    KeptCookie host = set("r=1; Path=/a");
    assertThat(host.isFor("a.fabric.example", "/a", true)).isTrue();
    assertThat(host.isFor("a.fabric.example", "/a/b", true)).isTrue();
    assertThat(host.isFor("a.fabric.example", "/ab", true)).isFalse();
    assertThat(host.isFor("b.a.fabric.example", "/a", true)).isFalse();
    KeptCookie domain = set("r=1; Path=/; Domain=fabric.example");
    assertThat(domain.isFor("b.fabric.example", "/", true)).isTrue();
    assertThat(domain.isFor("xfabric.example", "/", true)).isFalse();
  }

  @Test
  void anAgeOfZeroDeletes() {
    assertThat(set("r=; Max-Age=0").isExpired(NOW)).isTrue();
    assertThat(set("r=").isExpired(NOW)).isFalse();
  }

  @Test
  void linesOfAnotherFormatAreRefusedAndNeverShown() {
    assertThat(KeptCookie.ofLine("# a comment")).isNull();
    assertThat(KeptCookie.ofLine("")).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeptCookie.ofLine("canary\tFALSE\t/"))
        .withMessageNotContaining("canary");
    assertThat(set("r=canary").toString()).doesNotContain("canary");
  }
}
