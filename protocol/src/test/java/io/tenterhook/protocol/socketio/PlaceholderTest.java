package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tenterhook.protocol.ProtocolRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_placeholder\":true,\"num\":7}",
        "{\"num\":7,\"_placeholder\":true}",
        " { \"_placeholder\" : true ,\n\"num\" : 7 } ",
        "{\"\\u005fplaceholder\":true,\"n\\u0075m\":7}",
      })
  void isReadInEveryNotation(String json) {
    int start = json.indexOf('{');
    assertThat(Placeholder.num(utf8(json), start, json.lastIndexOf('}') + 1)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "1",
        "\"_placeholder\"",
        "{\"num\":7}",
        "{\"_placeholder\":true}",
        "{\"_placeholder\":false,\"num\":7}",
        "{\"_placeholder\":1,\"num\":7}",
        "{\"_placeholder\":\"true\",\"num\":7}",
        "{\"_placeholder\":null,\"num\":7}",
        "{\"_placeholder\":true,\"num\":-1}",
        "{\"_placeholder\":true,\"num\":1.0}",
        "{\"_placeholder\":true,\"num\":1e0}",
        "{\"_placeholder\":true,\"num\":\"1\"}",
        "{\"_placeholder\":true,\"num\":null}",
        "{\"_placeholder\":true,\"num\":[1]}",
        "{\"_placeholder\":true,\"num\":{}}",
        "{\"_placeholder\":[],\"num\":1}",
        "{\"_placeholder\":true,\"num\":12345678901}",
        "{\"_placeholder\":true,\"num\":1,\"x\":1}",
        "{\"_placeholder\":true,\"_placeholder\":true}",
        "{\"num\":1,\"num\":1}",
        "{\"x\":1,\"_placeholder\":true,\"num\":1}",
      })
  void isNothingElse(String json) {
    assertThat(Placeholder.num(utf8(json), 0, json.length())).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 10, 99, 100, 1_000_001, Integer.MAX_VALUE})
  void isReadAsItIsWritten(int num) {
    byte[] json = Placeholder.json(num);

    assertThat(json).isEqualTo(utf8("{\"_placeholder\":true,\"num\":" + num + "}"));
    assertThat(Placeholder.num(json, 0, json.length)).isEqualTo(num);
  }

  @Test
  void isWrittenIntoAnArrayWithRoomForTheLongest() {
    byte[] target = new byte[1 + Placeholder.MAX_BYTES];

    assertThat(Placeholder.write(Integer.MAX_VALUE, target, 1)).isEqualTo(target.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\"]",
        "[\"a\",{\"_placeholder\":true,\"num\":0}]",
        "[{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]",
        "[{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":1}]",
        "[{\"a\":[{\"b\":{\"num\":1,\"_placeholder\":true}}]}]",
        "[\"_placeholder\",true,\"{\\\"_placeholder\\\":true}\"]",
        "[{\"_placeholder\":false}]",
        "[{\"_placeholder\":\"true\"},{\"num\":5}]",
        "[{\"x\":\"_placeholder\"}]",
      })
  void isAcceptedWhereAnAttachmentIsThere(String json) {
    assertThatCode(() -> Placeholder.checkAll(utf8(json), 0, json.length(), 2))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"_placeholder\":true,\"num\":2}]",
        "[{\"_placeholder\":true,\"num\":4294967296}]",
        "[{\"_placeholder\":true,\"num\":-1}]",
        "[{\"_placeholder\":true,\"num\":0.5}]",
        "[{\"_placeholder\":true,\"num\":\"0\"}]",
        "[{\"_placeholder\":true}]",
        "[{\"_placeholder\":true,\"num\":0,\"x\":1}]",
        "[{\"x\":{},\"_placeholder\":true,\"num\":0}]",
        "[{\"_placeholder\":true,\"x\":{\"_placeholder\":true,\"num\":0}}]",
        "[{\"x\":{\"_placeholder\":true,\"num\":0},\"_placeholder\":true}]",
        "[{\"_placeholder\":true,\"_placeholder\":true}]",
        "[{\"\\u005fplaceholder\" : true}]",
        "[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":9}]",
      })
  void isRefusedOtherwise(String json) {
    assertThat(brokenRule(() -> Placeholder.checkAll(utf8(json), 0, json.length(), 2)))
        .isEqualTo(ProtocolRule.INVALID_PLACEHOLDER);
  }
}
