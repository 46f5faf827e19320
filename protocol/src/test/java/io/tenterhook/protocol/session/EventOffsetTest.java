package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.Wire;
import io.tenterhook.protocol.json.GeneratedJson;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The scan from the end, against a walk from the front and against garbage. */
class EventOffsetTest {
  private static final byte[] ALPHABET = Wire.utf8("\"\"\"\\\\\\ax[],: \n\u00e9");

  private final Random random = new Random(Wire.seed());

  private static Packet.@Nullable Event event(byte[] args) {
    byte[] message = Wire.utf8("2" + new String(args, StandardCharsets.UTF_8));
    PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);
    return (Packet.Event) decoder.text(message, 0, message.length);
  }

  private static @Nullable String lastStringFromTheFront(Packet.Event event) {
    JsonCursor cursor = JsonCursor.array(event.array(), event.argsStart(), event.argsEnd());
    assertThat(cursor.next()).as("the name").isTrue();
    int start = -1;
    int end = -1;
    while (cursor.next()) {
      start = cursor.start();
      end = cursor.end();
    }
    return start >= 0 && event.array()[start] == '"'
        ? JsonScanner.readString(event.array(), start, end)
        : null;
  }

  @Test
  void isWhatAWalkFromTheFrontFinds() {
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      Packet.Event event = event(GeneratedJson.array(random, "\"e\"", 2));
      assertThat(event).isNotNull();

      String offset = EventOffset.of(event);

      assertThat(offset).isEqualTo(lastStringFromTheFront(event));
      found += offset == null ? 0 : 1;
    }
    assertThat(found).as("events that end with a string").isGreaterThan(1_000);
  }

  @Test
  void isLookedForOnlyInTheRange() {
    for (int i = 0; i < 100_000; i++) {
      byte[] range = new byte[1 + random.nextInt(12)];
      for (int at = 0; at < range.length; at++) {
        range[at] = ALPHABET[random.nextInt(ALPHABET.length)];
      }
      range[range.length - 1] = '"';

      int alone = EventOffset.openingQuote(range, 0, range.length - 1);

      assertThat(alone).isBetween(-1, range.length - 2);
      for (byte[] around : new byte[][] {{'"', '"'}, {'\\', '\\'}, {'"', '\\'}}) {
        byte[] whole = Arrays.copyOf(around, 2 + range.length);
        System.arraycopy(range, 0, whole, 2, range.length);
        int within = EventOffset.openingQuote(whole, 2, whole.length - 1);
        assertThat(within).isEqualTo(alone < 0 ? -1 : alone + 2);
      }
    }
  }

  @Test
  void isNothingInAnEmptyRange() {
    assertThat(EventOffset.openingQuote(Wire.utf8("\"\""), 2, 1)).isEqualTo(-1);
  }

  @Test
  void isNotCutAtAnEscapedQuoteAtTheLongestDistance() {
    String escaped = "\\\"" + "x".repeat(EventOffset.MAX_BYTES);

    assertThat(EventOffset.openingQuote(Wire.utf8("\"" + escaped + "\""), 0, escaped.length() + 1))
        .isEqualTo(-1);
  }
}
