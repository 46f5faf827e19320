package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a secret comes from is shown, the secret never. */
class MaskedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth | {\"token\":\"x\"} | …",
        "auth | @token.txt | @token.txt",
        "auth | env:TOKEN | env:TOKEN",
        "auth | cmd:vault read secret | cmd:vault …",
        "require-auth | x | …",
        "header | Authorization: Bearer x | Authorization: …",
        "query | token=x=y | token=…",
        "proxy | http://u:x@h:1 | http://***@h:1",
        "proxy | ftp://x | …",
        "url | https://u:x@h/p?a=b&c=d#e | https://…@h/p?a=…&c=…#e",
        "url | :3000 | :3000",
        "path | /a=b | /a=b"
      })
  void hidesWhatOnlyItsOwnerMayKnow(String flag, String value, String shown) {
    assertThat(Masked.value(flag, value)).isEqualTo(shown);
  }
}
