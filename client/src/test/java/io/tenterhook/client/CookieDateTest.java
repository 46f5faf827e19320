package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wed, 09 Jun 2038 10:18:14 GMT",
        "Wednesday, 09-Jun-38 10:18:14 GMT",
        "Wed Jun  9 10:18:14 2038",
        "wed, 9-JUNE-2038 10:18:14",
        "10:18:14 2038 jun 9",
        "09 Jun 2038 10:18:14x +0000"
      })
  void readsWhateverServersWrite(String text) {
    assertThat(CookieDate.parse(text)).isEqualTo(Instant.parse("2038-06-09T10:18:14Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "session",
        "Wed, 09 Jun 2038",
        "Jun 2038 10:18:14",
        "09 2038 10:18:14",
        "31 Feb 2038 10:18:14",
        "09 Jun 2038 24:18:14",
        "09 Jun 1600 10:18:14",
        "09 Jun 20380 10:18:14",
        "000 Jun 2038 10:18:14"
      })
  void isNoDateWithoutAllItsParts(String text) {
    assertThat(CookieDate.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"01 Jan 70 00:00:00", "01 Jan 1970 0:0:0"})
  void takesSeventyForTheLastCentury(String text) {
    assertThat(CookieDate.parse(text)).isEqualTo(Instant.EPOCH);
  }
}
