package io.tenterhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolExceptionTest {
  @Test
  void saysRuleExpectedActualPositionAndSource() {
    byte[] packet = Wire.utf8("2[\"a\"x");

    ProtocolException broken =
        ProtocolException.unexpected(ProtocolRule.INVALID_JSON, "','", packet, 5, packet.length);

    assertThat(broken).hasMessage("INVALID_JSON: expected ',', found 'x' at index 5 [RFC 8259]");
    assertThat(broken.rule()).isEqualTo(ProtocolRule.INVALID_JSON);
  }

  @Test
  void saysWhenTheBytesEnd() {
    assertThat(ProtocolException.unexpected(ProtocolRule.INVALID_JSON, "','", new byte[3], 3, 3))
        .hasMessageContaining("found the end at index 3");
  }

  @Test
  void escapesWhatCouldForgeLogLines() {
    byte[] bytes = Wire.hex("0a 41 27 5c 00 ff");

    assertThat(ProtocolException.unexpected(ProtocolRule.INVALID_UTF8, "text", bytes, 0, 6))
        .hasMessageContaining("found '\\x0aA\\x27\\x5c\\x00\\xff' at");
  }

  @Test
  void shortensWhatAPeerSent() {
    byte[] secret = Wire.utf8("x".repeat(100_000));

    assertThat(ProtocolException.unexpected(ProtocolRule.INVALID_JSON, "','", secret, 0, 100_000))
        .hasMessageContaining("'xxxxxxxxxxxxxxxx'… (100000 bytes)");
  }

  @Test
  void carriesNoStackTrace() {
    assertThat(new ProtocolException(ProtocolRule.INVALID_JSON, "detail").getStackTrace())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProtocolRule.class)
  void everyRuleNamesItsSource(ProtocolRule rule) {
    assertThat(rule.source()).isNotBlank();
  }
}
