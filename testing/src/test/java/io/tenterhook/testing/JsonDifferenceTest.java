package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two JSON texts are the same if their values are. */
class JsonDifferenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "1 | 1",
        "1 | 1.0",
        "100 | 1e2",
        "-0 | 0",
        "0.10 | 0.1",
        "1e99999999999 | 1e99999999999",
        "{\"a\":1,\"b\":[]} | {\"b\" : [ ], \"a\" : 1}",
        "\"é\" | \"\\u00e9\"",
        "{\"\\u0061\":1} | {\"a\":1}",
        "{\"a\":1,\"a\":2} | {\"a\":2}",
        "[true,false,null] | [ true , false , null ]",
        "12345678901234567890.1 | 12345678901234567890.10"
      })
  void findsNone(String one, String other) {
    assertThat(JsonDifference.between(one, other)).isEmpty();
    assertThat(JsonDifference.between(other, one)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "1 | 2 | all: expected 1, was 2",
        "1 | \"1\" | all: expected 1, was \"1\"",
        "[0,{\"price\":2}] | [0,{\"price\":3}] | /1/price: expected 2, was 3",
        "{\"a\":1} | {} | /a: expected 1, was missing",
        "{} | {\"a\":1} | /a: expected nothing, was 1",
        "[1] | [] | /0: expected 1, was missing",
        "[] | [[2]] | /0: expected nothing, was [2]",
        "{\"a/b~c\":true} | {\"a/b~c\":false} | /a~1b~0c: expected true, was false",
        "12345678901234567890.1 | 12345678901234567890.2 |"
            + " all: expected 12345678901234567890.1, was 12345678901234567890.2",
        "1e99999999999 | 2e99999999999 | all: expected 1e99999999999, was 2e99999999999",
        "null | {} | all: expected null, was {}",
        "\"a\" | \"b\" | all: expected \"a\", was \"b\""
      })
  void findsTheOne(String expected, String actual, String difference) {
    assertThat(JsonDifference.between(expected, actual)).containsExactly(difference);
  }

  @Test
  void findsAllButNotEndlesslyMany() {
    String ones = Collections.nCopies(1_000, "1").toString();
    String twos = Collections.nCopies(1_000, "2").toString();

    assertThat(JsonDifference.between("[1,2,3]", "[2,2,2]")).hasSize(2);
    assertThat(JsonDifference.between(ones, twos)).hasSize(20);
  }

  @Test
  void shortensLongValues() {
    String text = Json.string("x".repeat(1_000));

    assertThat(JsonDifference.between(text, "1").get(0)).hasSizeLessThan(200).contains("x…");
  }
}
