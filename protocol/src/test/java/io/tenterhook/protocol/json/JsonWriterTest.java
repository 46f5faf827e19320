package io.tenterhook.protocol.json;

import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.Wire;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void writesTheBytesOfJsonStringify() {
    assertWrites("", "\"\"");
    assertWrites("plain / 'text' \u007f", "\"plain / 'text' \u007f\"");
    assertWrites("\"\\\b\f\n\r\t", "\"\\\"\\\\\\b\\f\\n\\r\\t\"");
    assertWrites("\u0000\u001f", "\"\\u0000\\u001f\"");
    assertWrites("é\u07ff\u0800\uffff", "\"é\u07ff\u0800\uffff\"");
    assertWrites("😀\udbff\udfff", "\"😀\udbff\udfff\"");
  }

  @Test
  void escapesLoneSurrogates() {
    assertWrites("\ud800", "\"\\ud800\"");
    assertWrites("a\udfffb", "\"a\\udfffb\"");
    assertWrites("\udc00\ud800", "\"\\udc00\\ud800\"");
    assertWrites("\ud83d😀", "\"\\ud83d😀\"");
  }

  @Test
  void writesIntoTheMiddleOfAnArray() {
    byte[] target = new byte[10];

    int after = JsonWriter.writeString("ab", target, 3);

    assertThat(after).isEqualTo(7);
    assertThat(target).containsExactly(0, 0, 0, '"', 'a', 'b', '"', 0, 0, 0);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(Wire.seed());
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        int bits = 5 + random.nextInt(12); // controls, ASCII and surrogates all turn up often
        text.append((char) random.nextInt(1 << Math.min(bits, 16)));
      }
      byte[] json = JsonWriter.string(text);
      JsonScanner.checkValue(json, 0, json.length, 0);
      assertThat(JsonScanner.readString(json, 0, json.length))
          .as("seed %d, round %d", Wire.seed(), round)
          .isEqualTo(text.toString());
      assertWritesUtf8AsItWritesText(text.toString().replaceAll("[\\ud800-\\udfff]", "é"));
    }
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] text = {'a', (byte) 0xc3, '('};

    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> JsonWriter.writeUtf8(text, 0, 3, new byte[9], 0))
        .satisfies(refused -> assertThat(refused.rule()).isEqualTo(ProtocolRule.INVALID_UTF8));
  }

  private static void assertWritesUtf8AsItWritesText(String text) {
    byte[] utf8 = utf8("[" + text);
    byte[] literal = new byte[(int) JsonWriter.utf8Length(utf8, 1, utf8.length)];

    assertThat(JsonWriter.writeUtf8(utf8, 1, utf8.length, literal, 0)).isEqualTo(literal.length);
    assertThat(literal).isEqualTo(JsonWriter.string(text));
  }

  private static void assertWrites(String text, String literal) {
    assertThat(JsonWriter.string(text)).isEqualTo(utf8(literal));
  }
}
