package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.RawJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEqualityTest {

  private static boolean same(String one, String other) {
    return JsonEquality.same(RawJson.of(one), RawJson.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":[2]} | { \"b\": [2.0], \"a\": 10e-1 }",
        "\"a\\u00e9\" | \"aé\"",
        "[] | [ ]",
        "1e999999999 | 1e999999999",
        "1e99999999999 | 1e99999999999",
        "-0 | 0.0",
        "null | null"
      })
  void meansTheSame(String one, String other) {
    assertThat(same(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "9007199254740993 | 9007199254740992",
        "1e999999999 | 2",
        "1 | \"1\"",
        "true | false",
        "[1,2] | [2,1]",
        "[1] | [1,1]",
        "{\"a\":1} | {\"a\":1,\"b\":null}",
        "{\"a\":null} | {}",
        "{} | []"
      })
  void meansSomethingElse(String one, String other) {
    assertThat(same(one, other)).isFalse();
    assertThat(same(other, one)).isFalse();
  }
}
