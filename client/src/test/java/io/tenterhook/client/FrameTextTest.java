package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTextTest {

  private static String of(String frame) {
    byte[] bytes = ("##" + frame + "##").getBytes(StandardCharsets.UTF_8);
    return FrameText.of(bytes, 2, bytes.length - 2, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40{\"token\":\"secret\"}|40***",
        "40/realtime,{\"token\":\"secret\"}|40/realtime,***",
        "40/a{b},{\"token\":\"secret\"}|40/a{b},***",
        "40/a?token=secret,{\"token\":\"secret\"}|40/a?***",
        "40/a?token=secret|40/a?***",
        "40\"secret\"|40***",
        "40/realtime,|40/realtime,",
        "40|40",
        "0{\"sid\":\"secret\",\"pingInterval\":1}|0***",
        "2|2",
        "3|3",
        "42[\"e\",{\"a\":1}]|42[\"e\",{\"a\":1}]",
        "44{\"message\":\"secret\"}|44***",
        "44/realtime,{\"data\":\"secret\"}|44/realtime,***",
        "41/realtime,|41/realtime,",
      })
  void masksCredentialsAndNothingElse(String frame, String shown) {
    assertThat(of(frame)).isEqualTo(shown);
  }

  @Test
  void masksCredentialsBehindALongNamespace() {
    assertThat(of("40/" + "n".repeat(990) + ",{\"token\":\"secret\"}")).doesNotContain("secret");
  }

  @Test
  void shortensALongFrame() {
    assertThat(of("42[\"" + "x".repeat(5_000) + "\"]")).hasSize(1_001).endsWith("x…");
  }

  @Test
  void showsBinaryAsItsSize() {
    assertThat(FrameText.of(new byte[] {1, 2, 3, 4}, 1, 4, true)).isEqualTo("(binary, 3 bytes)");
  }
}
