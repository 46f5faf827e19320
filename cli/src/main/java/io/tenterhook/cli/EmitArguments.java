package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tenterhook.client.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words after the event's name, as what is sent:
 *
 * <pre>
 * 5  '{"a":1}'  null      valid JSON is JSON
 * hello                   anything else is a string
 * sym=ACME price:=1.5     all of these together are one object, {"sym":"ACME","price":1.5}
 * {@literal @}file                   the file's JSON
 * {@literal @}{@literal @}file                  the file's bytes
 * -                       standard input: JSON, else a string
 * </pre>
 */
final class EmitArguments {
  static final int MAX_BYTES = 16 << 20;
  private static final Pattern MEMBER =
      Pattern.compile("([\\p{L}_$][\\p{L}\\p{N}_$.-]*)(:?=)(.*)", Pattern.DOTALL);

  private final InputStream in;
  private final List<@Nullable Object> arguments = new ArrayList<>();
  private final Map<String, String> members = new LinkedHashMap<>();
  private int objectAt = -1;
  private boolean inputRead;

  private EmitArguments(InputStream in) {
    this.in = in;
  }

  /**
   * @param in standard input, read only where a word asks for it
   * @throws CommandFailure if a word cannot be used; says which and what to write instead
   */
  static Object[] parse(List<String> words, InputStream in) {
    EmitArguments parsed = new EmitArguments(in);
    words.forEach(parsed::add);
    if (parsed.objectAt >= 0) {
      parsed.arguments.set(parsed.objectAt, json(JsonText.of(parsed::writeObject)));
    }
    return parsed.arguments.toArray();
  }

  /** What was parsed, as one JSON array on one line. */
  static String text(@Nullable Object[] arguments) {
    return JsonText.of(
        out -> {
          out.writeStartArray();
          for (Object argument : arguments) {
            if (argument instanceof byte[] bytes) {
              out.writeStartObject();
              out.writeStringField("$base64", Base64.getEncoder().encodeToString(bytes));
              out.writeEndObject();
            } else if (argument instanceof Base64Json json) {
              out.writeRawValue(JsonText.compact(RawJson.of(json.json())));
            } else if (argument instanceof RawJson json) {
              out.writeRawValue(JsonText.compact(json));
            } else {
              out.writeString(String.valueOf(argument));
            }
          }
          out.writeEndArray();
        });
  }

  private void add(String word) {
    if (word.equals("-")) {
      arguments.add(jsonOrText(standardInput()));
    } else if (word.startsWith("@@")) {
      arguments.add(file(word, 2));
    } else if (word.startsWith("@")) {
      arguments.add(checked(word, text(file(word, 1))));
    } else {
      Matcher member = MEMBER.matcher(word);
      if (!isJson(word) && member.matches()) {
        addMember(member.group(1), member.group(2), member.group(3));
      } else {
        arguments.add(jsonOrText(word));
      }
    }
  }

  private String standardInput() {
    if (inputRead) {
      throw CommandFailure.usage("standard input is asked for twice", "write - once");
    }
    inputRead = true;
    return text(bounded("standard input", in)).strip();
  }

  private void addMember(String key, String sign, String value) {
    if (sign.equals(":=")) {
      checked(key + ":=…", value);
    }
    members.put(key, sign.equals("=") ? JsonText.quote(value) : value);
    if (objectAt < 0) {
      objectAt = arguments.size();
      arguments.add(null);
    }
  }

  private void writeObject(JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, String> member : members.entrySet()) {
      out.writeFieldName(member.getKey());
      out.writeRawValue(member.getValue());
    }
    out.writeEndObject();
  }

  /** What a word means that is no member, file or stream. */
  static Object jsonOrText(String word) {
    return isJson(word) ? json(word) : word;
  }

  private static boolean isJson(String word) {
    try {
      RawJson.of(word);
      return true;
    } catch (IllegalArgumentException text) {
      return false;
    }
  }

  private static Object checked(String word, String json) {
    try {
      RawJson.of(json);
    } catch (IllegalArgumentException invalid) {
      throw CommandFailure.usage(
          "argument " + word + " is " + invalid.getMessage(), "for bytes write @@file");
    }
    return json(json);
  }

  /** Valid JSON, ready to be sent. */
  static Object json(String json) {
    return JsonText.holdsBase64(json) ? new Base64Json(json) : RawJson.of(json);
  }

  private static byte[] file(String word, int sign) {
    try (InputStream file = Files.newInputStream(Path.of(word.substring(sign)))) {
      return bounded(word, file);
    } catch (IOException | InvalidPathException failed) {
      throw CommandFailure.usage(
          "argument " + word + " cannot be read: " + failed,
          "for the text itself write it as JSON: '" + JsonText.quote(word) + "'");
    }
  }

  private static byte[] bounded(String what, InputStream in) {
    byte[] bytes;
    try {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException failed) {
      throw CommandFailure.usage(what + " cannot be read: " + failed, "");
    }
    if (bytes.length > MAX_BYTES) {
      throw CommandFailure.usage(what + " is larger than " + MAX_BYTES + " bytes", "");
    }
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
