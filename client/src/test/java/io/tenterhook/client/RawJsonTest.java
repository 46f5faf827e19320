package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.JsonSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking into JSON without a JSON library. */
class RawJsonTest {
  private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":1}";

  private static Arguments arguments(String json, byte[]... attachments) {
    byte[] array = ("##" + json + "##").getBytes(StandardCharsets.UTF_8);
    return new Arguments(
        new JsonSource(array, 2, array.length - 2, List.of(attachments)), 0, new MissingBinding());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{}|OBJECT",
        "[1]|ARRAY",
        "\"a\"|STRING",
        "-1.5e3|NUMBER",
        "true|BOOLEAN",
        "false|BOOLEAN",
        "null|NULL",
        "{\"_placeholder\":true,\"num\":1}|BINARY",
        "{\"_placeholder\":true,\"num\":2}|OBJECT",
        "{\"_placeholder\":false,\"num\":0}|OBJECT",
      })
  void knowsWhatAValueIs(String json, RawJson.Type type) {
    RawJson value = arguments("[" + json + "]", new byte[1], new byte[2]).raw(0);

    assertThat(value.type()).isEqualTo(type);
    assertThat(value.isNull()).isEqualTo(type == RawJson.Type.NULL);
  }

  @Test
  void takesAPlaceholderForAnObjectWhereNothingIsAttached() {
    assertThat(RawJson.of(PLACEHOLDER).type()).isEqualTo(RawJson.Type.OBJECT);
    assertThat(RawJson.of(PLACEHOLDER).member("num").asInt()).isEqualTo(1);
  }

  @Test
  void readsStringsWithoutTheirEscapes() {
    assertThat(RawJson.of(" \"a\\u00e9\\n\\ud83d\\ude00\" ").asString()).isEqualTo("aé\n😀");
  }

  @Test
  void keepsEveryDigit() {
    assertThat(RawJson.of("9223372036854775807").asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(RawJson.of("-9223372036854775808").asLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(RawJson.of("9007199254740993").asLong()).isEqualTo(9007199254740993L);
    assertThat(RawJson.of("1.10").asBigDecimal()).isEqualTo(new BigDecimal("1.10"));
    assertThat(RawJson.of("1e3").asInt()).isEqualTo(1000);
    assertThat(RawJson.of("-0.0").asLong()).isZero();
    assertThat(RawJson.of("0.1").asDouble()).isEqualTo(0.1);
    assertThat(RawJson.of("1e-999").asDouble()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "9223372036854775808", "1e19", "1e999999999", "1e-999999999"})
  void refusesToRoundToALong(String number) {
    assertThatThrownBy(
            () -> RawJson.of("{\"a\":[0," + number + "]}").member("a").element(1).asLong())
        .isInstanceOf(ConversionException.class)
        .hasMessage("the value.a[1] is not a whole number of 64 bits: \"" + number + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "0.5", "-2147483649"})
  void refusesToRoundToAnInt(String number) {
    assertThatThrownBy(() -> RawJson.of(number).asInt())
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("32 bits")
        .hasMessageContaining(number);
  }

  @Test
  void refusesNumbersBeyondReason() {
    assertThatThrownBy(() -> RawJson.of("1e309").asDouble()).hasMessageContaining("a double");
    assertThatThrownBy(() -> RawJson.of("9".repeat(1_001)).asBigDecimal())
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("at most 1000 characters")
        .hasMessageContaining("…");
    assertThatThrownBy(() -> RawJson.of("1e99999999999").asBigDecimal())
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("exponent");
    assertThat(RawJson.of("9".repeat(1_000)).asBigDecimal().precision()).isEqualTo(1_000);
  }

  @Test
  void walksThroughObjectsAndArrays() {
    RawJson order =
        RawJson.of(
            " { \"id\" : 7 , \"lines\" : [ { \"n\" : 1 } , { \"n\" : 2 } ], \"\\u0061\":null } ");

    assertThat(order.member("id").asInt()).isEqualTo(7);
    assertThat(order.member("lines").element(1).member("n").asInt()).isEqualTo(2);
    assertThat(order.members().keySet()).containsExactly("id", "lines", "a");
    assertThat(order.member("a").isNull()).isTrue();
    assertThat(order.hasMember("a")).isTrue();
    assertThat(order.hasMember("b")).isFalse();
    assertThat(order.member("lines").elements())
        .extracting(line -> line.member("n").asLong())
        .containsExactly(1L, 2L);
    assertThat(RawJson.of("[]").elements()).isEmpty();
    assertThat(RawJson.of("{}").members()).isEmpty();
  }

  @Test
  void takesTheLastOfEqualNamesAsJavaScriptDoes() {
    RawJson twice = RawJson.of("{\"a\":1,\"b\":2,\"a\":3}");

    assertThat(twice.member("a").asInt()).isEqualTo(3);
    assertThat(twice.members().get("a").asInt()).isEqualTo(3);
  }

  @Test
  void givesTheBytesOfAPlaceholderWhereverItStands() {
    Arguments args =
        arguments(
            "[" + PLACEHOLDER + ",{\"a\":[" + PLACEHOLDER + "]}]", new byte[0], new byte[] {9});

    assertThat(args.asBytes(0)).containsExactly(9);
    assertThat(args.raw(1).member("a").element(0).asBytes()).containsExactly(9);
    assertThat(args.json().element(0).asBytes()).containsExactly(9);
  }

  @Test
  void saysWhereWhatWasExpectedAndWhatIsThere() {
    Arguments args = arguments("[{\"lines\":[{\"price\":\"12\"}]},true]");

    assertThatThrownBy(() -> args.raw(0).member("lines").element(0).member("price").asLong())
        .isInstanceOf(ConversionException.class)
        .hasMessage("argument 0.lines[0].price is not a JSON number: \"\"12\"\"");
    assertThatThrownBy(() -> args.raw(0).member("lines").element(1))
        .hasMessage("argument 0.lines has no element 1 of 1");
    assertThatThrownBy(() -> args.raw(0).member("line"))
        .hasMessage("argument 0 has no member \"line\"");
    assertThatThrownBy(() -> args.asString(1))
        .hasMessage("argument 1 is not a JSON string: \"true\"");
    assertThatThrownBy(() -> args.asBytes(1)).hasMessageContaining("a JSON binary");
    assertThatThrownBy(() -> args.asBoolean(2)).hasMessageContaining("no argument 2");
    assertThatThrownBy(() -> args.raw(1).members()).hasMessageContaining("a JSON object");
    assertThatThrownBy(() -> args.raw(1).elements()).hasMessageContaining("a JSON array");
  }

  @Test
  void bindsWhatNeedsNoLibrary() {
    Arguments args =
        arguments("[\"a\",1,2.5,true,null," + PLACEHOLDER + "]", new byte[0], new byte[] {9});

    assertThat(args.get(0, String.class)).isEqualTo("a");
    assertThat(args.get(1, Integer.class)).isEqualTo(1);
    assertThat(args.get(1, long.class)).isEqualTo(1L);
    assertThat(args.get(2, BigDecimal.class)).isEqualTo(new BigDecimal("2.5"));
    assertThat(args.get(2, Double.class)).isEqualTo(2.5);
    assertThat(args.get(3, Boolean.class)).isTrue();
    assertThat(args.get(4, String.class)).isNull();
    assertThat(args.get(5, byte[].class)).containsExactly(9);
    assertThatThrownBy(() -> args.get(0, List.class))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("json-jackson");
    assertThatThrownBy(() -> args.get(4, int.class)).isInstanceOf(ConversionException.class);
    assertThatThrownBy(() -> args.get(2, Long.class)).isInstanceOf(ConversionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "[1,[2]]", "\"x\"", "-12.50", "true", "null"})
  void isEqualToItsText(String json) {
    assertThat(RawJson.of(json)).isEqualTo(RawJson.of(json)).hasSameHashCodeAs(RawJson.of(json));
    assertThat(RawJson.of(json)).hasToString(json).isNotEqualTo(RawJson.of(json + " "));
  }
}
