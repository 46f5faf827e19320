package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonRangeTest {
  @Test
  void isEqualByContent() {
    JsonRange range = new JsonRange(utf8("0{}"), 1, 3);

    assertThat(range)
        .isEqualTo(new JsonRange(utf8("xx{}x"), 2, 4))
        .hasSameHashCodeAs(new JsonRange(utf8("xx{}x"), 2, 4))
        .isNotEqualTo(new JsonRange(utf8("[]"), 0, 2))
        .isNotEqualTo("{}");
  }

  @Test
  void showsItsText() {
    assertThat(new JsonRange(utf8("4\"é\""), 1, 5)).hasToString("\"é\"");
  }
}
