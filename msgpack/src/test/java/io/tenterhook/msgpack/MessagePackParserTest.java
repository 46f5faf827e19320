package io.tenterhook.msgpack;

import static io.tenterhook.msgpack.Bytes.event;
import static io.tenterhook.msgpack.Bytes.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we send, byte by byte as notepack.io would write it, but for the order of the members. */
class MessagePackParserTest {
  private static final Namespace CHAT = Namespace.of("/chat");

  private final Parser parser = MessagePackParser.create();

  @Test
  void writesEveryPacketOfAClient() {
    assertThat(parser.connect(Namespace.ROOT, null))
        .isEqualTo(Bytes.of("82 a4'type' 00 a3'nsp' a1'/'"));
    assertThat(parser.connect(CHAT, "{\"token\":\"t\"}".getBytes(UTF_8)))
        .isEqualTo(Bytes.of("83 a4'type' 00 a3'nsp' a5'/chat' a4'data' 81 a5'token' a1't'"));
    assertThat(parser.connectError(CHAT, "{\"message\":\"no\"}".getBytes(UTF_8)))
        .isEqualTo(Bytes.of("83 a4'type' 04 a3'nsp' a5'/chat' a4'data' 81 a7'message' a2'no'"));
    assertThat(parser.disconnect(CHAT)).isEqualTo(Bytes.of("82 a4'type' 01 a3'nsp' a5'/chat'"));
    assertThat(event("/", -1, "[\"hi\",1]"))
        .isEqualTo(Bytes.of("83 a4'type' 02 a3'nsp' a1'/' a4'data' 92 a2'hi' 01"));
    assertThat(event("/chat", 7, "[\"hi\"]"))
        .isEqualTo(Bytes.of("84 a4'type' 02 a3'nsp' a5'/chat' a2'id' 07 a4'data' 91 a2'hi'"));
    byte[] ack = parser.payload("[true]".getBytes(UTF_8), 0, 6, List.of(), 60);
    int start = parser.ackHeader(ack, 60, Namespace.ROOT, 300, 0);
    assertThat(Arrays.copyOfRange(ack, start, ack.length))
        .isEqualTo(Bytes.of("84 a4'type' 03 a3'nsp' a1'/' a2'id' cd 01 2c a4'data' 91 c3"));
  }

