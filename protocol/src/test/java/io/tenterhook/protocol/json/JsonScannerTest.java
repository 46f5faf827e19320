package io.tenterhook.protocol.json;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.hex;
import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tenterhook.protocol.ProtocolRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // structure
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "[[],[]]",
        "{\"a\":{}}",
        "{\"a\":[]}",
        "[[[[[[]]]]]]",
        "[1,2,3]",
        "[1,[2,{\"a\":[]}],3]",
        "{\"a\":1,\"b\":2}",
        "{\"\":0}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[{\"b\":[{\"c\":null}]}]}",
        "[null]",
        "[true,false,null]",
        // scalars at the root
        "\"\"",
        "\"a\"",
        "0",
        "-0",
        "42",
        "true",
        "false",
        "null",
        // white space
        " []",
        "[] ",
        "\t[\n1\r, 2 ]\n",
        "{ \"a\" : 1 , \"b\" : [ ] }",
        " 1 ",
        "\r\n null",
        // numbers
        "[0]",
        "[-0]",
        "[-1]",
        "[0.5]",
        "[-0.5]",
        "[10]",
        "[1.0]",
        "[1e1]",
        "[1E1]",
        "[1e+1]",
        "[1e-1]",
        "[0e0]",
        "[0e+1]",
        "[1.5e300]",
        "[1e999]",
        "[-1e-999]",
        "[1e00000001]",
        "[123456789012345678901234567890]",
        "[0.1000000000000000000000000000000000001]",
        // strings and escapes
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        "[\"\\u0041\"]",
        "[\"\\u00e9\\u00E9\"]",
        "[\"\\uD83D\\uDE00\"]",
        "[\"\\u0000\"]",
        "[\"/\"]",
        "[\"'\"]",
        "[\"\u007f\"]",
        "[\"{}[],:\"]",
        "[\"\\\\\"]",
        "[\"\\\\\\\"\"]",
        "[\"\u2028\u2029\"]",
        // lone surrogates: only as escapes, as JSON.parse has it
        "[\"\\uD800\"]",
        "[\"\\uDC00\"]",
        "[\"\\uDC00\\uD800\"]",
        "[\"\\uD800\\u0041\"]",
        // beyond ASCII
        "[\"\u0080\u07ff\u0800\uffff\"]",
        "[\"\ud800\udc00\udbff\udfff\"]",
        "[\"日本語 ünï\"]",
        "{\"é\":\"ключ\"}",
        "[\"\ufeff\"]",
        // every length around the eight-byte step
        "\"1234567\"",
        "\"12345678\"",
        "\"123456789\"",
        "\"1234567\\n\"",
        "\"12345678\\n\"",
        "\"1234567é\"",
        "\"é1234567\"",
      })
  void accepts(String json) {
    assertThatCode(() -> check(utf8(json))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // nothing, or not all of it
        "",
        " ",
        "[",
        "{",
        "\"",
        "\"a",
        "[1",
        "[1,",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "[\"a",
        "t",
        "tru",
        "fals",
        "nul",
        "-",
        "[-",
        "1.",
        "1e",
        "1e+",
        "\"\\",
        "\"\\u",
        "\"\\u12",
        // brackets and commas
        "]",
        "}",
        "[]]",
        "{}}",
        "[}",
        "{]",
        "[{]}",
        "[,]",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "{,}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":1:2}",
        "{\"a\"}",
        "{\"a\",1}",
        "{1:2}",
        "{a:1}",
        "{'a':1}",
        "{null:1}",
        "{[]:1}",
        "[\"a\":1]",
        "[:]",
        ":",
        ",",
        "{\"a\":1]",
        "[1}",
        "{\"a\":1 \"b\":2}",
        // something after it
        "[]x",
        "1 2",
        "{} []",
        "\"a\"\"b\"",
        "null,",
        "truefalse",
        "[] ,",
        "1\u0000",
        "[]\u0000",
        // numbers
        "01",
        "-01",
        "00",
        "1.e1",
        ".5",
        "-.5",
        "+1",
        "1.2.3",
        "1e1.5",
        "1e1e1",
        "0x10",
        "1_000",
        "--1",
        "1-1",
        "- 1",
        "1 .5",
        "1f",
        "NaN",
        "Infinity",
        "-Infinity",
        "0b1",
        "1,5",
        "２",
        "٣",
        // literals
        "True",
        "NULL",
        "nulL",
        "undefined",
        "nan",
        "none",
        "yes",
        // strings
        "'a'",
        "a",
        "\"\\a\"",
        "\"\\x41\"",
        "\"\\U0041\"",
        "\"\\u004\"",
        "\"\\u00g0\"",
        "\"\\u-041\"",
        "\"\\u 041\"",
        "\"\\'\"",
        "\"\\0\"",
        "\"\\ \"",
        "\"a\nb\"",
        "\"\t\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "\"\\\n\"",
        "\"\\é\"",
        "\"\\u٠٠٤١\"",
        "\"1234567\u0001\"",
        "\"12345678\u0001\"",
        // comments and white space that JSON does not have
        "/**/[]",
        "[]//",
        "[1/**/]",
        "#[]",
        "\u000b[]",
        "\f[]",
        "\u00a0[]",
        "[\u2003]",
        "\ufeff[]",
      })
  void rejects(String json) {
    assertThat(brokenRule(() -> check(utf8(json)))).isEqualTo(ProtocolRule.INVALID_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0",
        "c0 80",
        "c1 bf",
        "c2",
        "c2 20",
        "c2 c2",
        "df ff", // two bytes
        "e0 80 80",
        "e0 9f bf",
        "e0 a0",
        "e1 80",
        "e1 80 20",
        "e1 20 80",
        "ef bf c0", // three
        "ed a0 80",
        "ed bf bf",
        "ed a0 80 ed b0 80", // surrogates, also as a pair (CESU-8)
        "f0 80 80 80",
        "f0 8f bf bf",
        "f0 90 80",
        "f1 80 80 20",
        "f0 90 20 80", // four
        "f4 90 80 80",
        "f5 80 80 80",
        "f8 88 80 80 80",
        "fe",
        "ff", // beyond Unicode
        "31 32 33 34 35 36 37 80",
        "31 32 33 34 35 36 37 38 c3", // around the eight-byte step
      })
  void rejectsMalformedUtf8(String content) {
    byte[] json = hex("22" + content + "22");

    assertThat(brokenRule(() -> check(json))).isEqualTo(ProtocolRule.INVALID_UTF8);
  }

  @Test
  void rejectsACharacterThatIsCutByTheEndOfTheRange() {
    byte[] json = utf8("\"é\"");

    assertThat(brokenRule(() -> JsonScanner.checkValue(json, 0, 2, 1)))
        .isEqualTo(ProtocolRule.INVALID_UTF8);
  }

  @Test
  void stopsJustAfterTheValue() {
    byte[] json = utf8("xx [1,\"]\"] , 2");

    assertThat(JsonScanner.skipValue(json, 2, json.length, 1)).isEqualTo(10);
  }

  @Test
  void leavesWhatFollowsANumberToTheCaller() {
    assertThat(JsonScanner.skipValue(utf8("01"), 0, 2, 0)).isEqualTo(1);
    assertThat(JsonScanner.skipValue(utf8("-1.5e3]"), 0, 7, 0)).isEqualTo(6);
  }

  @Test
  void readsNothingBeyondTheEndOfTheRange() {
    byte[] json = utf8("[1,2]");

    for (int end = 0; end < json.length; end++) {
      int cut = end;
      assertThat(brokenRule(() -> JsonScanner.checkValue(json, 0, cut, 1)))
          .isEqualTo(ProtocolRule.INVALID_JSON);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 127, 128, 129, 200, 512, 5_000})
  void acceptsNestingUpToTheLimitAndNoDeeper(int limit) {
    String atLimit = nested(limit);
    String tooDeep = nested(limit + 1);

    assertThatCode(() -> JsonScanner.checkValue(utf8(atLimit), 0, atLimit.length(), limit))
        .doesNotThrowAnyException();
    assertThat(brokenRule(() -> JsonScanner.checkValue(utf8(tooDeep), 0, tooDeep.length(), limit)))
        .isEqualTo(ProtocolRule.JSON_TOO_DEEP);
  }

  @Test
  void remembersWhichBracketClosesAtEveryDepth() {
    String open = "[{\"a\":".repeat(150);
    String close = "}]".repeat(150);

    for (int at = 0; at < close.length(); at++) {
      char wrong = close.charAt(at) == '}' ? ']' : '}';
      String json = open + "1" + close.substring(0, at) + wrong + close.substring(at + 1);
      assertThat(brokenRule(() -> check(utf8(json)))).isEqualTo(ProtocolRule.INVALID_JSON);
    }
    assertThatCode(() -> check(utf8(open + "1" + close))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void survivesADepthOfAHundredThousand(String open) {
    byte[] json = utf8(open.repeat(100_000));

    assertThat(brokenRule(() -> check(json))).isEqualTo(ProtocolRule.JSON_TOO_DEEP);
    // Without a limit the scan goes on to the end, and finds it.
    assertThat(brokenRule(() -> JsonScanner.skipValue(json, 0, json.length, Integer.MAX_VALUE)))
        .isEqualTo(ProtocolRule.INVALID_JSON);
  }

  @Test
  void readsStringsAsJavaScriptDoes() {
    assertThat(read("\"\"")).isEmpty();
    assertThat(read("\"héllo\"")).isEqualTo("héllo");
    assertThat(read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")).isEqualTo("\"\\/\b\f\n\r\t");
    assertThat(read("\"é\\u00e9\\u00E9é\"")).isEqualTo("éééé");
    assertThat(read("\"\\ud83d\\ude00😀\"")).isEqualTo("😀😀");
    assertThat(read("\"a\\ud800b\"")).isEqualTo("a\ud800b");
  }

  @Test
  void seesEscapes() {
    assertThat(JsonScanner.hasEscapes(utf8("\"ab\""), 0, 4)).isFalse();
    assertThat(JsonScanner.hasEscapes(utf8("\"a\\n\""), 0, 5)).isTrue();
    assertThat(JsonScanner.hasEscapes(utf8("\"ab\"\\"), 0, 4)).isFalse();
  }

  @Test
  void comparesStringsHoweverTheyAreEscaped() {
    assertThat(equalsNum("\"num\"")).isTrue();
    assertThat(equalsNum("\"\\u006eu\\u006D\"")).isTrue();
    assertThat(equalsNum("\"nu\"")).isFalse();
    assertThat(equalsNum("\"nun\"")).isFalse();
    assertThat(equalsNum("\"n\\u0075n\"")).isFalse();
  }

  private static void check(byte[] json) {
    JsonScanner.checkValue(json, 0, json.length, JsonScanner.DEFAULT_MAX_DEPTH);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String read(String literal) {
    byte[] json = utf8(literal);
    check(json);
    return JsonScanner.readString(json, 0, json.length);
  }

  private static boolean equalsNum(String literal) {
    return JsonScanner.stringEquals(utf8(literal), 0, literal.length(), utf8("num"));
  }
}
