package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.JsonSink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final List<byte[]> NONE = List.of();
  private static final List<byte[]> TWO = List.of(new byte[] {0, 1, 2}, new byte[] {-1});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "1.50",
        "1e400",
        "-0.0",
        "{\"b\":1,\"a\":2,\"b\":3}",
        "[[],{},\"\",null,true,false]",
        "\"\\u0000\\\"é😀\""
      })
  void keepsDigitsOrderAndEmptyValues(String json) {
    assertThat(JsonText.compact(json, NONE)).isEqualTo(json);
  }

  @Test
  void takesOutWhiteSpaceSoThatALineStaysALine() {
    assertThat(JsonText.compact("[ 1 ,\n {\"a\" :\r\n\"b c\"} ]", NONE))
        .isEqualTo("[1,{\"a\":\"b c\"}]");
  }

  @Test
  void escapesWhatCouldMoveATerminal() {
    assertThat(JsonText.quote("\u009b2J\u202e\u007f\033[2J"))
        .isEqualTo("\"\\u009b2J\\u202e\\u007f\\u001B[2J\"");
  }

  @Test
  void showsAttachmentsInBase64AnywhereInAValue() {
    String json =
        "[{\"_placeholder\":true,\"num\":1},{\"a\":[ { \"_placeholder\" : true , \"num\" : 0 } ]}]";
    assertThat(JsonText.compact(json, TWO))
        .isEqualTo("[{\"$base64\":\"/w==\"},{\"a\":[{\"$base64\":\"AAEC\"}]}]");
  }

  @Test
  void findsAPlaceholderBehindALongText() {
    String text = "\"" + "é".repeat(100_000) + "\"";
    assertThat(JsonText.compact("[" + text + ",{\"_placeholder\":true,\"num\":1}]", TWO))
        .isEqualTo("[" + text + ",{\"$base64\":\"/w==\"}]");
  }

  @Test
  void takesAPlaceholderForPlainDataWhereNothingIsAttached() {
    String json = "{\"_placeholder\":true,\"num\":0}";
    assertThat(JsonText.compact(json, NONE)).isEqualTo(json);
  }

  @Test
  void takesTextThatLooksLikeAPlaceholderForText() {
    String json = "[\"{\\\"_placeholder\\\":true,\\\"num\\\":0}\"]";
    assertThat(JsonText.compact(json, TWO)).isEqualTo(json);
  }

  @Test
  void attachesBase64OnTheWayOut() throws Exception {
    RecordingSink sink = new RecordingSink();
    JsonText.write("{\"a\":{\"$base64\":\"AAEC\"},\"n\":1.50}", sink);
    assertThat(sink.text()).isEqualTo("{\"a\":{\"_placeholder\":true,\"num\":0},\"n\":1.50}");
    assertThat(sink.attachments).containsExactly(new byte[] {0, 1, 2});
  }

  @Test
  void bearsTheLongestNumbersNamesAndStringsThatAClientLetsIn() {
    String json = "{\"" + "n".repeat(200_000) + "\":" + "7".repeat(200_000) + "}";
    assertThat(JsonText.compact(json, NONE)).isEqualTo(json);
  }

  private static final class RecordingSink extends JsonSink {
    final List<byte[]> attachments = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void write(byte[] array, int offset, int length) {
      bytes.write(array, offset, length);
    }

    @Override
    public int attach(ByteBuffer data) {
      byte[] copy = new byte[data.remaining()];
      data.get(copy);
      attachments.add(copy);
      return attachments.size() - 1;
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
