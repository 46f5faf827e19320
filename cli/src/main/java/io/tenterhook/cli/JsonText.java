package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tenterhook.client.Arguments;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.spi.JsonSink;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Valid JSON text to valid JSON text on one line: digits and the order of members stay as they are,
 * binary is <code>{"$base64":"…"}</code> for people and an attachment on the wire.
 *
 * <p>Nothing of the result can move a terminal: C1 controls and marks that change the direction of
 * text are escaped (all others JSON escapes anyway).
 */
final class JsonText {
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\{\\s*\"_placeholder\"\\s*:\\s*true\\s*,\\s*\"num\"\\s*:\\s*(\\d{1,9})\\s*}");
  private static final Pattern BASE64 =
      Pattern.compile("\\{\\s*\"\\$base64\"\\s*:\\s*\"([A-Za-z0-9+/=]*+)\"\\s*}");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]");

  /** The client has checked what comes here, by its own limits. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonText() {}

  /** Writes instead of an object that stands for binary. */
  private interface Replacement {
    void write(JsonGenerator out, String found) throws IOException;
  }

  /** Writes JSON. */
  interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  /** What a writer writes, on one line. */
  static String of(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      content.write(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory has failed", impossible);
    }
    return UNPRINTABLE
        .matcher(text.toString())
        .replaceAll(odd -> String.format("\\\\u%04x", (int) odd.group().charAt(0)));
  }

  /** To read a text that need not be valid. */
  static JsonParser parser(String json) throws IOException {
    return FACTORY.createParser(json);
  }

  static String quote(String text) {
    return of(out -> out.writeString(text));
  }

  static String compact(RawJson json) {
    return compact(json.toString(), List.of());
  }

  /** All arguments as one array. */
  static String compact(Arguments arguments) {
    return compact(arguments.json().toString(), arguments.attachments());
  }

  /** From the wire to people: a placeholder becomes its attachment in base64. */
  static String compact(String json, List<byte[]> attachments) {
    return of(
        out ->
            copy(
                json,
                out,
                PLACEHOLDER,
                (there, number) -> {
                  there.writeStartObject();
                  there.writeStringField(
                      "$base64",
                      Base64.getEncoder()
                          .encodeToString(attachments.get(Integer.parseInt(number))));
                  there.writeEndObject();
                },
                attachments.isEmpty()));
  }

  static boolean holdsBase64(String json) {
    return BASE64.matcher(json).find();
  }

  /** From people to the wire: base64 becomes an attachment. */
  static void write(String json, JsonSink sink) throws IOException {
    try (JsonGenerator out = FACTORY.createGenerator(sink)) {
      copy(
          json,
          out,
          BASE64,
          (there, base64) -> {
            there.writeStartObject();
            there.writeBooleanField("_placeholder", true);
            there.writeNumberField(
                "num", sink.attach(ByteBuffer.wrap(Base64.getDecoder().decode(base64))));
            there.writeEndObject();
          },
          false);
    }
  }

  private static void copy(
      String json, JsonGenerator out, Pattern special, Replacement replacement, boolean asItIs)
      throws IOException {
    Matcher matcher = special.matcher(json);
    try (JsonParser in = FACTORY.createParser(json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.START_OBJECT
            && !asItIs
            && matcher
                .region((int) in.currentTokenLocation().getCharOffset(), json.length())
                .lookingAt()) {
          replacement.write(out, matcher.group(1));
          in.skipChildren();
        } else if (token.isNumeric()) {
          out.writeNumber(in.getText());
        } else {
          out.copyCurrentEvent(in);
        }
      }
    }
  }
}
