package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.client.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON for people: coloured, on one line; or, where that is too long, each member and element on a
 * line of its own, those that are too long themselves again so.
 */
final class PrettyJson {
  private static final int STEP = 2;

  private final Terminal terminal;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private PrettyJson(Terminal terminal, int width) {
    this.terminal = terminal;
    this.width = width;
  }

  /**
   * On one line, however long.
   *
   * @param json valid, as of {@link JsonText#compact}
   */
  static String onOneLine(String json, Terminal terminal) {
    PrettyJson pretty = new PrettyJson(terminal, Integer.MAX_VALUE);
    pretty.oneLine(json);
    return pretty.text.toString();
  }

  /**
   * On as many lines as it takes.
   *
   * @param json valid, as of {@link JsonText#compact}
   * @param indent where it starts, and what is in front of each further line
   * @param width where lines end, if they can be broken
   */
  static String fitted(String json, int indent, int width, Terminal terminal) {
    PrettyJson pretty = new PrettyJson(terminal, width);
    pretty.write(RawJson.of(json), indent, indent);
    return pretty.text.toString();
  }

  private void write(RawJson value, int column, int indent) {
    String json = value.toString();
    if (column + json.length() < width) {
      oneLine(json);
    } else if (value.type() == RawJson.Type.OBJECT && !value.members().isEmpty()) {
      String separator = "{";
      for (Map.Entry<String, RawJson> member : value.members().entrySet()) {
        String key = JsonText.quote(member.getKey());
        newLine(separator, indent + STEP);
        text.append(terminal.paint(Style.KEY, key)).append(": ");
        write(member.getValue(), indent + STEP + key.length() + 2, indent + STEP);
        separator = ",";
      }
      newLine("", indent);
      text.append('}');
    } else if (value.type() == RawJson.Type.ARRAY && !value.elements().isEmpty()) {
      String separator = "[";
      for (RawJson element : value.elements()) {
        newLine(separator, indent + STEP);
        write(element, indent + STEP, indent + STEP);
        separator = ",";
      }
      newLine("", indent);
      text.append(']');
    } else {
      oneLine(json);
    }
  }

  private void newLine(String separator, int indent) {
    text.append(separator).append('\n').append(" ".repeat(indent));
  }

  private void oneLine(String json) {
    try (JsonParser in = JsonText.parser(json)) {
      JsonToken before = null;
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (isBehindAnother(before, token)) {
          text.append(',');
        }
        token(in, token);
        before = token;
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory has failed", impossible);
    }
  }

  private static boolean isBehindAnother(@Nullable JsonToken before, JsonToken token) {
    return before != null
        && before != JsonToken.FIELD_NAME
        && !before.isStructStart()
        && !token.isStructEnd();
  }

  private void token(JsonParser in, JsonToken token) throws IOException {
    switch (token) {
      case FIELD_NAME ->
          text.append(terminal.paint(Style.KEY, JsonText.quote(in.currentName()))).append(':');
      case VALUE_STRING -> text.append(terminal.paint(Style.TEXT, JsonText.quote(in.getText())));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          text.append(terminal.paint(Style.NUMBER, in.getText()));
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          text.append(terminal.paint(Style.LITERAL, token.asString()));
      default -> text.append(token.asString());
    }
  }
}