  @Test
  void headroomIsEnoughForTheLargestHeaderOfAnyNamespace() {
    for (int length : new int[] {1, 30, 31, 32, 255, 256, 70_000}) {
      Namespace name = Namespace.of("/" + "é".repeat(length));
      int headroom = parser.headroom(name);
      byte[] frame = new byte[headroom];

      assertThat(parser.eventHeader(frame, headroom, name, (1L << 53) - 1, 0)).isZero();
      assertThat(parser.eventHeader(frame, headroom, name, -1, 0))
          .isEqualTo(headroom - parser.headerBytes(name));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                     | 00
          127                   | 7f
          128                   | cc 80
          255                   | cc ff
          256                   | cd 01 00
          65535                 | cd ff ff
          65536                 | ce 00 01 00 00
          4294967295            | ce ff ff ff ff
          4294967296            | cf 00 00 00 01 00 00 00 00
          9007199254740993      | cf 00 20 00 00 00 00 00 01
          9223372036854775807   | cf 7f ff ff ff ff ff ff ff
          18446744073709551615  | cf ff ff ff ff ff ff ff ff
          -1                    | ff
          -32                   | e0
          -33                   | d0 df
          -128                  | d0 80
          -129                  | d1 ff 7f
          -32768                | d1 80 00
          -32769                | d2 ff ff 7f ff
          -2147483648           | d2 80 00 00 00
          -2147483649           | d3 ff ff ff ff 7f ff ff ff
          -9223372036854775808  | d3 80 00 00 00 00 00 00 00
          2.0                   | 02
          2e2                   | cc c8
          9007199254740993.0    | cf 00 20 00 00 00 00 00 01
          1.5                   | cb 3f f8 00 00 00 00 00 00
          0.1                   | cb 3f b9 99 99 99 99 99 9a
          1e21                  | cb 44 4b 1a e4 d6 e2 ef 50
          1E308                 | cb 7f e1 cc f3 85 eb c8 a0
          4.9E-324              | cb 00 00 00 00 00 00 00 01
          -0                    | cb 80 00 00 00 00 00 00 00
          -0.0                  | cb 80 00 00 00 00 00 00 00
          0.1000000000000000055511151231257827 | cb 3f b9 99 99 99 99 99 9a
          5.684341886080802E-14 | cb 3d 30 00 00 00 00 00 00
          """)
  void writesNumbersInTheirSmallestForm(String json, String bytes) {
    assertThat(payload("[" + json + "]")).isEqualTo(Bytes.of("91" + bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18446744073709551617",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "0.10000000000000000000000001",
        "3.14159265358979323846",
        "1E400",
        "-1e309",
        "1e-400",
        "1e99999999999"
      })
  void refusesNumbersThatWouldLoseDigits(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> payload("[" + json + "]"))
        .withMessageContaining(json)
        .withMessageContaining("neither a 64-bit integer nor a double");
  }

  @Test
  void refusesAVeryLongNumberWithoutReadingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> payload("[" + "7".repeat(1_000_000) + "]"))
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void writesEveryKindOfValue() {
    assertThat(payload(" [ null , true , false , \"é\" , { } , [ ] , {\"a\":[1,{}]} ] "))
        .isEqualTo(Bytes.of("97 c0 c3 c2 a2'é' 80 90 81 a1'a' 92 01 80"));
  }

  @Test
  void writesTextWithoutItsEscapes() {
    assertThat(payload("[\"\\u0061\\n\\\"\\ud83d\\ude00\"]"))
        .isEqualTo(Bytes.of("91 a7 'a' 0a 22 '😀'"));
  }

  @Test
  void refusesHalfOfASurrogatePair() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> payload("[\"ok\",\"\\ud83d\"]"))
        .withMessageContaining("index 6")
        .withMessageContaining("surrogate");
  }

  @Test
  void writesTheHeaderOfEachSize() {
    assertThat(payload("[\"" + "x".repeat(31) + "\"]")).startsWith(Bytes.of("91 bf 78"));
    assertThat(payload("[\"" + "x".repeat(32) + "\"]")).startsWith(Bytes.of("91 d9 20 78"));
    assertThat(payload("[\"" + "x".repeat(256) + "\"]")).startsWith(Bytes.of("91 da 01 00 78"));
    assertThat(payload("[\"" + "x".repeat(65_536) + "\"]"))
        .startsWith(Bytes.of("91 db 00 01 00 00 78"));
    assertThat(payload("[" + "1,".repeat(15) + "1]")).startsWith(Bytes.of("dc 00 10 01"));
    assertThat(payload("[" + "1,".repeat(65_535) + "1]")).startsWith(Bytes.of("dd 00 01 00 00 01"));
    assertThat(payload("[{" + "\"\":1,".repeat(15) + "\"\":1}]"))
        .startsWith(Bytes.of("91 de 00 10 a0 01"));
  }

  @Test
  void putsAttachmentsWhereTheirPlaceholdersStand() {
    byte[] large = new byte[70_000];
    String placeholders =
        "{\"_placeholder\":true,\"num\":0},[{ \"num\" : 1 , \"_placeholder\" : true }]";

    assertThat(payload("[" + placeholders + ",{}]", new byte[] {1, 2}, new byte[0]))
        .isEqualTo(Bytes.of("93 c4 02 01 02 91 c4 00 80"));
    assertThat(payload("[{\"_placeholder\":true,\"num\":0}]", new byte[256]))
        .startsWith(Bytes.of("91 c5 01 00 00"));
    assertThat(payload("[{\"_placeholder\":true,\"num\":0}]", large))
        .startsWith(Bytes.of("91 c6 00 01 11 70 00"))
        .hasSize(70_006);
  }

  @Test
  void aMapThatLooksLikeAPlaceholderStaysAMapWhereThereAreNoAttachments() {
    assertThat(payload("[{\"_placeholder\":true,\"num\":0}]"))
        .isEqualTo(Bytes.of("91 82 ac'_placeholder' c3 a3'num' 00"));
  }

  @Test
  void depthCostsNoStack() {
    int depth = 100_000;

    assertThat(payload("[".repeat(depth) + "]".repeat(depth)))
        .hasSize(depth)
        .endsWith(0x91, 0x91, 0x90);
  }
}
