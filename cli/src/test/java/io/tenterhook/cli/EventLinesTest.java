package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.Transport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLinesTest {
  private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123Z");

  private final JsonLines written = new JsonLines(() -> AT);

  private static EventLines reading(List<String> lines) {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return new EventLines(new ByteArrayInputStream(text), "f");
  }

  private static EventLine only(String line) {
    EventLines lines = reading(List.of(line));
    EventLine first = lines.next();
    assertThat(first).isNotNull();
    assertThat(lines.next()).isNull();
    return first;
  }

  @Test
  void readsWhatJsonLinesWrites() {
    String args = "[1.50,9007199254740993,\"a\\u0007\\n\",{\"b\":[true,null]}]";
    String line = written.event(Direction.IN, "/é", "prïce", args, OptionalLong.of(7));
    assertThat(only(line))
        .isEqualTo(new EventLine("f, line 1", AT, Direction.IN, "/é", "prïce", args));
  }

  @Test
  void passesOverAllOtherKindsAndBlankLines() {
    EventLines lines =
        reading(
            List.of(
                written.connect("/", "s", false, Transport.POLLING),
                written.upgrade(Transport.WEBSOCKET),
                written.connectError("/", "no", Optional.of(RawJson.of("{\"event\":1}"))),
                written.reconnect(1, Duration.ofSeconds(1)),
                "",
                " \t",
                written.ack(Direction.OUT, "/", "[1]"),
                written.error("E", "m"),
                written.disconnect("/", "transport close", true),
                written.event(Direction.OUT, "/", "a", "[]", OptionalLong.empty())));
    EventLine event = lines.next();
    assertThat(event).isNotNull();
    assertThat(event.where()).isEqualTo("f, line 10");
    assertThat(event.dir()).isEqualTo(Direction.OUT);
    assertThat(lines.next()).isNull();
  }

  @Test
  void takesLinesWrittenByHand() {
    assertThat(only(" {\"x\":{\"event\":[2]}, \"args\" : [ 1 , {} ] , \"event\":\"a\"} "))
        .isEqualTo(new EventLine("f, line 1", null, null, null, "a", "[ 1 , {} ]"));
    assertThat(only("{\"event\":\"a\"}").args()).isEqualTo("[]");
  }

  @Test
  void keepsBase64ForAttaching() {
    assertThat(only("{\"event\":\"a\",\"args\":[{\"$base64\":\"AAEC\"},1]}").arguments())
        .containsExactly(new Base64Json("{\"$base64\":\"AAEC\"}"), RawJson.of("1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1] | 1 | expected an object",
        "hello | 1 | not JSON: Unrecognized token 'hello'",
        "{} | 1 | there is neither \"kind\" nor \"event\"",
        "{\"kind\":\"event\"} | 1 | there is no \"event\"",
        "{\"event\":7} | 10 | expected a string for \"event\"",
        "{\"event\":\"é\",\"args\":{}} | 21 | expected an array for \"args\"",
        "{\"event\":\"a\",\"args\":[1,]} | 24 | not JSON: Unexpected character (']'",
        "{\"event\":\"a\",\"args\":[01]} | 23 | not JSON: Invalid numeric value",
        "{\"event\":\"a\"}{} | 14 | expected nothing after the object",
        "{\"event\":\"a\" | 13 | not JSON: Unexpected end-of-input",
        "{\"event\":\"a\",\"at\":\"noon\"} | 19 | expected a time as 2026-01-31T12:00:00.123Z",
        "{\"event\":\"a\",\"dir\":\"up\"} | 20 | expected \"in\" or \"out\""
      })
  void refusesOtherLinesAndSaysWhere(String line, int column, String why) {
    EventLines lines = reading(List.of("{\"event\":\"before\"}", line));
    assertThat(lines.next()).isNotNull();
    assertThatThrownBy(lines::next)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.what()).startsWith("f, line 2, column " + column + ": " + why);
            });
  }

  @Test
  void refusesArgumentsThatAreTooDeepToSend() {
    String line = "{\"event\":\"a\",\"args\":" + "[".repeat(600) + "]".repeat(600) + "}";
    assertThatThrownBy(() -> only(line)).hasMessageContaining("line 1, column 21: args are");
    String deeper = "{\"event\":\"a\",\"args\":" + "[".repeat(9_000) + "]".repeat(9_000) + "}";
    assertThatThrownBy(() -> only(deeper)).isInstanceOf(CommandFailure.class);
  }

  @Test
  void shortensWhatItComplainsAbout() {
    assertThatThrownBy(() -> only("x".repeat(100_000)))
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(300));
  }
}
