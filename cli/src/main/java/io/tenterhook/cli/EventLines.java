package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.client.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines back that {@link JsonLines} writes, one at a time. Only events come out: lines of
 * other kinds, and blank ones, are passed over. {@code kind}, {@code at}, {@code dir}, {@code nsp}
 * and {@code args} may be missing; unknown members are let be.
 *
 * <pre>
 * {"at":"2026-01-31T12:00:00.123Z","dir":"in","kind":"event","nsp":"/","event":"price","args":[…],"ack":7}
 * {"event":"price"}
 * </pre>
 */
final class EventLines {
  private static final int SHOWN_COMPLAINT = 200;
  private static final Pattern PLACE = Pattern.compile("\\[Source: .*?column: (\\d+)\\]");

  private final LineReader lines;

  /**
   * @param name of the stream, for messages
   */
  EventLines(InputStream in, String name) {
    this(new LineReader(in, name));
  }

  EventLines(LineReader lines) {
    this.lines = lines;
  }

  /**
   * The next event; null at the end of the stream. Blocks.
   *
   * @throws CommandFailure if a line is none of the schema; says where
   */
  @Nullable EventLine next() {
    for (String text = lines.next(); text != null; text = lines.next()) {
      if (!text.isBlank()) {
        EventLine event = parse(text);
        if (event != null) {
          return event;
        }
      }
    }
    return null;
  }

  private @Nullable EventLine parse(String text) {
    try (JsonParser in = JsonText.parser(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw expected(in, "an object, as of tenter listen");
      }
      Members members = new Members();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        read(in, name, text, members);
      }
      if (in.nextToken() != null) {
        throw expected(in, "nothing after the object");
      }
      return members.toLine();
    } catch (JsonProcessingException invalid) {
      throw invalid(invalid);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory has failed", impossible);
    }
  }

  private void read(JsonParser in, String name, String text, Members members) throws IOException {
    switch (name) {
      case "kind" -> members.kind = string(in, name);
      case "at" -> members.at = instant(in);
      case "dir" -> members.dir = direction(in);
      case "nsp" -> members.namespace = string(in, name);
      case "event" -> members.event = string(in, name);
      case "args" -> members.args = array(in, text);
      default -> in.skipChildren();
    }
  }

  /** What a line has said so far. */
  private final class Members {
    private @Nullable String kind;
    private @Nullable Instant at;
    private @Nullable Direction dir;
    private @Nullable String namespace;
    private @Nullable String event;
    private String args = "[]";

    private @Nullable EventLine toLine() {
      if (kind != null && !kind.equals("event")) {
        return null;
      }
      if (event == null) {
        throw lines.wrong(
            1,
            kind == null ? "there is neither \"kind\" nor \"event\"" : "there is no \"event\"",
            "an event is {\"event\":\"NAME\",\"args\":[…]}");
      }
      return new EventLine(lines.where(), at, dir, namespace, event, args);
    }
  }

  private String string(JsonParser in, String name) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw expected(in, "a string for \"" + name + "\"");
    }
    return in.getText();
  }

  private Instant instant(JsonParser in) throws IOException {
    try {
      return Instant.parse(string(in, "at"));
    } catch (DateTimeException invalid) {
      throw expected(in, "a time as 2026-01-31T12:00:00.123Z for \"at\"");
    }
  }

  private Direction direction(JsonParser in) throws IOException {
    return switch (string(in, "dir")) {
      case "in" -> Direction.IN;
      case "out" -> Direction.OUT;
      default -> throw expected(in, "\"in\" or \"out\" for \"dir\"");
    };
  }

  private String array(JsonParser in, String text) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw expected(in, "an array for \"args\"");
    }
    int start = (int) in.currentTokenLocation().getCharOffset();
    in.skipChildren();
    String args = text.substring(start, (int) in.currentLocation().getCharOffset());
    try {
      RawJson.of(args);
    } catch (IllegalArgumentException stricter) {
      // Deeper than the client sends.
      throw lines.wrong(start + 1, "args are " + stricter.getMessage(), "");
    }
    return args;
  }

  private CommandFailure expected(JsonParser in, String what) {
    return lines.wrong(in.currentTokenLocation().getColumnNr(), "expected " + what, "");
  }

  private CommandFailure invalid(JsonProcessingException invalid) {
    JsonLocation at = invalid.getLocation();
    // Jackson counts lines of its own, and names a source that it does not have.
    String complaint =
        PLACE
            .matcher(invalid.getOriginalMessage().lines().findFirst().orElse(""))
            .replaceAll("column $1");
    return lines.wrong(
        at == null ? 1 : at.getColumnNr(),
        "not JSON: "
            + (complaint.length() > SHOWN_COMPLAINT
                ? complaint.substring(0, SHOWN_COMPLAINT) + "…"
                : complaint),
        "");
  }
}
