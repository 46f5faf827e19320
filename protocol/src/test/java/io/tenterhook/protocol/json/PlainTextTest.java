package io.tenterhook.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void stopsAtEverySpecialByteInEveryPlace() {
    for (int special = 0; special < 256; special++) {
      boolean plain = special >= 0x20 && special < 0x80 && special != '"' && special != '\\';
      for (int place = 0; place < 24; place++) {
        byte[] json = new byte[24];
        Arrays.fill(json, (byte) 'x');
        json[place] = (byte) special;
        assertThat(PlainText.end(json, 0, 24))
            .as("byte %d at %d", special, place)
            .isEqualTo(plain ? 24 : place);
      }
    }
  }

  @Test
  void stopsAtTheFirstOfTwoSpecialBytesWhateverStandsBetween() {
    int[] specials = {0, 0x1f, '"', '\\', 0x80, 0xff};
    for (int first : specials) {
      for (int between = 0x20; between < 0x7f; between++) {
        byte[] json = new byte[16];
        Arrays.fill(json, (byte) between);
        json[3] = (byte) first;
        json[5] = '"';
        int end = between == '"' || between == '\\' ? 0 : 3;
        assertThat(PlainText.end(json, 0, 16)).as("%d, %d", first, between).isEqualTo(end);
      }
    }
  }

  @Test
  void looksAtNothingOutsideTheRange() {
    byte[] json = new byte[40];
    Arrays.fill(json, (byte) 'x');
    json[9] = '"';
    json[30] = '"';
    for (int start = 10; start < 30; start++) {
      assertThat(PlainText.end(json, start, 30)).isEqualTo(30);
    }
  }
}
