package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.msgpack.MessagePackParser;
import io.tenterhook.protocol.socketio.Parser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames to lines and back. */
class FrameTest {
  private static final Parser MSGPACK = MessagePackParser.create();

  /** As the reference server and client write them, one of each. */
  private static List<List<String>> corpus() {
    return List.of(
        List.of(
            "0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[\"websocket\"],"
                + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}"),
        List.of("1", "2", "2probe", "3probe", "5", "6"),
        List.of("40", "40/admin,{\"token\":\"123\"}", "40{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}"),
        List.of("44{\"message\":\"Not authorized\"}", "44/admin,{\"message\":\"no\",\"data\":[1]}"),
        List.of("41", "41/admin,"),
        List.of("42[\"foo\"]", "42/admin,[\"bar\",1.50,{\"a\":null}]", "4212[\"foo\",true]"),
        List.of("430[]", "43/admin,456[{\"b\":[\"\\u0007\\\"é\"]}]"),
        List.of("451-[\"baz\",{\"_placeholder\":true,\"num\":0}]", "bAQID", "42[\"next\"]"),
        List.of(
            "452-/admin,7[\"two\",{\"x\":{\"_placeholder\":true,\"num\":0}},"
                + "{\"_placeholder\":true,\"num\":1}]",
            "bAAECAw==",
            "b/w=="),
        List.of("461-/a,9[{\"_placeholder\":true,\"num\":0}]", "b"));
  }

  private static List<String> decode(Parser parser, boolean hex, List<String> frames) {
    List<String> lines = new ArrayList<>();
    FrameReader reader = new FrameReader(parser, hex, lines::add);
    frames.forEach(frame -> reader.read("here", frame));
    reader.end("here");
    return lines;
  }

  private static List<String> encode(Parser parser, boolean hex, List<String> lines) {
    List<String> frames = new ArrayList<>();
    FrameWriter writer = new FrameWriter(parser, hex, frames::add);
    lines.forEach(line -> writer.write("here", line));
    return frames;
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void encodingWhatWasDecodedGivesTheSameFrames(List<String> frames) {
    assertThat(encode(Parser.json(), false, decode(Parser.json(), false, frames)))
        .isEqualTo(frames);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void linesAreTheSameByEveryWayOfWriting(List<String> frames) {
    List<String> lines = decode(Parser.json(), false, frames);
    assertThat(decode(Parser.json(), true, encode(Parser.json(), true, lines))).isEqualTo(lines);
    List<String> packed = encode(MSGPACK, false, lines);
    assertThat(decode(MSGPACK, true, encode(MSGPACK, true, lines)))
        .isEqualTo(decode(MSGPACK, false, packed));
    List<String> bare =
        packed.stream().map(frame -> frame.replaceFirst("^b(?=[ghij])", "")).toList();
    assertThat(decode(MSGPACK, false, bare)).isEqualTo(decode(MSGPACK, false, packed));
    assertThat(decode(Parser.json(), false, List.of(String.join("\\x1e", frames))))
        .isEqualTo(decode(Parser.json(), false, List.of(String.join("\u001e", frames))))
        .isEqualTo(lines);
  }

  @Test
  void namesTheParts() {
    assertThat(decode(Parser.json(), false, List.of("42/admin,7[\"a\",{}]", "2probe")))
        .containsExactly(
            "{\"engine\":\"message\",\"socket\":\"event\",\"nsp\":\"/admin\",\"id\":7,"
                + "\"event\":\"a\",\"args\":[{}],\"attachments\":0}",
            "{\"engine\":\"ping\",\"data\":\"probe\"}");
  }

  @Test
  void encodesEventsOfTheSchemaAndPassesOverItsOtherLines() {
    assertThat(
            encode(
                Parser.json(),
                false,
                List.of(
                    "{\"at\":\"2026-01-31T12:00:00.123Z\",\"dir\":\"in\",\"kind\":\"event\","
                        + "\"nsp\":\"/a\",\"event\":\"x\",\"args\":[{\"$base64\":\"AAEC\"}],\"ack\":3}",
                    "{\"kind\":\"disconnect\",\"nsp\":\"/\"}",
                    "{\"event\":\"y\"}")))
        .containsExactly("451-/a,3[\"x\",{\"_placeholder\":true,\"num\":0}]", "bAAEC", "42[\"y\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "9 | expected a packet type from 0 to 6, found '9'",
        "42[\"a\",tru] | expected true, false or null, found 'tru]' at index 7",
        "42[\"connect\"] | RESERVED_EVENT",
        "43[1] | MISSING_ACK_ID",
        "bAQI | INVALID_BASE64: expected 'b' and padded base64",
        "bAQID | UNEXPECTED_BINARY",
        "0{} | INVALID_HANDSHAKE",
        "97:0{} | ENGINE_IO_3",
        "451-[\"a\",{\"_placeholder\":true,\"num\":0}] | the frames end before the attachments"
      })
  void refusesFramesThatBreakARuleAndSaysWhere(String frame, String why) {
    assertRefused(() -> decode(Parser.json(), false, List.of(frame)), why);
  }

  @Test
  void refusesOtherDigitsAndHalfBytes() {
    assertRefused(
        () -> decode(Parser.json(), true, List.of("34 3Z")),
        "expected a hexadecimal digit, found \"Z\" as digit 4");
    assertRefused(() -> decode(Parser.json(), true, List.of("343")), "two hexadecimal digits");
    assertThat(decode(Parser.json(), true, List.of("34:32 5b22 61 22 5D"))).hasSize(1);
  }

  @Test
  void refusesTextWherePacketsAreMessagePack() {
    assertRefused(() -> decode(MSGPACK, false, List.of("42[\"a\"]")), "UNEXPECTED_TEXT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"event\":",
        "{\"event\":\"disconnect\"}",
        "{\"event\":true}",
        "{\"event\":\"a\",\"args\":{}}",
        "{\"event\":\"a\",\"id\":-2}",
        "{\"event\":\"a\",\"id\":1.5}",
        "{\"event\":\"a\",\"args\":[{\"$base64\":\"A\"}]}",
        "{\"socket\":\"ack\",\"args\":[]}",
        "{\"socket\":\"emit\"}",
        "{\"engine\":\"pingpong\"}"
      })
  void refusesLinesThatAreNoPacket(String line) {
    assertRefused(() -> encode(Parser.json(), false, List.of(line)), "here: ");
  }

  private static void assertRefused(Runnable act, String why) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.what()).startsWith("here: ").contains(why);
            });
  }

  @Test
  void decodesStandardInputUpToTheFrameThatIsWrong() throws Exception {
    try (TenterProcess tenter = TenterProcess.start("decode")) {
      tenter.type("42[\"a\"]\n\n2\n42[a]\n2\n");
      assertThat(tenter.exitCode()).isEqualTo(2);
      assertThat(tenter.out()).hasSize(2);
      assertThat(tenter.err()).contains("standard input, line 4: INVALID_JSON: expected");
    }
  }
}
