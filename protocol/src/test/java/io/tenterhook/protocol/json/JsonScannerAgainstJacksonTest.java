package io.tenterhook.protocol.json;

import static io.tenterhook.protocol.Wire.mutate;
import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.Wire;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Jackson and we accept the same documents.
 *
 * <p>Jackson reads text that the JDK has decoded strictly: its own reader of bytes lets overlong
 * forms and surrogates pass, and skips a byte order mark, which we refuse. Its limits on the length
 * of numbers and the depth are lifted to ours. No other difference is known: both take the same
 * name twice, lone surrogates as escapes and 1e999.
 */
class JsonScannerAgainstJacksonTest {
  private static final int ROUNDS = 100_000;
  private static final byte[] ALPHABET = utf8("{}[]:,\"\\/ntfu0123456789eE+-. \n\t\0\u001fa\u00e9");

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonScanner.DEFAULT_MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  @Test
  void bothAcceptGeneratedDocuments() throws IOException {
    Random random = new Random(Wire.seed());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] json = GeneratedJson.value(random);
      assertThat(weAccept(json) && jacksonAccepts(json)).as(what(round, json)).isTrue();
    }
  }

  @Test
  void bothAgreeOnMutatedDocuments() throws IOException {
    Random random = new Random(Wire.seed());
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] json = mutate(random, GeneratedJson.value(random), ALPHABET);
      boolean accepts = jacksonAccepts(json);
      assertThat(weAccept(json)).as(what(round, json)).isEqualTo(accepts);
      accepted += accepts ? 1 : 0;
    }
    // Both verdicts have to occur often, or the test says little.
    assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  @Test
  void bothReadTheSameStrings() throws IOException {
    Random random = new Random(Wire.seed());
    for (int round = 0; round < ROUNDS / 10; round++) {
      byte[] json = GeneratedJson.array(random, "", 0);
      assertThat(ourScalars(json)).as(what(round, json)).isEqualTo(jacksonScalars(json));
    }
  }

  private static boolean weAccept(byte[] json) {
    // Not at the start of the array and not up to its end, so that a read out of range shows.
    byte[] framed = new byte[json.length + 16];
    Arrays.fill(framed, (byte) '"');
    System.arraycopy(json, 0, framed, 5, json.length);
    try {
      JsonScanner.checkValue(framed, 5, 5 + json.length, JsonScanner.DEFAULT_MAX_DEPTH);
      return true;
    } catch (ProtocolException e) {
      return false;
    }
  }

  private static boolean jacksonAccepts(byte[] json) throws IOException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    String withoutSurrogates = text.replaceAll("\\\\u[dD][89a-fA-F]", "\\\\u00");
    try (JsonParser parser = JACKSON.createParser(new StringReader(withoutSurrogates))) {
      int values = 0;
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        parser.finishToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        values += depth == 0 ? 1 : 0;
      }
      return values == 1;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** The strings in a flat array, and the text of the other scalars. */
  private static List<String> ourScalars(byte[] json) {
    List<String> scalars = new ArrayList<>();
    JsonCursor element = JsonCursor.array(json, 0, json.length);
    while (element.next()) {
      scalars.add(
          json[element.start()] == '"'
              ? JsonScanner.readString(json, element.start(), element.end())
              : Wire.text(json, element.start(), element.end()));
    }
    return scalars;
  }

  private static List<String> jacksonScalars(byte[] json) throws IOException {
    List<String> scalars = new ArrayList<>();
    String text = new String(json, StandardCharsets.UTF_8);
    try (JsonParser parser = JACKSON.createParser(new StringReader(text))) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        scalars.add(parser.getText());
      }
    }
    return scalars;
  }

  private static String what(int round, byte[] json) {
    return "seed %d, round %d: %s (%s)"
        .formatted(
            Wire.seed(),
            round,
            new String(json, StandardCharsets.UTF_8),
            HexFormat.of().formatHex(json));
  }
}
